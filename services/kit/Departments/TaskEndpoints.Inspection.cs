using Microsoft.AspNetCore.Http;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;

namespace OneVisit.Kit.Departments;

/// <summary>The joint inspection over REST.</summary>
internal static partial class TaskEndpoints
{
    private sealed partial class Api
    {
        public async Task<IResult> FindAsync(Guid task, HttpContext http)
        {
            await MayActAsync(task, http);
            if (http.Request.Headers.IfMatch.Count == 0)
                return Problem.PreconditionRequired;
            var json = await JsonBody.ReadTextsAsync(http.Request);
            var body = new BodyReader(json, "agrees", "finding", "photographs");
            var (agrees, finding) = (body.Flag("agrees"), body.Text("finding", required: true));
            List<Fault> faults = [.. body.Faults];
            var photographs = PhotographReader.Read(json.ValueKind == System.Text.Json.JsonValueKind.Object && json.TryGetProperty("photographs", out var given) ? given : null, faults);
            return faults.Count == 0 ? await AskAsync(http, new EnterFinding(task, Caller.Of(http.User).Subject, agrees!.Value, finding!, photographs)) : Problem.Invalid(faults);
        }

        public async Task<IResult> MoveAsync(Guid task, HttpContext http)
        {
            await MayActAsync(task, http);
            if (http.Request.Headers.IfMatch.Count == 0)
                return Problem.PreconditionRequired;
            var json = await JsonBody.ReadTextsAsync(http.Request);
            var body = new BodyReader(json, "slot", "reason");
            var reason = body.Text("reason", required: true);
            List<Fault> faults = [.. body.Faults];
            var slot = SlotReader.Read(json, "slot", faults);
            return faults.Count == 0 ? await AskAsync(http, new MoveInspection(task, Caller.Of(http.User).Subject, slot!, reason!)) : Problem.Invalid(faults);
        }
    }
}
