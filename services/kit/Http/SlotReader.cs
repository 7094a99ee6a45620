using System.Globalization;
using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Http;

/// <summary>The time of a visit as it is sent: <c>{"date": "2026-12-01", "part": "morning"}</c>.</summary>
public static class SlotReader
{
    /// <summary>The time, or null beside every fault.</summary>
    /// <param name="name">The member of the body that has it.</param>
    public static VisitSlot? Read(JsonElement body, string name, IList<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            faults.Add(new Fault($"/{name}", FaultCodes.Missing, "A time {date, part} is expected."));
            return null;
        }
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault($"/{name}", FaultCodes.WrongType, "A time {date, part} is expected."));
            return null;
        }
        foreach (var member in value.EnumerateObject().Where(m => m.Name is not ("date" or "part")))
            faults.Add(new Fault($"/{name}/{JsonPointer.Escape(member.Name)}", FaultCodes.UnknownMember, "This member is not known."));
        DateOnly? date = StringOf(value, "date") is { } written && DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        if (date is null)
            faults.Add(new Fault($"/{name}/date", value.TryGetProperty("date", out _) ? FaultCodes.WrongFormat : FaultCodes.Missing, "A date, YYYY-MM-DD, is expected."));
        var part = KebabCase.Read<DayPart>(StringOf(value, "part"));
        if (part is null)
            faults.Add(new Fault($"/{name}/part", value.TryGetProperty("part", out _) ? FaultCodes.NotAChoice : FaultCodes.Missing, "morning or afternoon is expected."));
        return date is null || part is null ? null : new VisitSlot(date.Value, part.Value);
    }

    private static string? StringOf(JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
