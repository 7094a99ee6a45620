using Microsoft.AspNetCore.Http;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Orchestrator.Cases;
using AnswersOf = OneVisit.Kit.Http.Answers;

namespace OneVisit.Orchestrator.Api;

/// <content>The authority ends a case on a ground that the city's catalogue names.</content>
internal sealed partial class CaseEndpoints
{
    private async Task<IResult> TerminateAsync(Guid id, HttpContext http)
    {
        var caller = Caller.Of(http.User);
        var (state, _) = await VisibleAsync(id, http);
        if (!CaseAccess.MayTerminate(caller, state))
            return Problem.Forbidden;
        var json = await JsonBody.ReadTextsAsync(http.Request);
        var once = AnswersOf.IdempotencyOf(http.Request, caller, json);
        var body = new BodyReader(json, "ground", "reason");
        var (named, reason) = (body.Line("ground", required: true), body.Text("reason", required: true));
        var grounds = catalogues.Current.Of(state.Region).TerminationsOn(time.DateOf(running.Clock.GetUtcNow()));
        var ground = grounds.FirstOrDefault(g => g.Id == named);
        IReadOnlyList<Fault> faults = named is null || ground is not null
            ? body.Faults
            : [.. body.Faults, new Fault("/ground", FaultCodes.NotAChoice, $"One of these is expected: {string.Join(", ", grounds.Select(g => g.Id))}.")];
        return faults.Count > 0
            ? Problem.Invalid(faults)
            : await AskAsync(http, new TerminateCase(id, caller.Subject, ground!.Id, new Text($"{ground.Name.Zh}:{reason!.Zh}", $"{ground.Name.En}: {reason.En}"), ground.Basis), once);
    }
}

/// <summary>The body of a termination.</summary>
/// <param name="Ground">Its id, as the city's <c>documents.yaml</c> names it under <c>terminations</c>.</param>
/// <param name="Reason">What has happened; told to the applicant and the departments.</param>
public sealed record TerminationBody(string Ground, Text Reason);
