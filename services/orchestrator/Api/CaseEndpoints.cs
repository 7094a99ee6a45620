using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVisit.Catalogue;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using AnswersOf = OneVisit.Kit.Http.Answers;

namespace OneVisit.Orchestrator.Api;

/// <summary>Cases over REST: submit, see, withdraw, supplement, and the operator's way out of a parked case.</summary>
internal sealed partial class CaseEndpoints(Catalogues catalogues, CityTime time, Running<CaseState> running, Func<string, CityClock> clockOf)
{
    private readonly CaseQueries _queries = new(running.Store);

    /// <summary>By the calendar in force in the case's city: a correction moves the dates of every open case.</summary>
    private CaseClocks ClocksOf(CaseState state) => new(new Deadlines(catalogues.Current.Of(state.Region).Calendar, time));

    public void Map(IEndpointRouteBuilder routes)
    {
        var cases = routes.MapGroup("/api/cases").RequireAuthorization().WithTags("cases").Problems(401);
        cases.MapPost("/", (Delegate)SubmitAsync).WithSummary("Submit a case").Accepts<SubmissionBody>("application/json").Produces<CaseView>(201)
            .Problems(400, 403, 413, 415, 422, 503).Idempotent();
        cases.MapGet("/", (Delegate)ListAsync).WithSummary("The cases you may see, newest first").Produces<Page<CaseView>>().Problems(400).Query([.. CaseFilter.Parameters]);
        cases.MapGet("/{id:guid}", GetAsync).WithSummary("A case").Produces<CaseView>().Problems(404);
        cases.MapGet("/{id:guid}/clocks", ClocksAsync).WithSummary("When everything is due, and why, day by day").Produces<ClocksView>().Problems(404);
        cases.MapGet("/{id:guid}/documents", DocumentsAsync).WithSummary("What the case's written documents say, in the order of their dates").Produces<DocumentsView>().Problems(404);
        Change(cases.MapPost("/{id:guid}/acceptance", AcceptAsync)).WithSummary("Accept what was received at a window, or not").Accepts<ReceiptAnswerBody>("application/json")
            .RequireAuthorization(policy => policy.RequireRole(nameof(Role.Clerk))).Problems(403);
        Change(cases.MapPost("/{id:guid}/extension", ExtendAsync)).WithSummary("Extend the joint limit of the whole, before it is up").Accepts<ExtensionBody>("application/json")
            .RequireAuthorization(policy => policy.RequireRole(nameof(Role.Head))).Problems(403);
        Change(cases.MapPost("/{id:guid}/withdrawal", WithdrawAsync)).WithSummary("Withdraw, until issuing begins").Accepts<ReasonBody>("application/json");
        Change(cases.MapPost("/{id:guid}/termination", TerminateAsync)).WithSummary("Terminate on a ground of the law, until issuing begins or while it is parked").Accepts<TerminationBody>("application/json")
            .RequireAuthorization(policy => policy.RequireRole(nameof(Role.Head), nameof(Role.Supervisor))).Problems(400, 403).Idempotent();
        Change(cases.MapPost("/{id:guid}/supplement", SupplementAsync)).WithSummary("Answer what departments ask for, in whole or in part").Accepts<SupplementBody>("application/json").Problems(400).Idempotent();
        Change(cases.MapPost("/{id:guid}/materials", DeliverAsync)).WithSummary("Bring papers that were promised").Accepts<DeliveryBody>("application/json").Problems(400).Idempotent();
        Change(cases.MapPost("/{id:guid}/inspection", AgreeAsync)).WithSummary("Agree to one of the times offered for the joint inspection").Accepts<AgreementBody>("application/json").Problems(403);
        Change(cases.MapPost("/{id:guid}/resolution", ResolveAsync)).WithSummary("Resolve a case parked for an operator").Accepts<ResolutionBody>("application/json")
            .RequireAuthorization(policy => policy.RequireRole(nameof(Role.Admin), nameof(Role.Supervisor))).Problems(403);
    }

    private static RouteHandlerBuilder Change(RouteHandlerBuilder endpoint) =>
        endpoint.Produces<CaseView>().Problems(404, 409, 412, 422);

