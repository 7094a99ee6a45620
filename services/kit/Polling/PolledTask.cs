using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Departments;

namespace OneVisit.Kit.Polling;

/// <summary>What is remembered of a task in a closed system: a row of the table <c>polled</c>.</summary>
internal sealed record PolledTask
{
    /// <summary>It is handed in and asked about.</summary>
    public const string Asking = "asking";
    /// <summary>People have taken over.</summary>
    public const string GivenUp = "given-up";
    /// <summary>Nothing is to be done there any more, and the closed system does not know yet.</summary>
    public const string Withdrawing = "withdrawing";

    public required Guid Task { get; init; }
    public required string Phase { get; init; }
    /// <summary>The task's version when it was last looked at.</summary>
    public long Seen { get; init; }
    /// <summary>Under what the closed system files it; null while that is not known.</summary>
    public string? Reference { get; init; }
    /// <summary>How often it was begun to hand it in; 0: the closed system cannot know of it.</summary>
    public long Tries { get; init; }
    /// <summary>The supplement it has been handed in with; 0 is the application itself, -1 nothing.</summary>
    public long Round { get; init; } = -1;
    /// <summary>How many promised papers it has been handed in with.</summary>
    public long Papers { get; init; }
    /// <summary>The attempt at issuing that it has been told of; 0 for none.</summary>
    public long Attempt { get; init; }
    /// <summary>Its last word.</summary>
    public string? Word { get; init; }
    /// <summary>How often it said so again.</summary>
    public long Unchanged { get; init; }
    /// <summary>In a row, of whatever was tried.</summary>
    public long Failures { get; init; }
    /// <summary>What operators were told of last, so that they are told once.</summary>
    public string? Told { get; init; }
    /// <summary>From when it has been waited for: <see cref="ClosedSystem.Until"/> counts from here.</summary>
    public required DateTimeOffset Since { get; init; }
    /// <summary>When something is to be done next; null while it waits for something else than the closed system.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public static PolledTask New(Guid task, DateTimeOffset now) => new() { Task = task, Phase = Asking, Since = now, DueAt = now };

    /// <summary>
    /// What is to be done next, by what is remembered and where the task stands, and by nothing else: so it does not matter what was missed, what came
    /// twice, or who did it.
    /// </summary>
    public PollingStep Next(ClosedSystem system, TaskState task, DateTimeOffset now)
    {
        if (task.Lifecycle == ItemLifecycle.Issued)
            return PollingStep.Forget;
        if (task.HasEnded)
            return Ending(system, task, now);
        if (Phase == GivenUp)
            return PollingStep.Rest;
        if (task.IsOpen)
            return Reviewing(system, task, now);
        // A review may pass before a promised paper is here, and the closed system may need it to issue. Where it does not take additions, a second
        // application would begin anew what has passed.
        if (Round >= 0 && system.Supplement is not null && Papers < PapersOf(task))
            return Failures == 0 ? PollingStep.HandIn : UntilItIsOver(system, now) ?? OnceDue(PollingStep.HandIn, now);
        if (!task.AwaitsIssue || Round < 0)
            return PollingStep.Rest;
        return Attempt < task.Order!.Attempt ? OnceDue(PollingStep.Order, now) : UntilItIsOver(system, now) ?? OnceDue(PollingStep.Ask, now);
    }

    private PollingStep Reviewing(ClosedSystem system, TaskState task, DateTimeOffset now)
    {
        // The applicant's time is not the closed system's; and what somebody has taken into their hands is theirs.
        if (task.Lifecycle == ItemLifecycle.SupplementRequested || (task.Holder != system.Subject && !AuthorityId.IsPool(task.Holder)))
            return PollingStep.Rest;
        var isIn = Round >= task.Round && Papers >= PapersOf(task);
        if (isIn || Failures > 0)
        {
            if (UntilItIsOver(system, now) is { } over)
                return over;
            if (DueAt > now)
                return PollingStep.Wait;
        }
        return isIn ? PollingStep.Ask : MustFind(system) ? PollingStep.Find : PollingStep.HandIn;
    }

    /// <summary>How many promised papers (容缺受理) have come.</summary>
    public static long PapersOf(TaskState task) => task.Promised?.Count(p => p.ProvidedAt is not null) ?? 0;

    private PollingStep Ending(ClosedSystem system, TaskState task, DateTimeOffset now)
    {
        var known = task.Lifecycle is ItemLifecycle.Refused or ItemLifecycle.NotAccepted && task.Decision?.By == $"system:{system.Subject}";
        if (known || Tries == 0 || system.Cancel is null)
            return PollingStep.Forget;
        if (Phase == Withdrawing && now >= Since + system.Until)
            return PollingStep.Abandon;
        if (Phase == Withdrawing && DueAt > now)
            return PollingStep.Wait;
        return MustFind(system) ? PollingStep.Find : PollingStep.Withdraw;
    }

    /// <summary>It may have been filed there, and nobody knows under which number.</summary>
    private bool MustFind(ClosedSystem system) => Tries > 0 && Reference is null && system.Find is not null;

    private PollingStep? UntilItIsOver(ClosedSystem system, DateTimeOffset now) => now >= Since + system.Until ? PollingStep.GiveUp : null;

    private PollingStep OnceDue(PollingStep step, DateTimeOffset now) => DueAt > now ? PollingStep.Wait : step;
}

/// <summary>What is done next with a task in a closed system.</summary>
internal enum PollingStep
{
    /// <summary>Nothing before it is due.</summary>
    Wait,
    /// <summary>Nothing before the task has changed.</summary>
    Rest,
    HandIn,
    /// <summary>Ask whether it was handed in, and under which number.</summary>
    Find,
    /// <summary>Ask where it stands.</summary>
    Ask,
    /// <summary>Tell that it is to be issued.</summary>
    Order,
    Withdraw,
    /// <summary>People take over.</summary>
    GiveUp,
    /// <summary>It cannot be withdrawn; operators are told.</summary>
    Abandon,
    /// <summary>Nothing more can come of it.</summary>
    Forget,
}
