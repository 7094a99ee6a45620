using System.Text.Json;
using OneVisit.Kit.Identity;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>A calendar that was published or corrected.</summary>
public sealed class RecountTests : TimedCase
{
    [Fact]
    public void A_case_is_counted_anew_by_its_own_message_and_not_by_whoever_happens_to_wake_it()
    {
        var play = Play();
        Edition = "third";

        play.Woken();

        Assert.Equal("first", play.State.Calendar);
    }

    [Fact]
    public void A_corrected_calendar_moves_the_dates_with_its_reason_and_warns_again()
    {
        var play = Play().Woken().Woken();
        Assert.Equal([new GivenWarning(ClockKind.Committed, "yellow"), new GivenWarning(ClockKind.Committed, "red")], play[TaxOffice].Warned);

        Edition = "second";
        play.Give(new RecountCase(Id));

        // The promise of Thursday has passed by either calendar; the law's date moves from 1 to 3 December.
        var moved = play.Last.Journal.Where(e => Told(e, TaxOffice)).Select(e => JsonSerializer.Serialize(e.Data)).ToList();
        Assert.Contains("\"Before\":\"2026-12-01\",\"After\":\"2026-12-03\"", Assert.Single(moved), StringComparison.Ordinal);
        Assert.Contains("2026-11-27", moved[0], StringComparison.Ordinal);
        // The promise did not move, so the law's date is what is told.
        Assert.Contains(play.Last.Notices, n => n is { Kind: "date-moved", To.Role: Role.Applicant } && n.Text.En.Contains("from 2026-12-01 to 2026-12-03", StringComparison.Ordinal));
        Assert.Equal("second", play.State.Calendar);
        Assert.Same(play.State, play.Give(new RecountCase(Id)).State);
    }

    [Fact]
    public void A_warning_about_a_date_that_lies_further_away_now_is_given_again()
    {
        var play = Play().Woken();
        Assert.Equal([new GivenWarning(ClockKind.Committed, "yellow")], play[TaxOffice].Warned);

        Edition = "third";
        play.Give(new RecountCase(Id));

        Assert.Contains(play.Last.Notices, n => n is { Kind: "date-moved", To.Role: Role.Applicant } && n.Text.En.Contains("from 2026-11-26 to 2026-11-30", StringComparison.Ordinal));
        Assert.Empty(play[TaxOffice].Warned!);
        Assert.Equal(DayAt(2026, 11, 27), play.WakesAt);
    }
}
