using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Documents;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>A department's inbox over REST, the same for its officers on the portal and for its own system.</summary>
internal static partial class TaskEndpoints
{
    private static readonly QueryParameter[] InboxParameters =
    [
        new("state", Values: ["open", "closed"]),
        new("lifecycle", Values: [.. Enum.GetValues<ItemLifecycle>().Select(KebabCase.Of)]),
        new("item"),
        new("bundle"),
        new("case", Format: "uuid"),
        new("region", Description: "The matter's place."),
        new("holder", Description: "me, pool, or a subject."),
        new("late", JsonSchemaType.Boolean, Description: "Whether the promised day is over."),
        new("proposed", JsonSchemaType.Boolean, Description: "Whether a final answer waits for others to sign it."),
        new("sort", Values: ["submitted", "lateness"], Description: "lateness: of the open ones the one due first; those whose clock stands come last."),
        new("limit", JsonSchemaType.Integer, "int32", Description: "1 to 200; 50 when it is left out."),
        new("cursor", Description: "next of the page before, in the same order."),
    ];

    public static void MapTasks(
        this IEndpointRouteBuilder routes, InboxScope scope, Running<TaskState> running, Func<string, Deadlines?> deadlines, CityTime time, TaskRules rules, int maxWaiting,
        DocumentTextsOf? documents)
    {
        var api = new Api(scope, running, deadlines, time) { Rules = rules };
        var tasks = routes.MapGroup($"/api/departments/{scope.Segment}/tasks")
            .RequireAuthorization(OfTheDepartment)
            .WithTags("departments")
            .Problems(401, 403, 404);
        if (scope.Department is null)
            tasks.AddOpenApiOperationTransformer(NameTheDepartment);
        InboxWait.WaitsForChange(
            tasks.MapGet("/", (Delegate)api.ListAsync).WithSummary($"The inbox of {scope.Department ?? "a department whose items are decided at the desk"}; it can wait for a change").Produces<Page<TaskView>>().Query(InboxParameters),
            new InboxWatch(running.Worker.Changes, running.Clock, maxWaiting)).Problems(400, 503);
        tasks.MapGet("/{task:guid}", api.GetAsync).WithSummary("One task, with only the fields and materials its item declares").Produces<TaskView>();
        if (documents is not null)
            tasks.MapDocuments(api, documents);
        tasks.MapHands(api);
        tasks.MapSigning(api);
        Command(tasks.MapPost("/{task:guid}/decision", api.DecideAsync), "Decide the review; repeats are harmless. 202: it waits for others to sign it")
            .Produces<TaskView>(202).Accepts<TaskDecisionBody>("application/json").Problems(422, 428);
        Command(tasks.MapPost("/{task:guid}/extension", api.ExtendAsync), "Extend the limit, before it is up; the head's to grant, once")
            .Accepts<ExtensionBody>("application/json").Problems(422, 428);
        Command(tasks.MapPost("/{task:guid}/after-check", api.CheckAsync), "Enter what the check after the issue came to")
            .Accepts<AfterCheckBody>("application/json").Problems(422, 428);
        Command(tasks.MapPost("/{task:guid}/receipt", api.ReceiveAsync), "The department's own system has taken the task over, under a reference of its own; repeats are harmless")
            .Accepts<ReceiptBody>("application/json").Problems(422);
        Command(tasks.MapPost("/{task:guid}/issue", api.IssueAsync), "Answer an issue request, where the department's own system issues; repeats are harmless")
            .Accepts<IssueBody>("application/json").Problems(422);
        Command(tasks.MapPost("/{task:guid}/correction", api.CorrectAsync), "Correct a clerical error in a licence by a new version under the same number; repeats are harmless")
            .Accepts<CorrectionBody>("application/json").Problems(400, 422, 428).Idempotent();
        MapInspection(tasks, api);
        var notices = routes.MapGet($"/api/departments/{scope.Segment}/notices", (Delegate)api.NoticesAsync).WithSummary("What the department's people are to know of each other's doings, newest first")
            .RequireAuthorization(OfTheDepartment).WithTags("departments").Produces<Page<TaskNoticeView>>().Problems(400, 401, 403, 404)
            .Query([.. QueryParameter.OfAPage]);
        if (scope.Department is null)
            notices.AddOpenApiOperationTransformer(NameTheDepartment);
    }

