using Microsoft.AspNetCore.Http;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>The applicant's part in a joint inspection.</summary>
internal sealed partial class CaseEndpoints
{
    private async Task<IResult> AgreeAsync(Guid id, HttpContext http)
    {
        await ActingAsync(id, http);
        var json = await JsonBody.ReadTextsAsync(http.Request);
        List<Fault> faults = [.. new BodyReader(json, "slot").Faults];
        var slot = SlotReader.Read(json, "slot", faults);
        return faults.Count == 0 ? await AskAsync(http, new AgreeToInspection(id, Caller.Of(http.User).Subject, slot!)) : Problem.Invalid(faults);
    }
}
