using System.Globalization;
using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>The promises of a submission to bring what it leaves out (容缺受理), checked against a plan. That each has the right shape is checked with the envelope.</summary>
internal static class PromiseList
{
    private const string Pointer = "/promises";

    /// <summary>Names promises of what is not asked for, must be handed in or is handed in, and days before today or after the last that is granted.</summary>
    /// <param name="plan">Null when it is not known which bundle is meant.</param>
    /// <param name="given">Ids of the materials handed in.</param>
    /// <returns>Material to the day named for it.</returns>
    public static IReadOnlyDictionary<string, DateOnly> Check(
        JsonElement body, Plan? plan, IReadOnlySet<string> given, DateOnly today, CountingCalendar calendar, ICollection<Fault> faults)
    {
        var days = new Dictionary<string, DateOnly>();
        foreach (var (promise, at) in Elements(body))
        {
            if (Json.TextOf(promise, "material"u8) is not { } id)
                continue;
            var by = DateOnly.TryParseExact(Json.TextOf(promise, "by"u8), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null;
            if (!days.TryAdd(id, by ?? today))
                faults.Add(new($"{at}/material", FaultCodes.DuplicateMaterial, "is promised more than once"));
            else if (given.Contains(id))
                faults.Add(new($"{at}/material", FaultCodes.HandedIn, "is handed in, and need not be promised"));
            else if (plan is not null)
                CheckTerms(plan, id, by, at, today, calendar, faults);
        }
        return days;
    }

    /// <summary>Every tolerable material that was left out. Without a day of its own it is promised for the last one that is granted.</summary>
    public static IReadOnlyList<MaterialPromise> Of(Plan plan, IReadOnlySet<string> given, IReadOnlyDictionary<string, DateOnly> named, DateOnly today) =>
    [
        .. plan.Materials.Where(m => m.Tolerance is not null && !given.Contains(m.Id)).Select(m => new MaterialPromise(
            m, named.TryGetValue(m.Id, out var by) ? new DayLimit(by.DayNumber - today.DayNumber, DayUnit.NaturalDay) : new DayLimit(m.Tolerance!.Days, m.Tolerance.Unit))),
    ];

    private static void CheckTerms(Plan plan, string id, DateOnly? by, string at, DateOnly today, CountingCalendar calendar, ICollection<Fault> faults)
    {
        if (plan.Materials.FirstOrDefault(m => m.Id == id) is not { } asked)
        {
            // What an open answer may yet ask for is not asked for now, and nothing of it can be promised.
            faults.Add(new($"{at}/material", FaultCodes.UnknownMaterial, "is not asked for"));
            return;
        }
        if (asked.Tolerance is not { } tolerance)
        {
            faults.Add(new($"{at}/material", FaultCodes.NotTolerable, "may not be brought later"));
            return;
        }
        var last = LegalClock.Project(calendar, Period.Of(today, new Budget(tolerance.Days, tolerance.Unit == DayUnit.NaturalDay ? Counting.NaturalDays : Counting.WorkingDays))).Due!.Value;
        if (by < today)
            faults.Add(new($"{at}/by", FaultCodes.EndsBeforeItBegins, "lies before today"));
        else if (by > last)
            faults.Add(new($"{at}/by", FaultCodes.PromisedTooLate, $"must be {last:yyyy-MM-dd} at the latest"));
    }

    private static IEnumerable<(JsonElement Element, string At)> Elements(JsonElement body) =>
        Json.MemberOf(body, "promises"u8) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Take(Envelope.MostMaterials).Select((p, i) => (p, $"{Pointer}/{i}"))
            : [];
}