    private async Task<IResult> SubmitAsync(HttpContext http)
    {
        var caller = Caller.Of(http.User);
        if (caller.Role is not (Role.Applicant or Role.Clerk))
            return Problem.Forbidden;
        var body = await JsonBody.ReadAsync(http.Request);
        var once = AnswersOf.IdempotencyOf(http.Request, caller, body);
        var now = running.Clock.GetUtcNow();
        var catalogue = catalogues.ReadingFor(http.User, body);
        var read = SubmissionReader.Read(body, catalogue, time.DateOf(now));
        if (!read.IsValid)
            return Problem.Invalid(read.Faults);
        var command = Submissions.CommandOf(read.Value, caller.Role == Role.Applicant ? caller.Subject : null, catalogue, now);
        return AnswersOf.Result(await running.Worker.AskAsync(new Command<CaseState>(command, Created, once)));
    }

    private async Task<IResult> GetAsync(Guid id, HttpContext http)
    {
        var (state, version) = await VisibleAsync(id, http);
        http.Response.Headers.ETag = AnswersOf.ETag(version);
        return Results.Json(View(state, version), JsonText.WithNulls);
    }

    private async Task<IResult> ClocksAsync(Guid id, HttpContext http)
    {
        var (state, _) = await VisibleAsync(id, http);
        var words = new ClockWords(catalogues.Current.Of(state.Region).Calendars.NationalHolidays);
        var account = new ClockAccount(await catalogues.OfAsync(state, http.RequestAborted), ClocksOf(state), words);
        return Results.Json(account.Of(state, running.Clock.GetUtcNow()), JsonText.WithNulls);
    }

    private async Task<IResult> DocumentsAsync(Guid id, HttpContext http)
    {
        var caller = Caller.Of(http.User);
        var (state, _) = await VisibleAsync(id, http);
        // A department reads its own; what the others decided of the case is in the case.
        var own = caller.Role is Role.Officer or Role.Head or Role.System ? caller.Department : null;
        return Results.Json(new DocumentsView(CaseDocuments.Of(state, catalogues.Current.Of(state.Region).Documents, time, own)), JsonText.WithNulls);
    }

    private async Task<IResult> ListAsync(HttpContext http)
    {
        var query = new QueryReader(http.Request.Query);
        var filter = CaseFilter.Read(query);
        if (query.Faults.Count > 0)
            return query.Problem;
        var page = await _queries.ListAsync(Caller.Of(http.User), filter, View, http.RequestAborted);
        return Results.Json(page, JsonText.WithNulls);
    }

    private async Task<IResult> WithdrawAsync(Guid id, HttpContext http)
    {
        await ActingAsync(id, http);
        var body = new BodyReader(await JsonBody.ReadTextsAsync(http.Request), "reason");
        var reason = body.Line("reason", required: true);
        return body.IsSound ? await AskAsync(http, new WithdrawCase(id, Caller.Of(http.User).Subject, reason!)) : Problem.Invalid(body.Faults);
    }

    private async Task<IResult> AcceptAsync(Guid id, HttpContext http)
    {
        await VisibleAsync(id, http);
        var body = new BodyReader(await JsonBody.ReadTextsAsync(http.Request), "accepted", "reason", "legalBasis");
        var accepted = body.Flag("accepted");
        var reason = body.Text("reason", required: accepted == false) ?? new("申请材料齐全,予以受理", "The application is complete and accepted");
        var basis = body.Line("legalBasis", required: accepted == false) ?? "";
        return body.IsSound
            ? await AskAsync(http, new AnswerReceipt(id, Caller.Of(http.User).Subject, accepted!.Value, reason, basis))
            : Problem.Invalid(body.Faults);
    }

    /// <summary>The head of the government at the level, not of one authority, extends what several departments handle jointly.</summary>
    private async Task<IResult> ExtendAsync(Guid id, HttpContext http)
    {
        var caller = Caller.Of(http.User);
        var (state, _) = await VisibleAsync(id, http);
        if (caller.Department is not null)
            return Problem.Forbidden;
        var body = new BodyReader(await JsonBody.ReadTextsAsync(http.Request), "days", "reason", "legalBasis");
        var (days, reason, basis) = (body.Days("days"), body.Text("reason", required: true), body.Line("legalBasis", required: true));
        return body.IsSound
            ? await AskAsync(http, new ExtendCase(id, caller.Subject, days, catalogues.Current.Of(state.Region).Limits.JointHandling.Extension.Days, reason!, basis!))
            : Problem.Invalid(body.Faults);
    }

