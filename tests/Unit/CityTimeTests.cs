using Microsoft.Extensions.Configuration;
using OneVisit.Kit;
using OneVisit.Kit.Store;

namespace OneVisit.Unit;

public sealed class CityTimeTests
{
    [Theory]
    [InlineData("2026-11-23T15:59:59.999Z", "2026-11-23")]
    [InlineData("2026-11-23T16:00:00Z", "2026-11-24")]
    [InlineData("2026-11-24T00:00:00+08:00", "2026-11-24")]
    [InlineData("2026-12-31T16:00:00Z", "2027-01-01")]
    public void A_day_of_the_city_begins_at_midnight_in_Shanghai(string instant, string date) =>
        Assert.Equal(DateOnly.Parse(date), City().DateOf(DateTimeOffset.Parse(instant)));

    [Fact]
    public void Another_zone_can_be_set() =>
        Assert.Equal(new DateOnly(2026, 11, 23), City("Europe/Berlin").DateOf(new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void A_zone_that_is_not_known_fails_with_the_setting_s_name() =>
        Assert.StartsWith("City:TimeZone", Assert.Throws<ConfigurationException>(() => City("Mars/Base")).Message, StringComparison.Ordinal);

    private static CityTime City(string? zone = null) => CityTime.Of(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["City:TimeZone"] = zone }).Build());
}
