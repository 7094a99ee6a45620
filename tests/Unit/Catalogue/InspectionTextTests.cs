using OneVisit.Catalogue;
using OneVisit.Catalogue.Editing;
using OneVisit.Contracts;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary><c>inspections.yaml</c>, and who leads a bundle's joint inspection: what is left out, and what cannot be.</summary>
public class InspectionTextTests
{
    private const string Inspections = """
        planning: { days: 1, unit: working-day, basis: 某规定 }
        consent: { days: 2, unit: working-day, basis: 某规定 }
        findings: { days: 0, unit: working-day, basis: 某规定 }
        absence: { rule: { zh: 缺席视为同意, en: absence is agreement }, basis: 某规定 }
        slots: { offered: 3, daysAhead: 1, within: 5, basis: 某规定 }
        leader: [b, a]
        visits:
          - { parts: [morning, afternoon], basis: 某规定 }
          - { department: a, region: '430602', weekdays: [tuesday], parts: [morning], basis: 某规定 }
        """;

    [Fact]
    public void A_city_that_says_nothing_of_joint_inspections_has_those_built_in()
    {
        var (built, none, own) = (CityInspections.Load(), Load().Inspections, Load(("inspections.yaml", Inspections)).Inspections);

        Assert.Equal((built.Planning, built.Absence, built.Slots), (none.Planning, none.Absence, none.Slots));
        Assert.Equal((1, 3, "某规定"), (own.Planning.Days, own.Slots.Offered, own.Absence.Basis));
        Assert.Equal(["b", "a"], own.Leader);
        Assert.Equal([DayPart.Morning], own.Visits[1].Parts);
        Assert.Empty(Load(("inspections.yaml", Inspections.Replace("leader: [b, a]\n", "", StringComparison.Ordinal))).Inspections.Leader);
    }

    [Theory]
    [InlineData("planning: { days: 1", "planning: { days: -1", "inspections.yaml:1: planning/days: must be from 0 to 3650")]
    [InlineData("consent: { days: 2", "consent: { days: 9999", "inspections.yaml:2: consent/days: must be from 0 to 3650")]
    [InlineData("findings: { days: 0", "findings: { days: -1", "inspections.yaml:3: findings/days: must be from 0 to 3650")]
    [InlineData("offered: 3", "offered: 0", "inspections.yaml:5: slots/offered: must be from 1 to 20")]
    [InlineData("offered: 3", "offered: 21", "inspections.yaml:5: slots/offered: must be from 1 to 20")]
    [InlineData("daysAhead: 1", "daysAhead: -1", "inspections.yaml:5: slots/daysAhead: must be from 0 to 3650")]
    [InlineData("daysAhead: 1", "daysAhead: 6", "inspections.yaml:5: slots/within: must be from daysAhead to 3650")]
    [InlineData("within: 5", "within: 9999", "inspections.yaml:5: slots/within: must be from daysAhead to 3650")]
    [InlineData("leader: [b, a]", "leader: [b, x]", "inspections.yaml:6: leader/1: there is no department 'x'")]
    [InlineData("leader: [b, a]", "leader: [b, b]", "inspections.yaml:6: leader/1: 'b' stands twice")]
    [InlineData("parts: [morning, afternoon]", "department: b, parts: [morning]", "inspections.yaml:7: visits: the first line holds for every authority that no later one fits: it names neither department nor region")]
    [InlineData("parts: [morning]", "parts: []", "inspections.yaml:9: visits/1/parts: makes no visit at all")]
    [InlineData("parts: [morning]", "parts: [noon]", "inspections.yaml:9: visits/1/parts/0: must be one of: morning, afternoon")]
    [InlineData("department: a", "department: x", "inspections.yaml:9: visits/1/department: there is no department 'x'")]
    [InlineData("region: '430602'", "region: '430603'", "inspections.yaml:9: visits/1/region: there is no region '430603'")]
    [InlineData("weekdays: [tuesday]", "weekdays: []", "inspections.yaml:9: visits/1/weekdays: makes no visit at all: leave it out for working days")]
    [InlineData("weekdays: [tuesday]", "weekdays: [tuesday, Dienstag]", "inspections.yaml:9: visits/1/weekdays/1: 'Dienstag' is no day of the week")]
    [InlineData("absence: { rule: { zh: 缺席视为同意, en: absence is agreement }, basis: 某规定 }\n", "", "inspections.yaml:1: lacks 'absence'")]
    public void What_cannot_be_is_named_with_its_line(string passage, string replacement, string says)
    {
        Assert.Contains(passage, Inspections, StringComparison.Ordinal);

        Assert.Equal([says], Faults(("inspections.yaml", Inspections.Replace(passage, replacement, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("inspectionLeader: [b, a]", null)]
    [InlineData("inspectionLeader: [a, a]", "inspectionLeader/1: 'a' stands twice")]
    [InlineData("inspectionLeader: [c]", "inspectionLeader/0: 'c' has no item in the bundle")]
    public void A_bundle_names_who_leads_among_the_departments_of_its_items(string leader, string? says)
    {
        (string, string)[] files = [Item("a.one"), Item("b.two"), Bundle(Items("a.one, required: true", "b.two, required: true"), more: leader)];

        if (says is null)
            Assert.Equal(["b", "a"], Load(files).FindBundle("both")!.InspectionLeader);
        else
            Assert.EndsWith(says, Assert.Single(Faults(files)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspectionLeader: [b]", "leader: [c, b, a]", "b, c, b, a, a, b")]
    [InlineData("", "leader: [b]", "b, a, b")]
    [InlineData("", "leader: []", "a, b")]
    public void Who_leads_is_as_the_bundle_says_then_the_city_then_in_the_order_of_the_items(string bundle, string city, string says)
    {
        var catalogue = Load(
            ("inspections.yaml", Inspections.Replace("leader: [b, a]", city, StringComparison.Ordinal)), Item("a.two"), Item("b.one"), Bundle(Items("a.two, required: true", "b.one, required: true"), more: bundle));

        Assert.Equal(says, string.Join(", ", InspectionPlan.Of(catalogue).LeadersOf("both")));
    }

    [Theory]
    [InlineData("planning: { days: 1", "planning: { days: 2", "planning 1 working-days -> 2 working-days")]
    [InlineData("consent: { days: 2", "consent: { days: 3", "time for the applicant's choice 2 working-days -> 3 working-days")]
    [InlineData("findings: { days: 0", "findings: { days: 1", "time for the findings 0 working-days -> 1 working-days")]
    [InlineData("offered: 3", "offered: 4", "times offered 3 -> 4")]
    [InlineData("daysAhead: 1", "daysAhead: 2", "working days ahead 1 -> 2")]
    [InlineData("weekdays: [tuesday]", "weekdays: [monday, tuesday]", "when visits are made has changed")]
    public void What_applicants_notice_of_it_is_told(string passage, string replacement, string says)
    {
        var (before, after) = (Load(("inspections.yaml", Inspections)), Load(("inspections.yaml", Inspections.Replace(passage, replacement, StringComparison.Ordinal))));

        Assert.Equal(["~ joint inspections", $"    {says}"], CatalogueDiff.Of(before, after, Day));
        Assert.Empty(CatalogueDiff.Of(before, before, Day));
    }

    [Fact]
    public void What_the_law_behind_it_is_called_applicants_do_not_notice() => Assert.Empty(CatalogueDiff.Of(
        Load(("inspections.yaml", Inspections)), Load(("inspections.yaml", Inspections.Replace("某规定", "另一规定", StringComparison.Ordinal))), Day));
}
