using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;

namespace OneVisit.Kit.Departments;

/// <content>Answers that more than one person has to sign.</content>
internal static partial class TaskEndpoints
{
    private static void MapSigning(this RouteGroupBuilder tasks, Api api)
    {
        Command(tasks.MapPost("/{task:guid}/countersigners", api.NameAsync), "Name somebody without whose signature no final answer holds: the holder, or the head")
            .Accepts<CountersignerBody>("application/json").Problems(422);
        Command(tasks.MapDelete("/{task:guid}/countersigners/{subject}", api.DropAsync), "Do without a countersigner: whoever named them, or the head").Problems(400);
        Command(tasks.MapPost("/{task:guid}/signature", api.SignAsync), "Agree to a proposed answer, or disagree; never whoever proposed it")
            .Accepts<SignatureBody>("application/json").Problems(422, 428);
    }

    private sealed partial class Api
    {
        public Task<IResult> NameAsync(Guid task, HttpContext http) => BodiedAsync(task, http, ["subject"], (body, by) =>
            body.Subject("subject") is { } subject ? new NameCountersigner(task, by, subject) : null);

        public async Task<IResult> DropAsync(Guid task, string subject, HttpContext http)
        {
            await MayActAsync(task, http);
            return await AskAsync(http, new DropCountersigner(task, Caller.Of(http.User).Subject, subject));
        }

        public async Task<IResult> SignAsync(Guid task, HttpContext http)
        {
            await MayActAsync(task, http);
            if (http.Request.Headers.IfMatch.Count == 0)
                return Problem.PreconditionRequired;
            var body = new BodyReader(await JsonBody.ReadTextsAsync(http.Request), "agrees", "opinion");
            var agrees = body.Flag("agrees");
            // Whoever does not agree says why: the holder has to do something about it.
            var opinion = body.Line("opinion", required: agrees == false);
            return body.IsSound ? await AskAsync(http, new SignTask(task, Caller.Of(http.User).Subject, agrees!.Value, opinion)) : Problem.Invalid(body.Faults);
        }
    }
}

/// <summary>The body that names a countersigner.</summary>
/// <param name="Subject">Of somebody who may see the task; who may not can never sign it.</param>
public sealed record CountersignerBody(string Subject);

/// <summary>The body of a signature.</summary>
/// <param name="Opinion">Needed where one does not agree: it is kept as a comment.</param>
public sealed record SignatureBody(bool Agrees, string? Opinion = null);
