using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>Reads <c>POST /api/bundles/{id}/plan</c>. Answers may be missing: the plan then says which questions are open.</summary>
public static class PlanReader
{
    public static ReadResult<Plan> Read(JsonElement body, CityCatalogue catalogue, Bundle bundle)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(bundle);
        var faults = new List<Fault>();
        Envelope.PlanRequest.Validate(body, "", faults);
        var region = SubmissionReader.RegionOf(body, "/region", catalogue, bundle, faults);
        var answers = Json.MemberOf(body, "answers"u8) is { ValueKind: JsonValueKind.Object } given
            ? Answers.Read(bundle, given, "/answers", faults)
            : Answers.None;
        return ReadResult<Plan>.Of(faults, () => catalogue.PlanOf(bundle, region!, answers));
    }
}
