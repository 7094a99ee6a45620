using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>A department's inbox over REST, the same for its officers on the portal and for its own system.</summary>
internal static partial class TaskEndpoints
{
    public static void MapTasks(
        this IEndpointRouteBuilder routes, InboxScope scope, Running<TaskState> running, Func<string, Deadlines?> deadlines, TaskRules rules, int maxWaiting)
    {
        var api = new Api(scope, running, deadlines) { Rules = rules };
        var tasks = routes.MapGroup($"/api/departments/{scope.Segment}/tasks")
            .RequireAuthorization(policy => policy.RequireRole(nameof(Role.Officer), nameof(Role.Head), nameof(Role.System), nameof(Role.Supervisor), nameof(Role.Admin)))
            .WithTags("departments")
            .Problems(401, 403, 404);
        if (scope.Department is null)
            tasks.AddOpenApiOperationTransformer(NameTheDepartment);
        InboxWait.WaitsForChange(
            tasks.MapGet("/", api.ListAsync).WithSummary($"The inbox of {scope.Department ?? "a department whose items are decided at the desk"}; it can wait for a change").Produces<Page<TaskView>>(),
            new InboxWatch(running.Worker.Changes, running.Clock, maxWaiting)).Problems(400, 503);
        tasks.MapGet("/{task:guid}", api.GetAsync).WithSummary("One task, with only the fields and materials its item declares").Produces<TaskView>();
        Command(tasks.MapPost("/{task:guid}/claim", api.ClaimAsync), "Take the task");
        Command(tasks.MapPost("/{task:guid}/release", api.ReleaseAsync), "Give the task back to the pool");
        Command(tasks.MapPost("/{task:guid}/assign", api.AssignAsync), "Hand the task to somebody").Accepts<AssignBody>("application/json").Problems(422);
        Command(tasks.MapPost("/{task:guid}/decision", api.DecideAsync), "Decide the review; repeats are harmless")
            .Accepts<TaskDecisionBody>("application/json").Problems(412, 422, 428);
        Command(tasks.MapPost("/{task:guid}/extension", api.ExtendAsync), "Extend the limit, before it is up; the head's to grant, once")
            .Accepts<ExtensionBody>("application/json").Problems(412, 422, 428);
        Command(tasks.MapPost("/{task:guid}/after-check", api.CheckAsync), "Enter what the check of a promise came to, after the issue")
            .Accepts<AfterCheckBody>("application/json").Problems(412, 422, 428);
        Command(tasks.MapPost("/{task:guid}/receipt", api.ReceiveAsync), "The department's own system has taken the task over, under a reference of its own; repeats are harmless")
            .Accepts<ReceiptBody>("application/json").Problems(412, 422);
        Command(tasks.MapPost("/{task:guid}/issue", api.IssueAsync), "Answer an issue request, where the department's own system issues; repeats are harmless")
            .Accepts<IssueBody>("application/json").Problems(412, 422);
        MapInspection(tasks, api);
    }

    private static void MapInspection(RouteGroupBuilder tasks, Api api)
    {
        Command(tasks.MapPost("/{task:guid}/inspection", api.FindAsync), "Enter what was found at the joint inspection, from its day on")
            .Accepts<FindingBody>("application/json").Problems(412, 422, 428);
        Command(tasks.MapPost("/{task:guid}/inspection/appointment", api.MoveAsync), "Move the joint inspection, before its day; the leader's to do")
            .Accepts<MoveBody>("application/json").Problems(412, 422, 428);
    }