    private async Task<IResult> SupplementAsync(Guid id, HttpContext http)
    {
        var state = await ActingAsync(id, http);
        var body = await JsonBody.ReadAsync(http.Request);
        var caller = Caller.Of(http.User);
        var once = AnswersOf.IdempotencyOf(http.Request, caller, body);
        var read = Submissions.SupplementOf(state, body, Submissions.PlanOf(await catalogues.OfAsync(state, http.RequestAborted), state, time.DateOf(state.SubmittedAt)), caller);
        return read.IsValid ? await AskAsync(http, read.Value, once) : Problem.Invalid(read.Faults);
    }

    private async Task<IResult> DeliverAsync(Guid id, HttpContext http)
    {
        var (state, caller) = (await ActingAsync(id, http), Caller.Of(http.User));
        var body = await JsonBody.ReadAsync(http.Request);
        var read = Submissions.DeliveryOf(state, body, caller);
        // What has been brought is not awaited any more: a repeat under the same key is told so by the first answer.
        var command = read.Value ?? new DeliverMaterials(id, caller.Subject, [], Utf8Json.Empty, Utf8Json.Empty, read.Faults);
        return AnswersOf.Result(await running.Worker.AskAsync(new Command<CaseState>(command, Changed, AnswersOf.IdempotencyOf(http.Request, caller, body), AnswersOf.IfMatch(http.Request))));
    }

    private async Task<IResult> ResolveAsync(Guid id, HttpContext http)
    {
        await VisibleAsync(id, http);
        var body = new BodyReader(await JsonBody.ReadTextsAsync(http.Request), "action", "reason");
        var (action, reason) = (body.Choice("action", "retry", "compensate"), body.Line("reason", required: true));
        return body.IsSound
            ? await AskAsync(http, new ResolveParkedCase(id, Caller.Of(http.User).Subject, action == "retry" ? ParkedResolution.Retry : ParkedResolution.Compensate, reason!))
            : Problem.Invalid(body.Faults);
    }

    private async Task<IResult> AskAsync(HttpContext http, CaseCommand command, Idempotency? once = null) =>
        AnswersOf.Result(await running.Worker.AskAsync(new Command<CaseState>(command, Changed, once, AnswersOf.IfMatch(http.Request))));

    private async Task<(CaseState State, long Version)> VisibleAsync(Guid id, HttpContext http) =>
        await _queries.FindAsync(id, http.RequestAborted) is { } found && CaseAccess.MaySee(Caller.Of(http.User), found.State)
            ? found
            : throw new ProblemException(Problem.NotFound);

    private async Task<CaseState> ActingAsync(Guid id, HttpContext http)
    {
        var (state, _) = await VisibleAsync(id, http);
        return CaseAccess.MayActFor(Caller.Of(http.User), state) ? state : throw new ProblemException(Problem.Forbidden);
    }

    private Answer Created(CaseState? state, long version, Refusal? refusal) => refusal is not null
        ? AnswersOf.Of(refusal)
        : Changed(state, version, null) with { Status = 201, Location = $"/api/cases/{state!.CaseId}" };

    private Answer Changed(CaseState? state, long version, Refusal? refusal) => refusal is not null
        ? AnswersOf.Of(refusal, state is null ? null : new CurrentCase(version, state.Lifecycle))
        : new Answer(200, JsonSerializer.Serialize(View(state!, version), JsonText.WithNulls), AnswersOf.ETag(version));

    private CaseView View(CaseState state, long version) => CaseView.Of(state, version, ClocksOf(state).Of(state, running.Clock.GetUtcNow()), clockOf(state.Region));
}

/// <summary>What a refused change found instead of what its sender had seen.</summary>
internal sealed record CurrentCase(long Version, Contracts.CaseLifecycle Lifecycle);
