using OneVisit.Catalogue;
using OneVisit.Catalogue.Editing;
using OneVisit.Contracts.Api;

namespace OneVisit.Unit.Catalogue;

/// <summary>The share of the answers given by rule that is checked afterwards, as the catalogue says it.</summary>
public sealed class SampleShareTests
{
    private const string Drawn = "sample: { share: 0.05, limit: { days: 20, unit: working-day, basis: unverified }, basis: unverified }";

    private static CityCatalogue Load(string more) => SmallCity.Load(SmallCity.Item("a.one", more: more), SmallCity.Bundle(SmallCity.Items("a.one, required: true")));

    private static IReadOnlyList<string> Faults(string item, string more) => SmallCity.Faults(SmallCity.Item(item, more: more), SmallCity.Bundle(SmallCity.Items($"{item}, required: true")));

    [Fact]
    public void An_item_says_which_share_is_drawn_and_by_when_it_is_checked()
    {
        var sample = Load(Drawn).FindItem("a.one")!.Sample!;

        Assert.Equal((0.05m, 20), (sample.Share, sample.Limit.Days));
        Assert.Null(Load("").FindItem("a.one")!.Sample);
    }

    [Theory]
    [InlineData("a.one", "sample: { share: 0, limit: { days: 20, unit: working-day, basis: x }, basis: x }", "must be above 0 and at most 1")]
    [InlineData("a.one", "sample: { share: 1.5, limit: { days: 20, unit: working-day, basis: x }, basis: x }", "must be above 0 and at most 1")]
    [InlineData("a.one", "sample: { share: 0.5, limit: { days: -1, unit: working-day, basis: x }, basis: x }", "must be from 0 to 3650")]
    [InlineData("a.one", Drawn + "\nafterCheck: { days: 20, unit: working-day, basis: x }", "there is nothing to draw")]
    [InlineData("c.one", Drawn, "only what is decided by rule is drawn")]
    [InlineData("a.one", "sample: { share: 0.5 }", "lacks 'limit'")]
    public void A_sample_that_cannot_be_kept_is_named(string item, string more, string fault) =>
        Assert.Contains(Faults(item, more), f => f.Contains(fault, StringComparison.Ordinal));

    [Fact]
    public void A_changed_share_is_a_change_that_applicants_notice() => Assert.Contains(
        CatalogueDiff.Of(Load(""), Load(Drawn), SmallCity.Day), l => l.Contains("drawn for a check afterwards none -> 5% within 20 working-days", StringComparison.Ordinal));

    [Fact]
    public void What_fails_is_revoked_by_the_item_s_law_or_else_the_city_s_or_else_the_platform_s()
    {
        Assert.Equal("某法 第九条", Load("revocationBasis: 某法 第九条").FindItem("a.one")!.RevocationBasis);
        Assert.Equal(CityLimits.Load().Single!.RevocationBasis, Load("").Limits.Single!.RevocationBasis);
        Assert.NotNull(CityLimits.Load().Single!.RevocationBasis);
    }

    [Fact]
    public void The_sample_city_draws_of_what_it_grants_at_once() =>
        Assert.Contains(Sample.Catalogue.Items, i => i is { DecidedBy: DecidedBy.AtOnce, Sample.Share: > 0 });
}
