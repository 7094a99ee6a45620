using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;

namespace OneVisit.Kit.Departments;

/// <content>Whose hands a task is in, and what its people write for each other.</content>
internal static partial class TaskEndpoints
{
    private static void MapHands(this RouteGroupBuilder tasks, Api api)
    {
        Command(tasks.MapPost("/{task:guid}/claim", api.ClaimAsync), "Take the task from the pool");
        Command(tasks.MapPost("/{task:guid}/release", api.ReleaseAsync), "Give the task back to the pool: its holder, or the head");
        Command(tasks.MapPost("/{task:guid}/assign", api.AssignAsync), "Hand the task to somebody; one that another holds: the head, or the department's own system")
            .Accepts<AssignBody>("application/json").Problems(422);
        Command(tasks.MapPost("/{task:guid}/delegate", api.DelegateAsync), "Have another handle the task; the holder decides when it is back")
            .Accepts<DelegateBody>("application/json").Problems(422);
        Command(tasks.MapPost("/{task:guid}/return", api.ReturnAsync), "Bring a delegated task back, or call it back")
            .Accepts<ReturnBody>("application/json").Problems(422);
        Command(tasks.MapPost("/{task:guid}/takeover", api.TakeOverAsync), "Take a task whose holder is away; they and the head are told")
            .Accepts<TakeOverBody>("application/json").Problems(422);
        Command(tasks.MapPost("/{task:guid}/comments", api.CommentAsync), "Write something for the department's own people")
            .Accepts<CommentBody>("application/json").Problems(422);
    }

    private sealed partial class Api
    {
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

        public Task<IResult> AssignAsync(Guid task, HttpContext http) => BodiedAsync(task, http, ["to"], (body, by) =>
            body.Subject("to") is { } to ? new AssignTask(task, by, to) : null);

        public Task<IResult> DelegateAsync(Guid task, HttpContext http) => BodiedAsync(task, http, ["to", "note"], (body, by) =>
            (body.Subject("to"), body.Line("note", required: false)) is ({ } to, var note) ? new DelegateTask(task, by, to, note) : null);

        public Task<IResult> ReturnAsync(Guid task, HttpContext http) => BodiedAsync(task, http, ["opinion"], (body, by) =>
            new ReturnTask(task, by, body.Line("opinion", required: false)));

        public Task<IResult> TakeOverAsync(Guid task, HttpContext http) => BodiedAsync(task, http, ["reason"], (body, by) =>
            body.Line("reason", required: true) is { } reason ? new TakeOverTask(task, by, reason) : null);

        public Task<IResult> CommentAsync(Guid task, HttpContext http) => BodiedAsync(task, http, ["text"], (body, by) =>
            body.Line("text", required: true) is { } text ? new CommentOnTask(task, by, text) : null);

        /// <summary>A command that says more than its path: read whole, and every fault of it named.</summary>
        private async Task<IResult> BodiedAsync(Guid task, HttpContext http, string[] members, Func<BodyReader, string, TaskCommand?> read)
        {
            await MayActAsync(task, http);
            var body = new BodyReader(await JsonBody.ReadTextsAsync(http.Request), members);
            var command = read(body, Caller.Of(http.User).Subject);
            return body.IsSound ? await AskAsync(http, command!) : Problem.Invalid(body.Faults);
        }
    }
}

/// <summary>The body of a hand-over.</summary>
/// <param name="To">The subject of the officer who takes over.</param>
public sealed record AssignBody(string To);

/// <summary>The body that has another handle a task.</summary>
/// <param name="To">Their subject.</param>
/// <param name="Note">What is asked of them.</param>
public sealed record DelegateBody(string To, string? Note = null);

/// <summary>The body that brings a delegated task back.</summary>
/// <param name="Opinion">Kept as a comment.</param>
public sealed record ReturnBody(string? Opinion = null);

/// <param name="Reason">Told to whoever held it, and to the head.</param>
public sealed record TakeOverBody(string Reason);

/// <param name="Text">At most 1000 characters.</param>
public sealed record CommentBody(string Text);
