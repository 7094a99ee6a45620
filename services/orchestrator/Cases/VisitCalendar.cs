using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Contracts;

namespace OneVisit.Orchestrator.Cases;

/// <summary>When visits can be made: the authorities' own days, over the calendar in force.</summary>
internal static class VisitCalendar
{
    // Whoever makes visits at all makes one within a year.
    private const int FarthestDays = 366;

    private static readonly DayPart[] Parts = [DayPart.Morning, DayPart.Afternoon];

    /// <summary>
    /// The earliest times at which every authority makes visits; the leader's own where they have none in common soon enough. One of them is late enough to be left to whoever
    /// does not choose.
    /// </summary>
    /// <param name="unanswered">The day on which one of the times is fixed for an applicant who has not chosen.</param>
    /// <returns>Common: whether they suit everybody.</returns>
    public static (IReadOnlyList<VisitSlot> Slots, bool Common) Offer(
        CityInspections city, CountingCalendar calendar, DateOnly today, DateOnly unanswered, IReadOnlyCollection<string> authorities, string leader)
    {
        var suitable = From(city, calendar, today).Where(slot => authorities.All(a => MakesVisits(city, calendar, a, slot)));
        var common = suitable.TakeWhile(slot => calendar.WorkingDays(today, slot.Date) <= city.Slots.Within).Take(city.Slots.Offered).ToList();
        if (common.Count > 0)
            return (Lasting(common, suitable), true);
        var alone = From(city, calendar, today).Where(slot => MakesVisits(city, calendar, leader, slot));
        var own = alone.Take(city.Slots.Offered).ToList();
        return own.Count > 0 ? (Lasting(own, alone), false) : throw new InvalidOperationException($"{leader} makes no visit within a year, whatever the catalogue says");

        List<VisitSlot> Lasting(List<VisitSlot> earliest, IEnumerable<VisitSlot> all)
        {
            // Departments learn of a visit the day before, unless the city makes visits the same day.
            bool Lasts(VisitSlot slot) => slot.Date > unanswered || (slot.Date == unanswered && city.Slots.DaysAhead == 0);
            if (!earliest.Exists(Lasts) && all.FirstOrDefault(Lasts) is { } late)
                earliest[^1] = late;
            return earliest;
        }
    }

    /// <summary>Whether an authority makes visits at a time.</summary>
    public static bool MakesVisits(CityInspections city, CountingCalendar calendar, string authority, VisitSlot slot) =>
        city.Visits.LastOrDefault(v => v.Fits(authority)) is { } visits
        && visits.Parts.Contains(slot.Part)
        && (visits.Weekdays is { } weekdays
            ? calendar.KindOf(slot.Date) != DayKind.Holiday && weekdays.Contains(KebabCase.Of(slot.Date.DayOfWeek))
            : calendar.IsWorkingDay(slot.Date));

    private static IEnumerable<VisitSlot> From(CityInspections city, CountingCalendar calendar, DateOnly today)
    {
        for (var (days, date) = (0, today); days <= FarthestDays; days++, date = date.AddDays(1))
        {
            if (calendar.WorkingDays(today, date) < city.Slots.DaysAhead)
                continue;
            foreach (var part in Parts)
                yield return new VisitSlot(date, part);
        }
    }
}
