extern alias all;

using System.Text.Json;
using all::OneVisit.All.Simulate;
using OneVisit.Contracts;

namespace OneVisit.Unit.Simulate;

public sealed class SimulatorTests
{
    private const string Eatery = "food-safety.small-catering-permit";

    [Fact]
    public void The_same_seed_gives_the_same_report_and_another_seed_another()
    {
        var report = Json(Cities.Run(Cities.Text()));

        Assert.Equal(report, Json(Cities.Run(Cities.Text())));
        Assert.NotEqual(report, Json(Cities.Run(Cities.Text(seed: "8"))).Replace("\"Seed\":8", "\"Seed\":7", StringComparison.Ordinal));
    }

    [Fact]
    public void A_city_with_enough_staff_is_never_late_and_with_less_it_is()
    {
        var enough = Cities.Run(Cities.Text(staff: 8)).Item(Eatery);
        var half = Cities.Run(Cities.Text(staff: 1)).Item(Eatery);
        var less = Cities.Run(Cities.Text(staff: 1, applications: 800)).Item(Eatery);

        Assert.Equal((0, 0.0), (enough.Overdue, enough.OverdueRate));
        Assert.InRange(half.OverdueRate, 0.001, 1);
        Assert.True(less.OverdueRate > half.OverdueRate, $"{less.OverdueRate} with twice the work, {half.OverdueRate} before");
        Assert.True(less.UntilTouched!.Median > enough.UntilTouched!.Median);
    }

    [Fact]
    public void Everybody_is_answered_by_rules_and_people_and_every_item_is_accounted_for()
    {
        var report = Cities.Run(Cities.Text(staff: 8));

        Assert.Equal(400, report.Cases.Submitted);
        Assert.Equal(report.Cases.Submitted, report.Cases.Completed + report.Cases.Refused + report.Cases.EndedOtherwise + report.Cases.Open);
        Assert.Empty(report.TurnedAway);
        Assert.Empty(report.DeadLetters);
        Assert.All(report.Items, i => Assert.Equal(i.Reviews, i.ByRule + i.ByPeople + i.Deemed + i.Open + i.Stopped));
        var check = report.Item("food-safety.licence-check");
        Assert.Equal((check.Reviews, 0), (check.ByRule, check.ByPeople));
        var permit = report.Item(Eatery);
        Assert.Equal(0, permit.ByRule);
        Assert.InRange(permit.Refused, 1, permit.Reviews / 5);
        Assert.InRange(permit.Supplements, 1, permit.Reviews / 4);
        var desk = report.Desks.Single(d => d.Department == "food-safety");
        // Eight officers, seven and a half hours, on the 248 working days of 2026.
        Assert.Equal(8 * 7.5 * 248, desk.StaffedHours);
        Assert.InRange(desk.Load, 0.01, 1);
        // Whoever supplements is reviewed again.
        Assert.Equal(permit.Reviews + permit.Supplements - Unanswered(permit), desk.Reviews);
    }

    [Fact]
    public void A_shorter_promise_makes_more_of_it_late_and_changes_no_decision()
    {
        var (before, after) = (new Dictionary<int, CaseLifecycle>(), new Dictionary<int, CaseLifecycle>());

        var kept = Cities.Run(Cities.Text(staff: 1), (number, state) => before.Add(number, state.Lifecycle)).Item(Eatery);
        var tried = Cities.Run(Cities.Text(staff: 1, more: $"promises: [ {{ item: {Eatery}, days: 0 }} ]"), (number, state) => after.Add(number, state.Lifecycle)).Item(Eatery);

        Assert.Equal((3, 0), (kept.Promise, tried.Promise));
        Assert.True(tried.Overdue > kept.Overdue, $"{tried.Overdue} overdue with none but the day itself, {kept.Overdue} with three");
        Assert.Equal((kept.Reviews, kept.Refused, kept.Supplements, kept.OverdueByLaw), (tried.Reviews, tried.Refused, tried.Supplements, tried.OverdueByLaw));
        Assert.Equal(400, before.Count);
        Assert.Equal(before.OrderBy(c => c.Key), after.OrderBy(c => c.Key));
    }

    [Fact]
    public void What_comes_in_the_Spring_Festival_is_touched_on_the_first_working_day_after_it_and_not_late()
    {
        // From 15 to 23 February; the promise of one working day would be long past if those days counted.
        var report = Cities.Run(Cities.Text(applications: 40, more: """
            arrivals: { months: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], holidays: 1000000000 }
            applicants: { neverAnswer: 0 }
            """));

        var home = report.Item("natural-resources.real-estate-transfer");
        Assert.Equal((0, 1), (home.Overdue, home.Promise));
        Assert.Equal(new Waiting(1, 1, 1), home.UntilTouched);
    }

    [Fact]
    public void A_desk_that_is_open_at_weekends_works_then_and_the_clock_does_not_count_it()
    {
        var arrivals = "arrivals: { weekdays: [0, 0, 0, 0, 0, 1, 0], holidays: 0, hours: [0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0] }";
        var closed = Cities.Run(Cities.Text(applications: 60, more: arrivals)).Item("natural-resources.real-estate-transfer");
        var open = Cities.Run(Cities.Text(applications: 60, more: arrivals).Replace("staff: 3, minutes: { median: 20 }", "staff: 3, weekend: 3, minutes: { median: 20 }", StringComparison.Ordinal))
            .Item("natural-resources.real-estate-transfer");

        Assert.Equal((1, 0), (closed.UntilDecided!.Median, open.UntilDecided!.Median));
    }

    private static int Unanswered(ItemFigures item) => item.Open;

    private static string Json(Report report) => JsonSerializer.Serialize(report);
}
