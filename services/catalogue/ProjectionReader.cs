using System.Globalization;
using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>What <c>POST /api/clock/projection</c> asks.</summary>
public sealed record ProjectionQuestion(CountingCalendar Calendar, Period Period, DateOnly? At);

/// <summary>Reads <c>POST /api/clock/projection</c> and names every fault of the whole body at once.</summary>
public static class ProjectionReader
{
    /// <summary>More than any period has; what lies beyond is not read.</summary>
    private const int MostEntries = 1000;

    /// <summary>Whatever is larger is too large; it only has to fit.</summary>
    private const decimal Huge = 1_000_000;

    private static readonly TextNode Date = new(10) { Format = TextFormat.Date };
    private static readonly NumberNode Days = new() { Whole = true };

    private static readonly ObjectNode Body = new([
        new("calendar", new TextNode(100) { MinLength = 1 }, Required: true),
        new("start", Date, Required: true),
        new("budget", new ObjectNode([
            new("days", Days, Required: true),
            new("unit", new ChoiceNode([
                new(KebabCase.Of(DayUnit.WorkingDay), new("工作日", "working days")),
                new(KebabCase.Of(DayUnit.NaturalDay), new("自然日", "natural days")),
            ]), Required: true),
        ]), Required: true),
        new("pauses", new NullableNode(new ArrayNode(new ObjectNode([
            new("from", Date, Required: true),
            new("to", new NullableNode(Date), Required: false),
            new("cause", new TextNode(200) { MinLength = 1 }, Required: true),
        ]), MostEntries)), Required: false),
        new("extensions", new NullableNode(new ArrayNode(new ObjectNode([
            new("days", Days, Required: true),
            new("at", Date, Required: true),
        ]), MostEntries)), Required: false),
        new("at", new NullableNode(Date), Required: false),
    ]);

    public static ReadResult<ProjectionQuestion> Read(JsonElement body, CityCalendars calendars)
    {
        ArgumentNullException.ThrowIfNull(calendars);
        var faults = new List<Fault>();
        Body.Validate(body, "", faults);

        var calendar = Json.TextOf(body, "calendar"u8) is { Length: > 0 } id ? calendars.Find(id) : null;
        if (calendar is null && Json.TextOf(body, "calendar"u8) is { Length: > 0 })
            faults.Add(new("/calendar", FaultCodes.UnknownCalendar, "is not a calendar of this city"));
        var start = DateOf(body, "start"u8);
        var budget = Json.MemberOf(body, "budget"u8) ?? default;
        var pauses = ListOf(body, "pauses"u8).Select(PauseOf).ToList();
        var extensions = ListOf(body, "extensions"u8).ToList();
        var days = extensions.Select(DaysOf).ToList();
        foreach (var fault in PeriodCheck.FaultsOf(start, DaysOf(budget), pauses, days))
            faults.Add(FaultOf(fault));

        return ReadResult<ProjectionQuestion>.Of(faults, () => new(
            calendar!,
            Period.Of(
                start!.Value,
                new Budget(DaysOf(budget)!.Value, Json.TextOf(budget, "unit"u8) == KebabCase.Of(DayUnit.NaturalDay) ? Counting.NaturalDays : Counting.WorkingDays),
                [.. pauses.Select(p => p!.Value)],
                [.. extensions.Select((e, i) => new Extension(days[i]!.Value, DateOf(e, "at"u8)!.Value))]),
            DateOf(body, "at"u8)));
    }

    private static Fault FaultOf(PeriodFault fault) => fault.Kind switch
    {
        PeriodFaultKind.StartTooLate => new("/start", FaultCodes.TooLarge, $"must be a day up to {PeriodCheck.LatestStart:yyyy-MM-dd}"),
        PeriodFaultKind.NegativeBudget => new("/budget/days", FaultCodes.TooSmall, "must be at least 0"),
        PeriodFaultKind.NegativeExtension => new($"/extensions/{fault.Index}/days", FaultCodes.TooSmall, "must be at least 0"),
        PeriodFaultKind.TooManyDays => new(
            fault.Index < 0 ? "/budget/days" : $"/extensions/{fault.Index}/days", FaultCodes.TooLarge, $"budget and extensions together are at most {PeriodCheck.MostDays} days"),
        PeriodFaultKind.PauseEndsBeforeItBegins => new($"/pauses/{fault.Index}/to", FaultCodes.EndsBeforeItBegins, "lies before the first date of the pause"),
        PeriodFaultKind.PausesOverlap => new($"/pauses/{fault.Index}/from", FaultCodes.Overlaps, "lies within an earlier pause, or after one that is open"),
        PeriodFaultKind.PausesTooLong => new($"/pauses/{fault.Index}/to", FaultCodes.TooLarge, $"pauses together are at most {PeriodCheck.MostDays} days"),
        _ => throw new InvalidOperationException($"unknown fault {fault.Kind}"),
    };

    private static IEnumerable<JsonElement> ListOf(JsonElement body, ReadOnlySpan<byte> name) =>
        Json.MemberOf(body, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Take(MostEntries) : [];

    /// <summary>Null when a date of it cannot be read; what it says in words does not matter here.</summary>
    private static Pause? PauseOf(JsonElement pause)
    {
        var to = Json.MemberOf(pause, "to"u8);
        var last = DateOf(pause, "to"u8);
        var isRead = last is not null || to is null or { ValueKind: JsonValueKind.Null };
        return isRead && DateOf(pause, "from"u8) is { } from ? new Pause(from, last, Json.TextOf(pause, "cause"u8) ?? "") : null;
    }

    private static DateOnly? DateOf(JsonElement value, ReadOnlySpan<byte> name) =>
        DateOnly.TryParseExact(Json.TextOf(value, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static int? DaysOf(JsonElement value) =>
        Json.MemberOf(value, "days"u8) is { ValueKind: JsonValueKind.Number } days && days.TryGetDecimal(out var number) && decimal.IsInteger(number)
            ? (int)Math.Clamp(number, -Huge, Huge)
            : null;
}
