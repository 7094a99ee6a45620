namespace OneVisit.Support.Histories;

/// <summary>What holds of a task after an entry of its journal: this model knows nothing of the platform but what the contract says of each act.</summary>
/// <param name="Holder">Null where the model does not say: when nobody but the platform has changed it last.</param>
/// <param name="GivenBy">Who had another handle it last; null once it went into other hands.</param>
internal sealed record Standing(string? Holder, string? DecidedBy, string? Outcome, string? GivenBy, string? GivenTo, bool IsBack)
{
    private const string Pool = "pool:";
    private const string Decided = "review-decided";
    private static readonly string[] FinalOutcomes = ["pass", "refuse", "not-accepted"];

    /// <summary>Before its first entry.</summary>
    public static readonly Standing None = new(null, null, null, null, null, false);

    public Standing After(TaskEntry entry) => entry.Kind switch
    {
        "review-requested" => this with { Holder = Pool },
        "claimed" => InHandsOf(entry.By),
        "released" => InHandsOf(Pool),
        "delegated" => InHandsOf(entry.What) with { GivenBy = entry.By, GivenTo = entry.What },
        "returned" => this with { Holder = GivenBy, IsBack = true },
        Decided => InHandsOf(Subject(entry.By)) with { DecidedBy = entry.By, Outcome = entry.What },
        _ => this with { Holder = null },
    };

    /// <summary>Whether what an act asks for is so already: then it is a repeat, and changes nothing.</summary>
    public bool Fulfils(TaskAct act) => act.Kind switch
    {
        ActKind.Claim => Holder == act.By,
        ActKind.Release => Holder == Pool,
        ActKind.Delegate => !IsBack && GivenBy == act.By && GivenTo == act.What,
        ActKind.Return => IsBack && (GivenBy == act.By || GivenTo == act.By),
        ActKind.Decide => DecidedBy == $"officer:{act.By}" && Outcome == act.What,
        _ => false,
    };

    public bool IsShownBy(TaskSight sight) => DecidedBy == sight.DecidedBy && Outcome == sight.Outcome
        && (Holder is null || Holder == sight.Holder || (Holder == Pool && sight.Holder.StartsWith(Pool, StringComparison.Ordinal)));

    /// <summary>Whether an entry is what an act of people asks for.</summary>
    public static bool IsOf(TaskEntry entry, TaskAct act) => entry.Kind == act.Kind switch
    {
        ActKind.Claim => "claimed",
        ActKind.Release => "released",
        ActKind.Delegate => "delegated",
        ActKind.Return => "returned",
        ActKind.Decide => Decided,
        _ => null,
    } && Subject(entry.By) == act.By && (act.Kind is not (ActKind.Delegate or ActKind.Decide) || entry.What == act.What);

    public static bool IsPeoples(TaskEntry entry) =>
        entry.Kind is "claimed" or "released" or "delegated" or "returned" || (entry.Kind == Decided && entry.By?.StartsWith("officer:", StringComparison.Ordinal) == true);

    public static bool IsFinalDecision(TaskEntry entry) => entry.Kind == Decided && FinalOutcomes.Contains(entry.What);

    private Standing InHandsOf(string? holder) => this with { Holder = holder, GivenBy = null, GivenTo = null, IsBack = false };

    private static string? Subject(string? by) => by?.StartsWith("officer:", StringComparison.Ordinal) == true ? by["officer:".Length..] : by;
}
