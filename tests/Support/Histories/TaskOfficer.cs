using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace OneVisit.Support.Histories;

/// <summary>An officer who acts on tasks over HTTP and keeps what was asked and answered.</summary>
/// <param name="tasks">The path of the inbox.</param>
/// <param name="history">Of all officers together.</param>
public sealed class TaskOfficer(Client client, string tasks, ConcurrentQueue<TaskAct> history)
{
    public string Subject => client.Subject;

    /// <summary>A page of the inbox. What is picked of it counts as read by <see cref="Picked"/>.</summary>
    public Task<Reply> InboxAsync(string query) => client.GetAsync($"{tasks}?{query}");

    /// <summary>Keeps that a row of an inbox was seen.</summary>
    /// <param name="sent">When the page was asked for, as of <see cref="Stopwatch.GetTimestamp"/>; likewise <paramref name="answered"/>.</param>
    public void Picked(Guid task, TaskSight shown, long sent, long answered) =>
        history.Enqueue(new TaskAct(task, Subject, ActKind.Read) { Sent = sent, Answered = answered, Status = 200, Shown = shown });

    public Task<TaskAct> ReadAsync(Guid task) =>
        SendAsync(new TaskAct(task, Subject, ActKind.Read), () => client.GetAsync($"{tasks}/{task}"));

    /// <param name="seen">What <c>If-Match</c> names.</param>
    /// <param name="what">The outcome of a decision, or to whom it is delegated.</param>
    public Task<TaskAct> ActAsync(Guid task, ActKind kind, long seen, string? what = null)
    {
        var (path, body) = kind switch
        {
            ActKind.Claim => ("claim", (JsonObject?)null),
            ActKind.Release => ("release", null),
            ActKind.Delegate => ("delegate", new() { ["to"] = what }),
            ActKind.Return => ("return", []),
            ActKind.Decide => ("decision", new() { ["outcome"] = what, ["reason"] = $"{Subject}: {what}", ["legalBasis"] = "行政许可法 第三十八条" }),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "this changes nothing"),
        };
        return SendAsync(
            new TaskAct(task, Subject, kind) { Seen = seen, What = what }, () => client.PostAsync($"{tasks}/{task}/{path}", body, ifMatch: $"\"{seen}\""));
    }

    private async Task<TaskAct> SendAsync(TaskAct act, Func<Task<Reply>> send)
    {
        act = act with { Sent = Stopwatch.GetTimestamp() };
        try
        {
            var reply = await send();
            act = act with { Answered = Stopwatch.GetTimestamp(), Status = reply.Status };
            act = act with { Shown = ShownBy(act, reply) };
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // Whether it was done, nobody told.
        }
        history.Enqueue(act);
        return act;
    }

    private static TaskSight? ShownBy(TaskAct act, Reply reply) => act switch
    {
        { Succeeded: true } => TaskSight.Of(reply.Json),
        { WasRefused: true } when reply.Json.TryGetProperty("current", out var current) => TaskSight.Of(current),
        _ => null,
    };
}
