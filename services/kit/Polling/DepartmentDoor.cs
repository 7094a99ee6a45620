using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Polling;

/// <summary>
/// The door through which a department's own system acts (receipt, decision, issue): the same bodies read by the same readers, the same commands as the role
/// <c>system</c>, decided by the same rules, which cannot tell who brought them.
/// </summary>
internal sealed class DepartmentDoor(Func<Running<TaskState>> running, TaskRules rules)
{
    /// <param name="version">The task as it was seen; null: however it is by now.</param>
    public Task<DoorAnswer> ReceiveAsync(ClosedSystem system, TaskState task, string reference, long? version = null) =>
        AskAsync(new ReceiveTask(task.TaskId, system.Subject, reference), version);

    /// <param name="version">The task as it was when the closed system was asked: what has changed since is looked at first.</param>
    public async Task<DoorAnswer> DecideAsync(ClosedSystem system, TaskState task, long version, JsonObject body)
    {
        var faults = new List<Fault>();
        return TaskDecisionBody.Read(Element(body), task.TaskId, system.Subject, faults) is { } command
            ? await AskAsync(command with { BySystem = true }, version)
            : new DoorAnswer(Named(faults), 0);
    }

    public async Task<DoorAnswer> IssueAsync(ClosedSystem system, TaskState task, JsonObject body)
    {
        body["attempt"] = task.Order!.Attempt;
        var faults = new List<Fault>();
        await rules.AheadAsync(task);
        if (IssueBody.Read(Element(body), task, $"system:{system.Subject}", rules.TermsFor(task), rules.DayOf(running().Clock.GetUtcNow()), faults) is not { } command)
            return new DoorAnswer(Named(faults), 0);
        try
        {
            return await AskAsync(command);
        }
        catch (Store.StoreConflictException)
        {
            return new DoorAnswer("number-needed: the number that was drawn belongs to another licence", 0);
        }
    }

    public Task<DoorAnswer> GiveBackAsync(ClosedSystem system, TaskState task, DateTimeOffset since) => AskAsync(new GiveBackTask(task.TaskId, system.Subject, since));

    public Task<DoorAnswer> ReportAsync(ReportOutage outage) => AskAsync(outage);

    private async Task<DoorAnswer> AskAsync(TaskCommand command, long? version = null)
    {
        var answer = new DoorAnswer(null, 0);
        await running().Worker.AskAsync(new Command<TaskState>(command with { Role = Role.System }, (_, now, refusal) =>
        {
            answer = refusal is null ? new DoorAnswer(null, now)
                : new DoorAnswer(refusal.Faults is { Count: > 0 } faults ? $"{refusal.Code}: {Named(faults)}" : $"{refusal.Code}: {refusal.Message}", now, refusal.Status == 412);
            return new Answer(refusal?.Status ?? 200, "");
        }, Expected: version));
        return answer;
    }

    private static string Named(IReadOnlyList<Fault> faults) => string.Join("; ", faults.Select(f => $"{f.Pointer} {f.Code}"));

    private static JsonElement Element(JsonObject body) => JsonSerializer.SerializeToElement(body);
}

/// <summary>What the department's door says.</summary>
/// <param name="Refused">Why; null when it holds, or was done before.</param>
/// <param name="Version">The task's by now.</param>
/// <param name="IsOvertaken">The task has changed since it was seen: it is looked at again.</param>
internal readonly record struct DoorAnswer(string? Refused, long Version, bool IsOvertaken = false);
