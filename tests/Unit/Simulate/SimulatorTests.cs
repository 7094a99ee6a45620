extern alias all;

using System.Text.Json;
using all::OneVisit.All.Simulate;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Unit.Simulate;

public sealed class SimulatorTests : IDisposable
{
    private const string Eatery = "food-safety.small-catering-permit";

    private readonly string _folder = Directory.CreateTempSubdirectory("onevisit-simulated-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_seed_gives_the_same_report_and_another_seed_another()
    {
        var report = Json(Cities.Run(Cities.Text()));

        Assert.Equal(report, Json(Cities.Run(Cities.Text())));
        Assert.NotEqual(report, Json(Cities.Run(Cities.Text(seed: "8"))).Replace("\"Seed\":8", "\"Seed\":7", StringComparison.Ordinal));
    }

    [Fact]
    public void A_city_with_enough_staff_is_never_late_and_with_half_of_too_few_it_is_later_still()
    {
        var enough = Cities.Run(Cities.Text(staff: 4)).Item(Eatery);
        var half = Cities.Run(Cities.Text(staff: 2, applications: 800)).Item(Eatery);
        var quarter = Cities.Run(Cities.Text(staff: 1, applications: 800)).Item(Eatery);

        Assert.Equal((0, 0.0), (enough.Overdue, enough.OverdueRate));
        Assert.True(quarter.OverdueRate > half.OverdueRate, $"{quarter.OverdueRate} with one officer, {half.OverdueRate} with two");
        Assert.InRange(quarter.OverdueRate, 0.1, 1);
        Assert.True(quarter.UntilTouched!.Median > enough.UntilTouched!.Median);
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
    public void What_is_reported_of_cases_departments_and_desks_is_what_happened_to_them()
    {
        var ends = new List<CaseState>();
        // Too few for what comes, so that queues are long and something is left.
        var report = Cities.Run(Cities.Text(staff: 1, applications: 800), (_, state) => ends.Add(state));

        Assert.Equal(
            (Ended(CaseLifecycle.Completed), Ended(CaseLifecycle.Refused, CaseLifecycle.NotAccepted), ends.Count(e => !e.HasEnded)),
            (report.Cases.Completed, report.Cases.Refused, report.Cases.Open));
        Assert.All((int[])[report.Cases.Completed, report.Cases.Refused, report.Cases.Open], n => Assert.InRange(n, 1, 799));
        Assert.Equal(report.Items.Sum(i => i.Supplements), report.Cases.Supplements);
        Assert.Equal(Math.Round((double)report.Cases.Overdue / 800, 4), report.Cases.OverdueRate);
        Assert.All(report.Departments, d =>
        {
            var own = report.Items.Where(i => i.Department == d.Department).ToList();
            Assert.Equal(
                (own.Sum(i => i.Reviews), own.Sum(i => i.ByRule), own.Sum(i => i.Refused), own.Sum(i => i.Supplements), own.Sum(i => i.Overdue)),
                (d.Reviews, d.ByRule, d.Refused, d.Supplements, d.Overdue));
        });
        Assert.Equal(report.Items.Sum(i => i.Reviews), report.Departments.Sum(d => d.Reviews));
        var (permit, desk) = (report.Item(Eatery), report.Desks.Single(d => d.Department == "food-safety"));
        Assert.Equal(ends.Sum(e => e.Items.Count(i => i.Item == Eatery)), permit.Reviews);
        Assert.InRange(desk.WaitingAtTheEnd, 1, permit.Open);
        Assert.InRange(desk.LongestQueue, desk.WaitingAtTheEnd, permit.Reviews);
        Assert.Equal(2026, desk.LongestQueueOn!.Value.Year);
        Assert.InRange(desk.Load, 0.9, 1);

        int Ended(params CaseLifecycle[] so) => ends.Count(e => so.Contains(e.Lifecycle));
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

    [Fact]
    public void A_warning_comes_before_the_date_and_another_when_it_has_passed()
    {
        var enough = Cities.Run(Cities.Text(staff: 8)).Warnings;
        var few = Cities.Run(Cities.Text(staff: 1, applications: 800));

        Assert.DoesNotContain("red", enough.Keys);
        Assert.InRange(few.Warnings["red"], few.Item(Eatery).Overdue, int.MaxValue);
        Assert.InRange(few.Warnings["yellow"], few.Item(Eatery).Overdue, int.MaxValue);
        Assert.InRange(few.Item(Eatery).Warnings, 1, few.Warnings.Values.Sum());
    }

    [Fact]
    public void Where_silence_is_consent_what_nobody_takes_up_is_approved_by_law()
    {
        // One officer for all the construction of a year: a basement's opinion is deemed approved after three working days.
        string Busy(int staff) => $$"""
            region: '430602'
            year: 2026
            seed: 3
            applications: 200
            bundles: [ { bundle: construction-permit, application: construction-permit, weight: 1 } ]
            desks:
              civil-air-defence: { staff: {{staff}}, minutes: { median: 480, spread: 1.1 } }
            otherDesks: { staff: 5, minutes: { median: 60 } }
            """;

        Assert.Equal(0, Cities.Run(Busy(20)).Item("civil-air-defence.basement-opinion").Deemed);
        var few = Cities.Run(Busy(1)).Item("civil-air-defence.basement-opinion");
        Assert.InRange(few.Deemed, 1, few.Reviews);
        Assert.Equal(few.Reviews, few.Deemed + few.ByPeople + few.Open + few.Stopped);
        // Approved by law as soon as the time is up, so no date of the law's passes.
        Assert.Equal(0, few.OverdueByLaw);
    }

    [Fact]
    public void What_a_clerk_accepts_waits_at_the_window_and_is_accepted_by_law_where_nobody_comes_to_it()
    {
        string Allowances(string window) => $$"""
            region: '430602'
            year: 2026
            seed: 3
            applications: 300
            bundles: [ { bundle: elderly-allowance, application: elderly-allowance, weight: 1 } ]
            desks: {}
            otherDesks: { staff: 1, minutes: { median: 10 } }
            window: {{window}}
            """;

        var staffed = Cities.Run(Allowances("{ staff: 2, minutes: { median: 8 } }"));
        Assert.Equal((300, 0), (staffed.Cases.Completed, staffed.Cases.Overdue));
        Assert.Equal(1, staffed.Cases.UntilEnd!.P90);
        Assert.Equal(300, staffed.Desks.Single(d => d.Department == "window").Reviews);
        // The clock then runs from the day of receipt, and the promise of that day is long past.
        var slow = Cities.Run(Allowances("{ staff: 1, minutes: { median: 3000 } }"));
        Assert.InRange(slow.Cases.Overdue, 1, 300);
        Assert.Equal(300, slow.Cases.Completed);
    }

    [Fact]
    public void What_a_department_s_own_system_issues_is_issued_and_no_case_waits_for_it()
    {
        const string Transfer = "natural-resources/items/real-estate-transfer.yaml";
        const string Data = "    data:\n      holder: { from: /buyer/name }\n      address: { from: /home/address }\n";
        foreach (var (path, text) in CatalogueText.BuiltIn().Files)
        {
            var file = Path.Combine(_folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            // What a system of its own issues has the content that it gives.
            File.WriteAllText(file, path == Transfer ? $"{text.Replace(Data, "", StringComparison.Ordinal)}\nissuedBy: system\n" : text);
        }

        var report = Cities.Run($$"""
            region: '430602'
            year: 2026
            seed: 3
            catalogue: {{_folder}}
            applications: 60
            bundles: [ { bundle: buy-a-home, application: buy-a-home, weight: 1 } ]
            desks: {}
            otherDesks: { staff: 3, minutes: { median: 20 } }
            """);

        Assert.Equal((60, 0), (report.Cases.Completed, report.Cases.Open));
        Assert.Empty(report.DeadLetters);
    }

    private static int Unanswered(ItemFigures item) => item.Open;

    private static string Json(Report report) => JsonSerializer.Serialize(report);
}
