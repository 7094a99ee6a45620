using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Kit.Clocks;

namespace OneVisit.Orchestrator.Cases;

/// <summary>For how long departments' requests for a supplement are gathered.</summary>
/// <param name="Limit">From the first request on; 0: until the end of its day.</param>
/// <param name="Telling">From the receipt on: by then the applicant is told everything that is missing (Administrative Licensing Law, art 32).</param>
public sealed record CollectionTerms(DayLimit Limit, DayLimit Telling);

/// <summary>Requests for a supplement are being gathered, to be told as one.</summary>
/// <param name="Opened">When the first was made.</param>
/// <param name="Terms">As the city had them then.</param>
public sealed record CollectionWindow(DateTimeOffset Opened, CollectionTerms Terms)
{
    /// <summary>
    /// The last day: when the window is over, or the law wants the applicant told, whichever comes first. A department that asks later than that is heard
    /// until the end of the day on which it does.
    /// </summary>
    /// <param name="received">When the application was received.</param>
    internal DateOnly LastDay(DateTimeOffset received, Deadlines deadlines)
    {
        DateOnly DueOf(DateTimeOffset start, DayLimit limit) => LegalClock.Project(deadlines.Calendar, deadlines.PeriodOf(start, limit)).Due!.Value;
        var (own, opened, byLaw) = (DueOf(Opened, Terms.Limit), deadlines.DateOf(Opened), DueOf(received, Terms.Telling));
        var latest = byLaw > opened ? byLaw : opened;
        return own < latest ? own : latest;
    }
}
