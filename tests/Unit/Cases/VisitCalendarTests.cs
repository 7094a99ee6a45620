using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Unit.Cases;

/// <summary>When visits can be made, by the calendar of 2026.</summary>
public sealed class VisitCalendarTests
{
    private const string Fire = "430602.fire";
    private const string Signage = "430602.signage";
    private static readonly DateOnly Wednesday = new(2026, 9, 23);
    private static readonly VisitDays Everybody = new([DayPart.Morning, DayPart.Afternoon], "a rule");

    [Fact]
    public void Times_are_offered_from_so_many_working_days_ahead_in_order()
    {
        var (slots, common) = Offer([Everybody], [Fire, Signage]);

        // Friday the 25th is a holiday, and so is the weekend after it.
        Assert.True(common);
        Assert.Equal(["2026-09-28 Morning", "2026-09-28 Afternoon", "2026-09-29 Morning"], slots.Select(Said));
    }

    [Fact]
    public void A_time_suits_when_every_authority_makes_visits_then()
    {
        var (slots, common) = Offer(
            [Everybody, new VisitDays([DayPart.Afternoon], "a rule", "fire"), new VisitDays([DayPart.Morning, DayPart.Afternoon], "a rule", "signage", Weekdays: ["tuesday"])], [Fire, Signage]);

        Assert.True(common);
        Assert.Equal(["2026-09-29 Afternoon"], slots.Select(Said));
    }

    [Fact]
    public void Without_a_time_in_common_within_the_bound_the_leader_s_own_are_offered_however_far_they_lie()
    {
        var (slots, common) = Offer([Everybody, new VisitDays([DayPart.Morning], "a rule", "fire", Weekdays: ["monday"]), new VisitDays([DayPart.Afternoon], "a rule", "signage")], [Fire, Signage]);

        Assert.False(common);
        // The 5th of October is a holiday.
        Assert.Equal(["2026-09-28 Morning", "2026-10-12 Morning", "2026-10-19 Morning"], slots.Select(Said));
    }

    [Theory]
    [InlineData("2026-09-28", "2026-09-29 Morning")]
    [InlineData("2026-09-29", "2026-09-30 Morning")]
    [InlineData("2026-10-08", "2026-10-09 Morning")]
    public void The_last_time_offered_still_lies_ahead_when_nobody_has_chosen(string unanswered, string last)
    {
        var (slots, _) = Offer([Everybody], [Fire, Signage], DateOnly.Parse(unanswered, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(["2026-09-28 Morning", "2026-09-28 Afternoon", last], slots.Select(Said));
    }

    [Theory]
    [InlineData("2026-09-20", false, true)]
    [InlineData("2026-09-26", false, false)]
    [InlineData("2026-10-04", false, false)]
    [InlineData("2026-10-18", true, false)]
    [InlineData("2026-10-19", false, true)]
    public void Named_days_of_the_week_are_kept_at_weekends_too_but_not_on_holidays_and_working_days_are_the_calendar_s(string date, bool sundays, bool working)
    {
        var slot = new VisitSlot(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), DayPart.Morning);

        // The 20th of September is a Sunday that is worked.
        Assert.Equal(sundays || date == "2026-09-20", Makes(new VisitDays([DayPart.Morning], "a rule", Weekdays: ["sunday"]), slot));
        Assert.Equal(working, Makes(Everybody, slot));
        Assert.False(Makes(new VisitDays([DayPart.Afternoon], "a rule"), slot));
    }

    [Theory]
    [InlineData("430602.fire", DayPart.Afternoon)]
    [InlineData("430626.fire", DayPart.Morning)]
    [InlineData("430602.signage", DayPart.Morning)]
    public void The_last_line_that_fits_an_authority_holds_for_it(string authority, DayPart part)
    {
        var city = Of([new VisitDays([DayPart.Morning], "a rule"), new VisitDays([DayPart.Morning], "a rule", "fire"), new VisitDays([DayPart.Afternoon], "a rule", "fire", "430602")]);

        Assert.True(VisitCalendar.MakesVisits(city, QuietCity.National, authority, new VisitSlot(new(2026, 9, 28), part)));
        Assert.False(VisitCalendar.MakesVisits(city, QuietCity.National, authority, new VisitSlot(new(2026, 9, 28), part == DayPart.Morning ? DayPart.Afternoon : DayPart.Morning)));
    }

    [Fact]
    public void The_same_calendar_and_day_always_offer_the_same() =>
        Assert.Equal(Offer([Everybody], [Fire]).Slots, Offer([Everybody], [Fire]).Slots);

    private static bool Makes(VisitDays visits, VisitSlot slot) => VisitCalendar.MakesVisits(Of([visits]), QuietCity.National, Fire, slot);

    private static (IReadOnlyList<VisitSlot> Slots, bool Common) Offer(VisitDays[] visits, string[] authorities, DateOnly? unanswered = null) =>
        VisitCalendar.Offer(Of(visits), QuietCity.National, Wednesday, unanswered ?? Wednesday.AddDays(1), authorities, authorities[0]);

    private static CityInspections Of(VisitDays[] visits)
    {
        var limit = new TimeLimit(1, DayUnit.WorkingDay, "a rule");
        return new CityInspections
        {
            Planning = limit,
            Consent = limit,
            Findings = limit,
            Absence = new AbsenceRule(new Text("规则", "a rule"), "a rule"),
            Slots = new SlotOffer(3, 2, 3, "a rule"),
            Visits = visits,
        };
    }

    private static string Said(VisitSlot slot) => $"{slot.Date:yyyy-MM-dd} {slot.Part}";
}
