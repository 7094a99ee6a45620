using OneVisit.Catalogue;
using OneVisit.Orchestrator.Api;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Orchestrator;

/// <summary>By which edition cases are counted: another one counts every open case anew.</summary>
public sealed class EditionTests
{
    private static readonly IReadOnlyDictionary<string, string> BuiltIn = CatalogueText.BuiltIn().Files;

    [Fact]
    public void What_a_city_leaves_out_is_of_the_edition_as_if_it_stood_there() =>
        Assert.Equal(EditionOf(("limits.yaml", BuiltIn["limits.yaml"]), ("calendars/cn.yaml", BuiltIn["calendars/cn.yaml"])), EditionOf());

    [Theory]
    [InlineData("limits.yaml", "percent: 90", "percent: 80")]
    [InlineData("limits.yaml", "to: [holder]", "to: [holder, head]")]
    [InlineData("calendars/cn.yaml", "[monday, tuesday, wednesday, thursday, friday]", "[monday]")]
    public void Another_warning_or_another_day_is_another_edition(string path, string before, string after) =>
        Assert.NotEqual(EditionOf(), EditionOf((path, Changed(path, before, after))));

    [Fact]
    public void What_only_new_cases_take_over_of_the_limits_is_not_of_the_edition() =>
        Assert.Equal(EditionOf(), EditionOf(("limits.yaml", Changed("limits.yaml", "limit: { days: 45,", "limit: { days: 40,"))));

    private static string EditionOf(params ReadOnlySpan<(string Path, string Text)> files) => CityClocks.EditionOf(Load(files)).Digest;

    private static string Changed(string path, string before, string after)
    {
        Assert.Contains(before, BuiltIn[path], StringComparison.Ordinal);
        return BuiltIn[path].Replace(before, after, StringComparison.Ordinal);
    }
}
