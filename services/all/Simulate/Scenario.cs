using OneVisit.Catalogue;

namespace OneVisit.All.Simulate;

/// <summary>A scenario that was read and checked against its catalogue: all it names exists.</summary>
/// <param name="CatalogueFolder">Null for the catalogue built in.</param>
internal sealed record Scenario(
    string Name,
    string? Title,
    Region Region,
    int Year,
    long Seed,
    string? CatalogueFolder,
    CityCatalogue Catalogue,
    int Applications,
    IReadOnlyList<ApplicationTemplate> Templates,
    ArrivalWeights Arrivals,
    Spread AnswerDays,
    double NeverAnswer,
    IReadOnlyDictionary<string, DeskPlan> Desks,
    DeskPlan? Window,
    IReadOnlyDictionary<string, int> Promises);

/// <summary>When applications come; only the ratios of the weights count.</summary>
internal sealed record ArrivalWeights(IReadOnlyList<double> Hours, IReadOnlyList<double> Weekdays, IReadOnlyList<double> Months, double Holidays);

/// <summary>A department's desk, as it is staffed and works.</summary>
/// <param name="Hours">Minutes of the day, from and to, in order.</param>
internal sealed record DeskPlan(
    string Department, int Staff, int Weekend, IReadOnlyList<(int From, int To)> Hours, bool OldestFirst, ReviewHabits Usual, IReadOnlyDictionary<string, ReviewHabits> Items)
{
    /// <summary>The name of the one desk that is no department's.</summary>
    public const string OfWindow = "window";

    public ReviewHabits Of(string item) => Items.GetValueOrDefault(item, Usual);
}

/// <summary>How reviews go.</summary>
internal sealed record ReviewHabits(Spread Minutes, double Supplement, double Refused);
