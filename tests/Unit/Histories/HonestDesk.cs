using OneVisit.Support.Histories;

namespace OneVisit.Unit.Histories;

/// <summary>Keeps one task as the platform should, and writes down what each officer is told. Time is a number that every request moves on.</summary>
internal sealed class HonestDesk
{
    public static readonly Guid Task = new("01980000-0000-7000-8000-000000000001");
    private long _now;

    public List<TaskAct> Acts { get; } = [];

    public List<TaskEntry> Journal { get; } = [new(1, "review-requested")];

    public string Holder { get; private set; } = "pool:430602.civil-affairs";

    public (string By, string Outcome)? Decision { get; private set; }

    public long Version => Journal.Count;

    private TaskSight Sight => new(Version, Holder, Decision is { } d ? $"officer:{d.By}" : null, Decision?.Outcome);

    /// <summary>An act sent, decided and answered before anything else happens.</summary>
    public TaskAct Do(string by, ActKind kind, long? seen = null, string? what = null) =>
        Answer(Decided(Sent(by, kind, seen, what)));

    public TaskAct Sent(string by, ActKind kind, long? seen = null, string? what = null) =>
        new(Task, by, kind) { Seen = seen, What = what, Sent = ++_now };

    /// <summary>The platform takes it in hand: its answer is under way.</summary>
    public TaskAct Decided(TaskAct act)
    {
        var status = act.Kind == ActKind.Read ? 200
            : act.Kind == ActKind.Decide && Decision == (act.By, act.What!) ? 200
            : act.Kind == ActKind.Claim && Holder == act.By && Decision is null ? 200
            : act.Seen is { } seen && seen != Version ? 412
            : Decision is not null || (Holder != act.By && !Holder.StartsWith("pool:", StringComparison.Ordinal)) || (act.Kind == ActKind.Release && Holder != act.By) ? 409
            : Done(act);
        return act with { Status = status, Shown = Sight };
    }

    public TaskAct Answer(TaskAct act)
    {
        Acts.Add(act with { Answered = ++_now });
        return Acts[^1];
    }

    /// <summary>The connection broke before the answer.</summary>
    public void Lose(TaskAct act) => Acts.Add(act with { Status = 0, Shown = null });

    public IReadOnlyList<HistoryFault> Faults() =>
        [.. HistoryCheck.Of(Acts, new Dictionary<Guid, IReadOnlyList<TaskEntry>> { [Task] = Journal }).Select(f => f.Fault)];

    /// <summary>Puts another in an act's place: what a broken platform would have answered.</summary>
    public void Replace(TaskAct act, TaskAct by) => Acts[Acts.IndexOf(act)] = by;

    private int Done(TaskAct act)
    {
        (string Kind, string By, string? What) entry = act.Kind switch
        {
            ActKind.Claim => ("claimed", Holder = act.By, null),
            ActKind.Release => ("released", Pool(act.By), null),
            _ => ("review-decided", $"officer:{act.By}", act.What),
        };
        if (act.Kind == ActKind.Decide)
            (Decision, Holder) = ((act.By, act.What!), act.By);
        Journal.Add(new TaskEntry(Version + 1, entry.Kind, entry.By, entry.What));
        return 200;
    }

    private string Pool(string by)
    {
        Holder = "pool:430602.civil-affairs";
        return by;
    }
}