    /// <summary>The endpoints read it from the path themselves, so their descriptions do not know it.</summary>
    private static Task NameTheDepartment(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        operation.Parameters = [
            new OpenApiParameter { Name = "department", In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
            .. operation.Parameters ?? []];
        return Task.CompletedTask;
    }

    private static RouteHandlerBuilder Command(RouteHandlerBuilder endpoint, string summary) =>
        endpoint.WithSummary(summary).Produces<TaskView>().Problems(409);

    private sealed partial class Api(InboxScope scope, Running<TaskState> running, Func<string, Deadlines?> deadlines)
    {
        public async Task<IResult> ListAsync(HttpContext http, string? state = null, string? region = null, int limit = 50, string? cursor = null)
        {
            var (caller, department) = scope.Known(http);
            var faults = new List<Fault>();
            if (state is not (null or "open" or "closed"))
                faults.Add(new Fault("/state", FaultCodes.NotAChoice, "open or closed is expected."));
            if (region is not null && !RegionCode.IsWellFormed(region))
                faults.Add(new Fault("/region", FaultCodes.WrongFormat, "A region's code of 6, 9 or 12 digits is expected."));
            PageRequest.Check(limit, cursor, faults);
            if (faults.Count > 0)
                return new Problem(400, "invalid-query", "The query has faults.", faults);

            await using var connection = await running.Store.OpenAsync(http.RequestAborted);
            // Written out, and not as a parameter: only then does either database see that the index of the open ones will do.
            var wanted = state switch { "open" => "and open", "closed" => "and not open", _ => "" };
            // The id carries the time of submission: the oldest come first, and the cursor is the last id seen.
            var rows = (await connection.QueryAsync<(long Version, string State)>($"""
                select version, state from task
                where id > @after {wanted} {scope.Condition} and authority_region like @own and region like @asked
                order by id limit @limit
                """, new
            {
                after = cursor is null ? Guid.Empty : Guid.Parse(cursor),
                // Whose the task is follows from the competent authority; what is asked for is the matter's place.
                own = RegionPattern.Of(caller.Region),
                asked = RegionPattern.Of(region),
                department,
                limit = limit + 1,
            })).AsList();
            var page = rows.Take(limit).Select(r => View(department, r.Version, r.State, null)).ToList();
            return Results.Json(new Page<TaskView>(page, rows.Count > limit ? page[^1].Task.ToString() : null), JsonText.WithNulls);
        }

        public async Task<IResult> GetAsync(Guid task, HttpContext http)
        {
            var found = await VisibleAsync(task, http);
            http.Response.Headers.ETag = Answers.ETag(found.Version);
            return Results.Json(View(scope.Known(http).Department, found.Version, found.State, found.Application), JsonText.WithNulls);
        }

        public async Task<IResult> ClaimAsync(Guid task, HttpContext http)
        {
            await MayActAsync(task, http);
            return await AskAsync(http, new ClaimTask(task, Caller.Of(http.User).Subject));
        }

        public async Task<IResult> ReleaseAsync(Guid task, HttpContext http)
        {
            await MayActAsync(task, http);
            return await AskAsync(http, new ReleaseTask(task, Caller.Of(http.User).Subject));
        }

        public async Task<IResult> AssignAsync(Guid task, HttpContext http)
        {
            await MayActAsync(task, http);
            var body = await JsonBody.ReadTextsAsync(http.Request);
            return body.ValueKind == JsonValueKind.Object && body.TryGetProperty("to", out var to) && to.ValueKind == JsonValueKind.String && to.GetString()!.Trim() is { Length: > 0 and <= 200 } subject
                ? await AskAsync(http, new AssignTask(task, Caller.Of(http.User).Subject, subject))
                : Problem.Invalid([new Fault("/to", FaultCodes.Missing, "The subject of the officer who takes over is expected.")]);
        }

        public async Task<IResult> DecideAsync(Guid task, HttpContext http)
        {
            await MayActAsync(task, http);
            if (http.Request.Headers.IfMatch.Count == 0)
                return Problem.PreconditionRequired;
            var faults = new List<Fault>();
            var command = TaskDecisionBody.Read(await JsonBody.ReadTextsAsync(http.Request), task, Caller.Of(http.User).Subject, faults);
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
            var body = new BodyReader(await JsonBody.ReadTextsAsync(http.Request), "passed", "reason");
            var (passed, reason) = (body.Flag("passed"), body.Text("reason", required: true));
            return body.IsSound ? await AskAsync(http, new CheckAfterIssue(task, Caller.Of(http.User).Subject, passed!.Value, reason!)) : Problem.Invalid(body.Faults);
        }

        private async Task<IResult> AskAsync(HttpContext http, TaskCommand command)
        {
            var (_, department) = scope.Known(http);
            return Answers.Result(await running.Worker.AskAsync(new Command<TaskState>(
                command, (state, version, refusal) => Render(department, state, version, refusal), Expected: Answers.IfMatch(http.Request))));
        }

        private Answer Render(string department, TaskState? state, long version, Refusal? refusal) => refusal is not null
            ? Answers.Of(refusal)
            : new Answer(200, JsonSerializer.Serialize(TaskView.Of(department, state!, version, whole: true, DueOf(state!)), JsonText.WithNulls), Answers.ETag(version));

        private TaskView View(string department, long version, string state, string? application)
        {
            var task = StateOf(state);
            return TaskView.Of(department, application is null ? task : task with { Application = new StoredApplication(new Utf8Json(application)) }, version, whole: application is not null, DueOf(task));
        }

        private static TaskState StateOf(string state) => JsonSerializer.Deserialize(state, TaskJson.Default.TaskState)!;

        private ItemDue? DueOf(TaskState task) =>
            task.Clock is { } clock ? deadlines(task.Region)?.Of(clock, stopped: !task.IsOpen, running.Clock.GetUtcNow()).ToView() : null;

        private async Task<(long Version, string State, string Application)> VisibleAsync(Guid task, HttpContext http)
        {
            var (caller, department) = scope.Known(http);
            await using var connection = await running.Store.OpenAsync(http.RequestAborted);
            var (version, state, application, authority) = await connection.QuerySingleOrDefaultAsync<(long Version, string State, string Application, string AuthorityRegion)>(
                $"select version, state, application, authority_region from task where id = @task {scope.Condition}", new { task, department });
            return state is not null && caller.Covers(authority) ? (version, state, application) : throw new ProblemException(Problem.NotFound);
        }

        private async Task MayActAsync(Guid task, HttpContext http)
        {
            var (caller, found) = (Caller.Of(http.User), await VisibleAsync(task, http));
            // Who handed a matter over still sees what is above it, but an officer there no longer decides it.
            if (caller.Role is Role.Supervisor or Role.Admin || (caller is { Role: Role.Officer, Region: { } place } && StateOf(found.State).IsHandedOverBy(place)))
                throw new ProblemException(Problem.Forbidden);
        }
    }
}

/// <summary>The body of a hand-over.</summary>
/// <param name="To">The subject of the officer who takes over.</param>
public sealed record AssignBody(string To);

/// <summary>The body of a check after the issue.</summary>
/// <param name="Passed">False: what was promised is not so.</param>
public sealed record AfterCheckBody(bool Passed, Text Reason);