    private static void MapInspection(RouteGroupBuilder tasks, Api api)
    {
        Command(tasks.MapPost("/{task:guid}/inspection", api.FindAsync), "Enter what was found at the joint inspection, from its day on")
            .Accepts<FindingBody>("application/json").Problems(422, 428);
        Command(tasks.MapPost("/{task:guid}/inspection/appointment", api.MoveAsync), "Move the joint inspection, before its day; the leader's to do")
            .Accepts<MoveBody>("application/json").Problems(422, 428);
    }

    private static void OfTheDepartment(AuthorizationPolicyBuilder policy) =>
        policy.RequireRole(nameof(Role.Officer), nameof(Role.Head), nameof(Role.System), nameof(Role.Supervisor), nameof(Role.Admin));

    /// <summary>The endpoints read it from the path themselves, so their descriptions do not know it.</summary>
    internal static Task NameTheDepartment(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        operation.Parameters = [
            new OpenApiParameter { Name = "department", In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
            .. operation.Parameters ?? []];
        return Task.CompletedTask;
    }

    private static RouteHandlerBuilder Command(RouteHandlerBuilder endpoint, string summary) =>
        endpoint.WithSummary(summary).Produces<TaskView>().Problems(409, 412);

    private sealed partial class Api(InboxScope scope, Running<TaskState> running, Func<string, Deadlines?> deadlines, CityTime time)
    {
        public async Task<IResult> ListAsync(HttpContext http)
        {
            var (caller, department) = scope.Known(http);
            var query = new QueryReader(http.Request.Query);
            var filter = InboxFilter.Read(query);
            if (query.Faults.Count > 0)
                return query.Problem;
            var (rows, next) = await new Inbox(scope, running.Store).PageAsync(caller, department, filter, time.DateOf(running.Clock.GetUtcNow()), http.RequestAborted);
            return Results.Json(new Page<TaskView>([.. rows.Select(r => View(department, r.Version, r.State, whole: false))], next), JsonText.WithNulls);
        }

        public async Task<IResult> GetAsync(Guid task, HttpContext http)
        {
            var found = await VisibleAsync(task, http, whole: true);
            http.Response.Headers.ETag = Answers.ETag(found.Version);
            return Results.Json(View(scope.Known(http).Department, found.Version, TaskTable.Read(found.State, found.Application), whole: true), JsonText.WithNulls);
        }

        public async Task<IResult> DecideAsync(Guid task, HttpContext http)
        {
            var state = await MayActAsync(task, http);
            if (http.Request.Headers.IfMatch.Count == 0)
                return Problem.PreconditionRequired;
            await Rules.AheadAsync(state);
            var faults = new List<Fault>();
            // What is not declared is told beside the other faults; the decision itself is certain of it.
            var command = TaskDecisionBody.Read(await JsonBody.ReadTextsAsync(http.Request), task, Caller.Of(http.User).Subject, faults, Rules.DeclaredBy(state));
            return command is null ? Problem.Invalid(faults) : await AskAsync(http, command with { BySystem = Caller.Of(http.User).Role == Role.System });
        }

        public async Task<IResult> ExtendAsync(Guid task, HttpContext http)
        {
            await MayActAsync(task, http);
            var caller = Caller.Of(http.User);
            if (caller.Role != Role.Head)
                return Problem.Forbidden;
            if (http.Request.Headers.IfMatch.Count == 0)
                return Problem.PreconditionRequired;
            var body = new BodyReader(await JsonBody.ReadTextsAsync(http.Request), "days", "reason", "legalBasis");
            var (days, reason, basis) = (body.Days("days"), body.Text("reason", required: true), body.Line("legalBasis", required: true));
            return body.IsSound ? await AskAsync(http, new ExtendLimit(task, caller.Subject, days, reason!, basis!)) : Problem.Invalid(body.Faults);
        }

        public async Task<IResult> CheckAsync(Guid task, HttpContext http)
        {
            await MayActAsync(task, http);
            if (http.Request.Headers.IfMatch.Count == 0)
                return Problem.PreconditionRequired;
            var body = new BodyReader(await JsonBody.ReadTextsAsync(http.Request), "passed", "reason", "legalBasis");
            var (passed, reason, basis) = (body.Flag("passed"), body.Text("reason", required: true), body.Line("legalBasis", required: false));
            return body.IsSound ? await AskAsync(http, new CheckAfterIssue(task, Caller.Of(http.User).Subject, passed!.Value, reason!, basis)) : Problem.Invalid(body.Faults);
        }

        private async Task<IResult> AskAsync(HttpContext http, TaskCommand command, Idempotency? once = null)
        {
            var (caller, department) = scope.Known(http);
            return Answers.Result(await running.Worker.AskAsync(new Command<TaskState>(
                command with { Role = caller.Role }, (state, version, refusal) => Render(department, command, state, version, refusal), once, Answers.IfMatch(http.Request))));
        }

        /// <summary>202: what was decided does not hold yet.</summary>
        private Answer Render(string department, TaskCommand command, TaskState? state, long version, Refusal? refusal) => refusal is not null
            ? Answers.Of(refusal, CurrentTask.Of(state, version))
            : new Answer(
                command is DecideTask && state is { Proposal: not null } ? 202 : 200,
                JsonSerializer.Serialize(TaskView.Of(department, state!, version, whole: true, DueOf(state!), CheckBy(state!)), JsonText.WithNulls), Answers.ETag(version));

        private TaskView View(string department, long version, TaskState task, bool whole) =>
            TaskView.Of(department, task, version, whole, DueOf(task), CheckBy(task));

        private ItemDue? DueOf(TaskState task) =>
            task.Clock is { } clock ? deadlines(task.Region)?.Of(clock, stopped: !task.IsOpen, running.Clock.GetUtcNow()).ToView() : null;

        private DateOnly? CheckBy(TaskState task) => task.CheckDue is { } check && deadlines(task.Region) is { } by ? by.DueOf(check.Since, check.Limit) : null;

        /// <param name="whole">With what the applicant gave, which may have a megabyte and which nobody who acts has to look at.</param>
        private async Task<(long Version, string State, string? Application)> VisibleAsync(Guid task, HttpContext http, bool whole = false)
        {
            var (caller, department) = scope.Known(http);
            await using var connection = await running.Store.OpenAsync(http.RequestAborted);
            var (version, state, application, authority) = await connection.QuerySingleOrDefaultAsync<(long Version, string State, string? Application, string AuthorityRegion)>(
                $"select version, state, {(whole ? Enclosure.Of("task") : "null")}, authority_region from task {(whole ? Enclosure.JoinTo("task") : "")} where id = @task {scope.Condition}", new { task, department });
            return state is not null && caller.Covers(authority) ? (version, state, application) : throw new ProblemException(Problem.NotFound);
        }

        private async Task<TaskState> MayActAsync(Guid task, HttpContext http)
        {
            var (caller, state) = (Caller.Of(http.User), TaskTable.Read((await VisibleAsync(task, http)).State));
            // Who handed a matter over still sees what is above it, but the people there no longer decide it.
            if (caller.Role is Role.Supervisor or Role.Admin || (caller is { Role: Role.Officer or Role.Head, Region: { } place } && state.IsHandedOverBy(place)))
                throw new ProblemException(Problem.Forbidden);
            return state;
        }
    }
}

/// <summary>The body of a check after the issue.</summary>
/// <param name="Passed">False: it is not so, and what was issued is revoked.</param>
/// <param name="LegalBasis">The law by which it is revoked; left out: the one that the item names.</param>
public sealed record AfterCheckBody(bool Passed, GivenText Reason, string? LegalBasis = null);
