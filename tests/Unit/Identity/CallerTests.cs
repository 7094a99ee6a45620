using OneVisit.Kit.Identity;

namespace OneVisit.Unit.Identity;

public sealed class CallerTests
{
    [Theory]
    [InlineData("430000", "430602", true)]
    [InlineData("430000", "440602", false)]
    [InlineData("430600", "430602", true)]
    [InlineData("430600", "430681", true)]
    [InlineData("430600", "430702", false)]
    [InlineData("430602", "430602", true)]
    [InlineData("430602", "430602001", true)]
    [InlineData("430602", "430602001003", true)]
    [InlineData("430602", "430603", false)]
    [InlineData("430602", "430600", false)]
    [InlineData("430602001", "430602001003", true)]
    [InlineData("430602001", "430602", false)]
    [InlineData("430602001", "430602002", false)]
    [InlineData(null, "430602", true)]
    public void A_caller_covers_their_place_and_every_place_below_it(string? own, string place, bool covers) =>
        Assert.Equal(covers, new Caller("li", null, Role.Officer, "tax", own).Covers(place));
}
