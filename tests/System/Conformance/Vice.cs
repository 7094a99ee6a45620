namespace OneVisit.SystemTests.Conformance;

/// <summary>What a department's system may do wrong.</summary>
[Flags]
public enum Vice
{
    None = 0,
    DecidesTwice = 1,
    TakesEverySignature = 1 << 1,
    TakesOldEvents = 1 << 2,
    KnowsOneSignature = 1 << 3,
    RefusesUnknownTypes = 1 << 4,
    SendsNoIfMatch = 1 << 5,
    InsistsOnWhatItSaw = 1 << 6,
    TriesForEver = 1 << 7,
    IgnoresRetryAfter = 1 << 8,
    GivesUpWhenBusy = 1 << 9,
    IssuesAnotherType = 1 << 10,
    IssuesAnotherNumberEachTime = 1 << 11,
    BelievesTheEvent = 1 << 12,
    RefusesWithoutReason = 1 << 13,
    DecidesOnce = 1 << 14,
    NeverIssues = 1 << 15,
    ShowsNoToken = 1 << 16,
    IssuesTwice = 1 << 17,
    RefusesRevocations = 1 << 18,
    NeverDecides = 1 << 19,
    ReadsOnePage = 1 << 20,
    ForgetsWhatItSaw = 1 << 21,
    Hammers = 1 << 22,
}
