namespace OneVisit.All.Simulate;

/// <summary>A scenario as its file has it. What is left out has the value an ordinary city has.</summary>
internal sealed record ScenarioText
{
    /// <summary>What it is about, in a sentence for whoever reads the report.</summary>
    public string? Title { get; init; }

    /// <summary>The place whose people apply, a code of 6, 9 or 12 digits.</summary>
    public required string Region { get; init; }

    /// <summary>The calendar year that is simulated.</summary>
    public required int Year { get; init; }

    /// <summary>Everything that is left to chance follows from it.</summary>
    public required long Seed { get; init; }

    /// <summary>A folder of a catalogue, from where the scenario's file is; the one built in when left out.</summary>
    public string? Catalogue { get; init; }

    /// <summary>How many applications come in the year.</summary>
    public required int Applications { get; init; }

    public required List<BundleShareText> Bundles { get; init; }
    public ArrivalsText? Arrivals { get; init; }
    public ApplicantsText? Applicants { get; init; }

    /// <summary>By department.</summary>
    public required Dictionary<string, DeskText> Desks { get; init; }

    /// <summary>The desk of every department that has none of its own among <see cref="Desks"/>.</summary>
    public DeskText? OtherDesks { get; init; }

    /// <summary>The window, where the bundles are accepted by a clerk; only those need it. Refused is what is not accepted.</summary>
    public DeskText? Window { get; init; }

    /// <summary>Committed limits that are tried before they are promised.</summary>
    public List<PromiseText>? Promises { get; init; }
}

/// <param name="Weight">Of all applications, this by the sum of the weights.</param>
/// <param name="Application">The name of a built-in application, or a file from where the scenario's is.</param>
/// <param name="Change">JSON pointer into the application to the value it has instead.</param>
/// <param name="Unique">Pointers to texts that no two applications may share, such as a trade name.</param>
internal sealed record BundleShareText(string Bundle, decimal Weight, string Application, Dictionary<string, System.Text.Json.Nodes.JsonNode>? Change = null, List<string>? Unique = null);

/// <summary>When applications come: weights, of which only the ratios count.</summary>
/// <param name="Hours">24, from midnight on.</param>
/// <param name="Weekdays">7, from Monday on.</param>
/// <param name="Months">12, from January on.</param>
/// <param name="Holidays">What a public holiday has of an ordinary day.</param>
internal sealed record ArrivalsText(List<decimal>? Hours = null, List<decimal>? Weekdays = null, List<decimal>? Months = null, decimal? Holidays = null);

/// <param name="AnswerDays">Days until a supplement is answered.</param>
/// <param name="NeverAnswer">The share of supplements that is never answered.</param>
internal sealed record ApplicantsText(SpreadText? AnswerDays = null, decimal? NeverAnswer = null);

/// <summary>A quantity that varies: log-normal, as handling times are.</summary>
/// <param name="Median">Half are less, half are more.</param>
/// <param name="Spread">Two thirds lie between the median by it and the median times it; 1 when all are alike.</param>
internal sealed record SpreadText(decimal Median, decimal Spread = 1.6m);

/// <summary>A department's desk.</summary>
/// <param name="Staff">Officers on a working day.</param>
/// <param name="Weekend">Officers on days off that are no public holiday: the service calendar may be longer than the counting calendar.</param>
/// <param name="Hours">When it is open: <c>08:30-12:00</c>.</param>
/// <param name="Minutes">What a review takes.</param>
/// <param name="Supplement">The share of reviews that ask for a supplement; none asks twice.</param>
/// <param name="Refused">The share that is refused.</param>
/// <param name="Next">Which task is taken next: <c>urgent</c>, the one due first, or <c>oldest</c>.</param>
/// <param name="Items">By item, where one takes longer, or is refused more often.</param>
internal sealed record DeskText(
    int Staff, SpreadText Minutes, int Weekend = 0, List<string>? Hours = null, decimal Supplement = 0, decimal Refused = 0, string Next = DeskText.Urgent,
    Dictionary<string, DeskItemText>? Items = null)
{
    public const string Urgent = "urgent", Oldest = "oldest";
}

internal sealed record DeskItemText(SpreadText? Minutes = null, decimal? Supplement = null, decimal? Refused = null);

/// <param name="Days">In the unit that the catalogue counts the item by.</param>
internal sealed record PromiseText(string Item, int Days);
