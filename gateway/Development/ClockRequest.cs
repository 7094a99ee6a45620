using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OneVisit.Contracts.Api;
using OneVisit.Kit;

namespace OneVisit.Gateway.Development;

/// <summary>How far the clock is to be put forward: to an instant, or by a time.</summary>
internal static partial class ClockRequest
{
    /// <summary>Ids and tokens can tell no later instants well, and no calendar reaches so far.</summary>
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The target as a function of the present instant, or every fault of the request.</summary>
    public static (Func<DateTimeOffset, DateTimeOffset>? Target, IReadOnlyList<Fault> Faults) Read(JsonElement body, CityTime time)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return Faulty("", FaultCodes.WrongType, "Expected an object with either 'to' or 'by'.");
        var unknown = body.EnumerateObject().Where(m => m.Name is not ("to" or "by"))
            .Select(m => new Fault($"/{JsonPointer.Escape(m.Name)}", FaultCodes.UnknownMember, "Expected one of to, by.")).ToList();
        if (unknown.Count > 0)
            return (null, unknown);
        return (IsGiven("to", out var to), IsGiven("by", out var by)) switch
        {
            (true, false) => ReadTo(to, time),
            (false, true) => ReadBy(by),
            (false, false) => Faulty("/to", FaultCodes.Missing, "Expected either 'to' or 'by'."),
            _ => Faulty("/by", FaultCodes.UnknownMember, "Expected either 'to' or 'by', not both."),
        };

        bool IsGiven(string member, out JsonElement value) => body.TryGetProperty(member, out value) && value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>A duration (ISO 8601) of weeks, days, hours, minutes and seconds; years and months have no length of their own.</summary>
    public static TimeSpan? Duration(string text)
    {
        if (IsoDuration().Match(text) is not { Success: true } match || text[^1] is 'P' or 'T')
            return null;
        var seconds = 0m;
        foreach (var (unit, length) in new[] { ("w", 604_800m), ("d", 86_400m), ("h", 3_600m), ("m", 60m), ("s", 1m) })
        {
            if (match.Groups[unit] is { Success: true, Value: var number })
                seconds += decimal.Parse(number, CultureInfo.InvariantCulture) * length;
        }
        return TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
    }

    private static (Func<DateTimeOffset, DateTimeOffset>?, IReadOnlyList<Fault>) ReadTo(JsonElement value, CityTime time)
    {
        const string Expected = "Expected an instant (RFC 3339) such as 2026-12-01T09:00:00+08:00, or a date such as 2026-12-01, before the year 2100.";
        if (value.ValueKind != JsonValueKind.String)
            return Faulty("/to", FaultCodes.WrongType, Expected);
        var text = value.GetString()!;
        DateTimeOffset to;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is > 1 and < 2101)
            to = time.StartOf(date);
        else if (!Instant().IsMatch(text) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out to))
            return Faulty("/to", FaultCodes.WrongFormat, Expected);
        return to < Latest ? (_ => to, []) : Faulty("/to", FaultCodes.TooLarge, Expected);
    }

    private static (Func<DateTimeOffset, DateTimeOffset>?, IReadOnlyList<Fault>) ReadBy(JsonElement value)
    {
        const string Expected = "Expected a duration (ISO 8601) of weeks, days, hours, minutes and seconds such as P1DT2H, of ten years at most.";
        if (value.ValueKind != JsonValueKind.String)
            return Faulty("/by", FaultCodes.WrongType, Expected);
        return Duration(value.GetString()!) switch
        {
            null => Faulty("/by", FaultCodes.WrongFormat, Expected),
            { TotalDays: > 3653 } => Faulty("/by", FaultCodes.TooLarge, Expected),
            { } by => (now => now + by < Latest ? now + by : Latest, []),
        };
    }

    private static (Func<DateTimeOffset, DateTimeOffset>?, IReadOnlyList<Fault>) Faulty(string pointer, string code, string message) =>
        (null, [new Fault(pointer, code, message)]);

    [GeneratedRegex(@"^P(?:(?<w>\d{1,6})W)?(?:(?<d>\d{1,6})D)?(?:T(?:(?<h>\d{1,6})H)?(?:(?<m>\d{1,6})M)?(?:(?<s>\d{1,9}(?:\.\d{1,7})?)S)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex IsoDuration();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,7})?(?:[Zz]|[+-]\d\d:\d\d)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Instant();
}
