using OneVisit.Contracts.Api;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>What holds on a day: versions of bundles and items, and who is competent.</summary>
public class VersionTests
{
    private static readonly DateOnly May = new(2026, 5, 1);

    [Fact]
    public void A_bundle_takes_the_version_of_an_item_that_is_in_force_on_the_day()
    {
        var city = Load(
            Item("a.one", days: 5, version: "1", more: "validTo: 2026-04-30"),
            Item("a.one", days: 3, version: "2", more: "validFrom: 2026-05-01"),
            Bundle(Items("a.one, required: true")));

        Assert.Equal(5, Plan(city).Items[0].Item.Limits.Committed.Days);
        Assert.Equal(3, Plan(city, day: May).Items[0].Item.Limits.Committed.Days);
        Assert.Equal("1", city.FindItem("a.one", May.AddDays(-1))!.Version);
    }

    [Fact]
    public void Days_on_which_an_item_has_no_version_are_a_fault() => Assert.Equal(
        [
            "a/items/one@2.yaml:19: validFrom: no version is in force from 2026-05-01 through 2026-05-02: the one before ends on 2026-04-30",
            "bundles/both@1.yaml:7: items/0/item: 'a.one' has no version in force on 2026-05-01",
        ],
        Faults(
            Item("a.one", version: "1", more: "validTo: 2026-04-30"),
            Item("a.one", version: "2", more: "validFrom: 2026-05-03"),
            Bundle(Items("a.one, required: true"))));

    [Fact]
    public void The_last_day_there_is_may_be_the_last_on_which_an_item_is_offered() =>
        Assert.Empty(Faults(Item("a.one", more: "validTo: 9999-12-31"), Bundle(Items("a.one, required: true"))));

    [Fact]
    public void Versions_in_force_at_the_same_time_are_a_fault() => Assert.Contains(
        Faults(Item("a.one", version: "1"), Item("a.one", version: "2", more: "validFrom: 2026-05-01")),
        f => f.Contains("is in force at the same time as version '1'", StringComparison.Ordinal));

    [Fact]
    public void The_version_a_case_was_submitted_under_is_found_beside_the_next()
    {
        var city = Load(
            Item("a.one"), Item("b.two"),
            Bundle(Items("a.one, required: true"), more: "validTo: 2026-04-30"),
            Bundle(Items("a.one, required: true", "b.two, required: true"), version: "2", validFrom: "2026-05-01"));

        Assert.Equal("1", city.FindBundle("both", Day)!.Version);
        Assert.Equal("2", city.FindBundle("both", May)!.Version);
        Assert.Equal("1", city.FindBundle("both", "1", Day)!.Version);
        Assert.Equal(2, city.BundlesOn(May).Single().Items.Count);
    }

    [Theory]
    [InlineData("430602", "2026-03-01", "430602.a")]
    [InlineData("430602003", "2026-03-01", "430602.a")]
    [InlineData("430602003001", "2026-03-01", "430602.a")]
    [InlineData("430602003001", "2026-04-01", "430602003001.a")]
    [InlineData("430602003", "2026-04-01", "430602003.a")]
    [InlineData("430602003001", "2026-07-01", "430602003.a")]
    [InlineData("430626", "2026-04-01", "430626.a")]
    public void Who_decides_follows_from_place_and_day(string place, string day, string authority)
    {
        var city = Load(
            Item("a.one"), Bundle(Items("a.one, required: true")),
            ("authorities.yaml", """
                - { item: a.one, kind: delegated, from: 430602.a, to: 430602003.a, regions: ['430602003'], validFrom: 2026-04-01, basis: 某文 }
                - { item: a.one, kind: delegated, from: 430602003.a, to: 430602003001.a, regions: ['430602003001'], validFrom: 2026-04-01, validTo: 2026-06-30, basis: 某文 }
                """));

        Assert.Equal(authority, Plan(city, region: place, day: DateOnly.Parse(day)).Items[0].Authority);
    }

    [Fact]
    public void Entries_that_name_two_authorities_for_one_place_are_a_fault() => Assert.Contains(
        Faults(Item("a.one"), ("authorities.yaml", """
            - { item: a.one, kind: delegated, from: 430602.a, to: 430602003.a, regions: ['430602003'], validFrom: 2026-04-01, basis: 某文 }
            - { item: a.one, kind: delegated, from: 430602.a, to: 430602003001.a, regions: ['430602003001'], validFrom: 2026-05-01, basis: 某文 }
            """)),
        f => f.StartsWith("authorities.yaml:2:", StringComparison.Ordinal));

    [Fact]
    public void The_earliest_finish_is_the_longest_promise_and_what_waits_for_it()
    {
        var city = Load(
            Item("a.first", outputs: "permit", days: 3), Item("b.after", needs: "permit", days: 1), Item("a.beside", days: 2),
            Bundle(Items("a.first, required: true", "b.after, required: true", "a.beside, required: true")));

        // A Monday; all days to the next Monday are working days but the weekend.
        var view = Plan(city).ToView(Day, city.Calendar);

        Assert.Equal(new DateOnly(2026, 3, 5), view.EarliestFinish);
        Assert.Equal(["a.first", "b.after"], view.CriticalPath);
        Assert.Equal(3 + 1 + 2 - 3, view.Savings.Days);
        Assert.False(view.EarliestFinishProvisional);
    }

    [Theory]
    [InlineData("county", "430626", true)]
    [InlineData("county", "430602003", false)]
    [InlineData("city", "430626", false)]
    [InlineData("province", "430626", false)]
    public void A_window_too_far_away_may_not_accept(string scope, string window, bool refused)
    {
        var city = Load(Item("a.one", more: $"accepted: {{ scope: {scope} }}"), Bundle(Items("a.one, required: true")));
        var body = $$$"""
            {"bundle":"both","region":"430602","applicant":{"kind":"natural-person","name":"张三","idNumber":"430602198504151235","phone":"13800000000"},
             "answers":{},"form":{},"materials":[],"acceptance":{"window":"w1","region":"{{{window}}}"}}
            """;

        var faults = OneVisit.Catalogue.SubmissionReader.Read(System.Text.Json.JsonElement.Parse(body), city, Day).Faults;

        Assert.Equal(refused ? [FaultCodes.AcceptanceTooFar] : [], faults.Select(f => f.Code));
    }
}
