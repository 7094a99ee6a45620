using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>Reads <c>POST /api/bundles/{id}/plan</c>. Answers may be missing: the plan then says which questions are open.</summary>
public static class PlanReader
{
    // No calendar and no limit is known for what lies beyond.
    private const int MostYears = 10;

    /// <summary>The place that a plan or a case is asked for, which says whose catalogue reads the rest; null where none is written.</summary>
    public static string? RegionOf(JsonElement body) => Json.TextOf(body, "region"u8);

    /// <param name="today">The date in the city's zone, for which the plan holds when <c>at</c> names no other.</param>
    public static ReadResult<PlanOnDay> Read(JsonElement body, CityCatalogue catalogue, Bundle bundle, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(bundle);
        var faults = new List<Fault>();
        var last = today.AddYears(MostYears);
        Envelope.PlanRequest.Validate(body, "", faults);
        var day = DateOnly.TryParseExact(Json.TextOf(body, "at"u8), "yyyy-MM-dd", out var at) ? at : today;
        if (day > last)
            faults.Add(new("/at", FaultCodes.TooLarge, $"must be no later than {last:yyyy-MM-dd}"));
        bundle = catalogue.FindBundle(bundle.Id, day)!;
        if (!bundle.IsInForce(day))
            faults.Add(new("/at", FaultCodes.BundleNotInForce, "is a day on which the bundle is not offered"));
        var region = SubmissionReader.RegionOf(body, "/region", catalogue, bundle, faults);
        var answers = Json.MemberOf(body, "answers"u8) is { ValueKind: JsonValueKind.Object } answered
            ? Answers.Read(bundle, answered, "/answers", faults)
            : Answers.None;
        new Situation(bundle, answers, region).RefuseAnswersNotAskedFor(bundle, "/answers", faults);
        return ReadResult<PlanOnDay>.Of(faults, () => new(catalogue.PlanOf(bundle, region!, answers, day), day));
    }
}

/// <summary>A plan, and the day it is asked for.</summary>
public sealed record PlanOnDay(Plan Plan, DateOnly Day);
