using Microsoft.Extensions.Configuration;
using OneVisit.Kit.Store;

namespace OneVisit.Kit;

/// <summary>Turns instants into the city's dates.</summary>
public sealed class CityTime(TimeZoneInfo zone)
{
    /// <summary>The date in the city's zone.</summary>
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The first instant of a date in the city's zone.</summary>
    public DateTimeOffset StartOf(DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        // Where clocks are put forward at midnight the day begins later.
        while (zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(15);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>The zone of the setting <c>City:TimeZone</c>.</summary>
    /// <exception cref="ConfigurationException">No such zone is known here.</exception>
    public static CityTime Of(IConfiguration configuration)
    {
        var name = configuration["City:TimeZone"] is { Length: > 0 } given ? given : "Asia/Shanghai";
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? new CityTime(zone)
            : throw new ConfigurationException($"City:TimeZone: expected an IANA time zone such as Asia/Shanghai (and the package tzdata installed); '{name}' is not known here");
    }
}
