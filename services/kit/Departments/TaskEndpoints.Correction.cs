using Microsoft.AspNetCore.Http;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;

namespace OneVisit.Kit.Departments;

/// <content>Clerical errors in licences are corrected by whoever issued them: people and systems of the authority.</content>
internal static partial class TaskEndpoints
{
    private sealed partial class Api
    {
        public async Task<IResult> CorrectAsync(Guid task, HttpContext http)
        {
            var state = await MayActAsync(task, http);
            if (http.Request.Headers.IfMatch.Count == 0)
                return Problem.PreconditionRequired;
            var caller = Caller.Of(http.User);
            var body = await JsonBody.ReadTextsAsync(http.Request);
            var once = Answers.IdempotencyOf(http.Request, caller, body);
            var faults = new List<Fault>();
            await Rules.AheadAsync(state);
            var command = CorrectionBody.Read(body, state, caller.Role == Role.System ? $"system:{caller.Subject}" : $"officer:{caller.Subject}", type => Rules.CorrectionTermsFor(state, type), faults);
            return command is null ? Problem.Invalid(faults) : await AskAsync(http, command, once);
        }
    }
}
