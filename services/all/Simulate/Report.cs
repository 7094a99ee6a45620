namespace OneVisit.All.Simulate;

/// <summary>What a year came to. The same scenario gives the same report to the last digit.</summary>
internal sealed record Report
{
    public required string Scenario { get; init; }
    public string? Title { get; init; }
    public required string Region { get; init; }
    public required string RegionName { get; init; }
    public required int Year { get; init; }
    public required long Seed { get; init; }
    public required CaseFigures Cases { get; init; }
    public required IReadOnlyList<DepartmentFigures> Departments { get; init; }
    public required IReadOnlyList<ItemFigures> Items { get; init; }
    public required IReadOnlyList<DeskFigures> Desks { get; init; }

    /// <summary>Warnings that were given, of items and of the whole, by colour.</summary>
    public required IReadOnlyDictionary<string, int> Warnings { get; init; }

    /// <summary>Applications that the platform refused to take, by the fault.</summary>
    public required IReadOnlyDictionary<string, int> TurnedAway { get; init; }

    /// <summary>Messages that no rule could decide, by the reason; none in a sound city.</summary>
    public required IReadOnlyDictionary<string, int> DeadLetters { get; init; }
}

/// <param name="Open">Not ended 120 days after the year: most often, an applicant never answered.</param>
/// <param name="Overdue">Answered, or still open, after the promised or the statutory date of the whole.</param>
/// <param name="OverdueRate">Of those submitted.</param>
/// <param name="UntilEnd">Working days from submission to the last licence, or the refusal; waiting for the applicant among them.</param>
internal sealed record CaseFigures(
    int Submitted, int Completed, int Refused, int EndedOtherwise, int Open, int Overdue, double OverdueRate, int Supplements, Waiting? UntilEnd);

internal sealed record DepartmentFigures(string Department, string Name, int Reviews, int ByRule, int Refused, int Supplements, int Overdue, double OverdueRate);

/// <param name="Promise">Days of the committed limit that held.</param>
/// <param name="ByRule">Decided by a rule; the others by people, or not yet.</param>
/// <param name="Deemed">Approved by law, because nobody answered in the promised time.</param>
/// <param name="Stopped">The case ended before they were decided.</param>
/// <param name="Warnings">Of any colour, about any limit of the item.</param>
/// <param name="Overdue">Decided, or still open, after the promised date.</param>
/// <param name="OverdueByLaw">Likewise after the statutory date.</param>
/// <param name="OverdueRate">Of those decided or open.</param>
/// <param name="UntilTouched">Working days until an officer took it up, of those left to people. Likewise <paramref name="UntilDecided"/>, waiting for the applicant among them.</param>
internal sealed record ItemFigures(
    string Item, string Name, string Department, int Promise, string Unit, int Reviews, int ByRule, int ByPeople, int Deemed, int Open, int Stopped, int Refused,
    int Supplements, int Warnings, int Overdue, double OverdueRate, int OverdueByLaw, Waiting? UntilTouched, Waiting? UntilDecided);

/// <param name="StaffedHours">Hours that officers were there in the year.</param>
/// <param name="Load">The share of them that was spent on reviews.</param>
/// <param name="LongestQueue">The most tasks that waited at once.</param>
/// <param name="LongestQueueOn">The first day on which so many waited.</param>
internal sealed record DeskFigures(
    string Department, string Name, int Staff, int Weekend, double StaffedHours, double Load, int Reviews, int LongestQueue, DateOnly? LongestQueueOn, int WaitingAtTheEnd);
