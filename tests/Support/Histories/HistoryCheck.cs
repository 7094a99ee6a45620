namespace OneVisit.Support.Histories;

/// <summary>What can be wrong with a history.</summary>
public enum HistoryFault
{
    /// <summary>The journal leaves out a number.</summary>
    Gap,
    /// <summary>An act was acknowledged, and the journal does not have it as the version that was told.</summary>
    Lost,
    /// <summary>An act was acknowledged that named another version than the one before its own.</summary>
    StaleAccepted,
    /// <summary>The journal has an act that nobody has sent.</summary>
    NotAsked,
    /// <summary>The journal has an act that was refused.</summary>
    RefusedAndDone,
    /// <summary>More than one final decision.</summary>
    DecidedTwice,
    /// <summary>An act stands after another that began only when the first had been answered.</summary>
    OutOfOrder,
    /// <summary>A refusal or an answer does not say what stands.</summary>
    Untold,
    /// <summary>An answer shows what never stood at that version, or refuses for a change that had not happened.</summary>
    Untrue,
    /// <summary>An answer shows less than somebody had been shown before it was asked for.</summary>
    Backwards,
    /// <summary>An answer shows an act that was sent only afterwards.</summary>
    Premature,
    /// <summary>A status that nobody who acts by the contract should meet.</summary>
    Unexpected,
}

/// <summary>One thing that is wrong with a task's history.</summary>
public sealed record HistoryFinding(HistoryFault Fault, Guid Task, string What);

/// <summary>
/// Judges what many officers were told against what the journals of the tasks say: no act that was acknowledged is lost, each was made on the version that it
/// named, in an order that agrees with real time; every answer shows something that stood in between its question and itself.
/// </summary>
public static class HistoryCheck
{
    /// <param name="acts">In any order.</param>
    /// <param name="journals">Read when every act was over.</param>
    public static IReadOnlyList<HistoryFinding> Of(IEnumerable<TaskAct> acts, IReadOnlyDictionary<Guid, IReadOnlyList<TaskEntry>> journals)
    {
        var byTask = acts.ToLookup(a => a.Task);
        return
        [
            .. byTask.Select(t => t.Key).Union(journals.Keys)
                .SelectMany(task => new TaskHistory(task, [.. byTask[task]], journals.GetValueOrDefault(task) ?? []).Check()),
        ];
    }
}
