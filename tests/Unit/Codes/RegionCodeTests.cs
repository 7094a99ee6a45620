using OneVisit.Contracts.Codes;

namespace OneVisit.Unit.Codes;

public sealed class RegionCodeTests
{
    [Theory]
    [InlineData("430600", "430602", true)]
    [InlineData("430000", "430602", true)]
    [InlineData("430602", "430602", true)]
    [InlineData("430602", "430602001", true)]
    [InlineData("430600", "430602001004", true)]
    [InlineData("430602", "430603", false)]
    [InlineData("430602", "430600", false)]
    [InlineData("430600", "430702", false)]
    [InlineData("430602", "4306", false)]
    public void A_place_contains_itself_and_what_its_code_begins(string outer, string inner, bool contains) =>
        Assert.Equal(contains, RegionCode.Contains(outer, inner));

    [Theory]
    [InlineData("430602001004", "430602")]
    [InlineData("430602", "430602")]
    public void A_street_belongs_to_its_county(string region, string county) => Assert.Equal(county, RegionCode.CountyOf(region));
}
