using OneVisit.Catalogue;
using OneVisit.Contracts.Api;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary><c>limits.yaml</c>, and the limits of an item's steps: what is left out, and what cannot be.</summary>
public class LimitTests
{
    private const string Joint = """
        jointHandling:
          limit: { days: 40, unit: working-day, basis: 某法 }
          extension: { days: 10, unit: working-day, basis: 某法 }
        """;

    private const string Single = """

        single:
          acceptance: { days: 2, unit: working-day, basis: 某法 }
          extension: { days: 3, unit: working-day, basis: 某法 }
          issuing: { days: 4, unit: working-day, basis: 某法 }
        """;

    [Fact]
    public void What_a_city_leaves_out_of_its_limits_is_as_in_those_built_in()
    {
        var (built, none) = (CityLimits.Load(), Load().Limits);
        var (joint, single, warned) = (Of(Joint), Of(Joint + Single), Of($"{Joint}\nwarnings: []"));

        Assert.Equal((built.JointHandling, built.Single), (none.JointHandling, none.Single));
        Assert.Equal(40, joint.JointHandling.Limit.Days);
        Assert.Equal((5, 10, 10), Days(joint));
        Assert.Equal(["yellow", "red", "red-3"], joint.Warnings!.Select(w => w.Id));
        Assert.Equal((2, 3, 4), Days(single));
        Assert.Equal(["yellow", "red", "red-3"], single.Warnings!.Select(w => w.Id));
        // A city that warns of nothing has said so.
        Assert.Equal((5, 10, 10), Days(warned));
        Assert.Empty(warned.Warnings!);
        Assert.Equal((2, 2, 0), (joint.Supplement!.Collection.Days, none.Supplement!.Collection.Days, Of(Joint + Collection(0)).Supplement!.Collection.Days));

        static CityLimits Of(string text) => Load(("limits.yaml", text)).Limits;
        static (int, int, int) Days(CityLimits limits) => (limits.Single!.Acceptance.Days, limits.Single.Extension.Days, limits.Single.Issuing.Days);
    }

    [Theory]
    [InlineData("acceptance: { days: 2", "acceptance: { days: -2", "limits.yaml:5: single/acceptance/days: must be from 0 to 3650")]
    [InlineData("extension: { days: 3", "extension: { days: 30000", "limits.yaml:6: single/extension/days: must be from 0 to 3650")]
    [InlineData("issuing: { days: 4", "issuing: { days: -4", "limits.yaml:7: single/issuing/days: must be from 0 to 3650")]
    public void The_limits_of_one_item_are_days_that_can_be(string passage, string replacement, string says) =>
        Assert.Equal([says], Faults(("limits.yaml", (Joint + Single).Replace(passage, replacement, StringComparison.Ordinal))));

    [Theory]
    [InlineData(5, null)]
    [InlineData(6, "limits.yaml:5: supplement/collection: is longer than the 5 days in which everything that is missing is told (single.acceptance)")]
    [InlineData(-1, "limits.yaml:5: supplement/collection/days: must be from 0 to 3650")]
    public void Requests_are_gathered_no_longer_than_the_law_lets_the_applicant_wait(int days, string? says) =>
        Assert.Equal(says is null ? [] : [says], Faults(("limits.yaml", Joint + Collection(days))));

    [Fact]
    public void A_city_that_answers_sooner_gathers_no_longer_than_that() =>
        Assert.StartsWith("limits.yaml:9: supplement/collection: is longer than the 2 days", Assert.Single(Faults(("limits.yaml", Joint + Single + Collection(3)))), StringComparison.Ordinal);

    private static string Collection(int days) => $"\nsupplement:\n  collection: {{ days: {days}, unit: working-day, basis: 某规定 }}\n";

    [Theory]
    [InlineData("id: '', percent: 90, to: [holder]", "id: must not be blank")]
    [InlineData("id: first, percent: 90, to: [holder]", "id: 'first' stands twice")]
    [InlineData("id: w, percent: 90, to: []", "to: warns nobody")]
    [InlineData("id: w, percent: 190, to: [holder]", "percent: must be from 1 to 100")]
    [InlineData("id: w, percent: 0, to: [holder]", "percent: must be from 1 to 100")]
    [InlineData("id: w, daysBefore: 0, to: [holder]", "daysBefore: must be from 1 to 3650")]
    [InlineData("id: w, daysAfter: -1, to: [holder]", "daysAfter: must be from 0 to 3650")]
    [InlineData("id: w, percent: 90, daysAfter: 1, to: [holder]", "lies before the end (percent, daysBefore) or after it (daysAfter)")]
    [InlineData("id: w, daysBefore: 1, daysAfter: 1, to: [holder]", "lies before the end (percent, daysBefore) or after it (daysAfter)")]
    [InlineData("id: w, to: [holder]", "lies before the end (percent, daysBefore) or after it (daysAfter)")]
    [InlineData("id: w, percent: 90, to: [king]", "to/0: must be one of: ")]
    public void A_warning_that_cannot_be_given_is_named_with_its_line(string warning, string says)
    {
        var fault = Assert.Single(Faults(("limits.yaml", $"{Joint}\nwarnings:\n  - {{ id: first, colour: yellow, percent: 50, to: [holder] }}\n  - {{ colour: red, {warning} }}")));

        Assert.StartsWith("limits.yaml:6: warnings/1", fault, StringComparison.Ordinal);
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id: w, percent: 1, to: [holder]")]
    [InlineData("id: w, percent: 100, daysBefore: 1, to: [holder]")]
    [InlineData("id: w, daysAfter: 0, to: [holder]")]
    public void A_warning_at_the_edge_is_sound(string warning) => Assert.Empty(Faults(("limits.yaml", $"{Joint}\nwarnings: [{{ colour: red, {warning} }}]")));

    [Theory]
    [InlineData("whenTimeIsUp: deemed-approved", "whenTimeIsUp: silence is consent only by a law: timeIsUpBasis names none")]
    [InlineData("extension: { days: 10, unit: natural-day, basis: 某法 }", "extension/unit: is not the statutory limit's")]
    [InlineData("extension: { days: -1, unit: working-day, basis: 某法 }", "extension/days: must be from 0 to 3650")]
    [InlineData("issuing: { days: -1, unit: working-day, basis: 某法 }", "issuing/days: must be from 0 to 3650")]
    [InlineData("supplement: { limit: { days: -1, unit: working-day, basis: 某法 }, unanswered: withdraw }", "supplement/limit/days: must be from 0 to 3650")]
    [InlineData("inspection: { days: 4000, unit: working-day, basis: 某法 }", "inspection/days: must be from 0 to 3650")]
    [InlineData("fourEyes: { basis: ' ' }", "fourEyes/basis: must not be blank")]
    [InlineData("afterCheck: { days: 4000, unit: working-day, basis: 某法 }", "afterCheck/days: must be from 0 to 3650")]
    public void A_step_that_cannot_be_is_named_with_its_line(string step, string says) => Assert.Equal([$"a/items/one.yaml:19: {says}"], Faults(Item("a.one", more: step)));

    [Fact]
    public void Silence_is_consent_by_the_law_that_is_named() =>
        Assert.Equal(("某法", WhenTimeIsUp.DeemedApproved), Load(Item("a.one", more: "whenTimeIsUp: deemed-approved\ntimeIsUpBasis: 某法")).FindItem("a.one") is { } item ? (item.TimeIsUpBasis, item.WhenTimeIsUp) : default);
}
