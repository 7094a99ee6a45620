using System.Buffers.Binary;
using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Verify;

/// <summary>What people and departments' systems are told: that it can be read, and that it goes to whoever it is about. What it says in words nothing else says.</summary>
internal static class TellingChecks
{
    private const int Page = 500;

    private static readonly HashSet<string> Roles = [.. Enum.GetValues<Role>().Select(KebabCase.Of)];
    private static readonly string Applicant = KebabCase.Of(Role.Applicant);

    /// <summary>What the notice of an end is called, and the end.</summary>
    private static readonly Dictionary<string, CaseLifecycle> Ends = new(StringComparer.Ordinal)
    {
        ["completed"] = CaseLifecycle.Completed,
        ["partly-completed"] = CaseLifecycle.Completed,
        ["refused"] = CaseLifecycle.Refused,
        ["not-accepted"] = CaseLifecycle.NotAccepted,
        ["withdrawn"] = CaseLifecycle.Withdrawn,
        ["terminated"] = CaseLifecycle.Terminated,
        ["compensated"] = CaseLifecycle.Terminated,
    };

    public static async Task LookAsync((string Service, IAggregateTable Table, Snapshot Snapshot) store, Action<Finding> found, CancellationToken cancel)
    {
        var (service, table, snapshot) = store;
        var isOfCases = table is AggregateTable<CaseState>;
        await NoticesAsync(service, snapshot, isOfCases, found, cancel);
        if (!isOfCases)
            await DeliveriesAsync(service, snapshot, found, cancel);
    }

    private static async Task NoticesAsync(string service, Snapshot snapshot, bool isOfCases, Action<Finding> found, CancellationToken cancel)
    {
        // A case's own columns, or of a task what says as much.
        var (table, subject, departments, lifecycle) = isOfCases ? ("case_file", "a.subject", "a.departments", "a.lifecycle") : ("task", "null", "a.item", "null");
        for (var after = Guid.Empty; ;)
        {
            var notices = await snapshot.QueryAsync<(Guid Id, Guid Owner, string Role, string? To, string? Department, string Kind, string Zh, string En, string Data, DateTimeOffset At, string? Subject, string Departments, string? Lifecycle)>(
                $"""
                select n.id, n.owner, n.role, n.subject, n.department, n.kind, n.zh, n.en, n.data, n.at, {subject}, {departments}, {lifecycle}
                from notice n join {table} a on a.id = n.owner where n.id > @after order by n.id limit @Page
                """, new { after, Page }, cancel);
            foreach (var n in notices)
            {
                if (OwnJson.Parse(n.Data) is not { ValueKind: JsonValueKind.Object } || n.Zh.Length == 0 || n.En.Length == 0)
                    Tell(n.Owner, n.Kind, n.Id, "cannot be read");
                if (!Roles.Contains(n.Role) || (n.Role == Applicant && isOfCases && n.To != n.Subject))
                    Tell(n.Owner, n.Kind, n.Id, "is for somebody else");
                if (n.Department is { } department && !(isOfCases ? n.Departments.Contains(CaseTable.Mark(department), StringComparison.Ordinal) : n.Departments.StartsWith($"{department}.", StringComparison.Ordinal)))
                    Tell(n.Owner, n.Kind, n.Id, $"is for {department}, which has nothing to do with it");
                if (!IsOf(n.Id, n.At))
                    Tell(n.Owner, n.Kind, n.Id, $"is of another moment than {n.At:u}");
                if (isOfCases && Ends.TryGetValue(n.Kind, out var end) && n.Lifecycle != KebabCase.Of(end))
                    Tell(n.Owner, n.Kind, n.Id, $"tells of an end, and the case is {n.Lifecycle}");
            }
            // An id that is not written as ids are stands where it does not belong, and its page would come again for ever.
            if (notices.Count < Page || notices[^1].Id <= after)
                return;
            after = notices[^1].Id;
        }

        void Tell(Guid owner, string kind, Guid id, string what) =>
            found(new Finding(Invariant.Telling, service, isOfCases ? owner : null, isOfCases ? null : owner, $"the notice {id} ('{kind}') {what}"));
    }

    private static async Task DeliveriesAsync(string service, Snapshot snapshot, Action<Finding> found, CancellationToken cancel)
    {
        for (var (after, of) = (Guid.Empty, Guid.Empty); ;)
        {
            var deliveries = await snapshot.QueryAsync<(Guid Id, Guid For, Guid Task, Guid Case, string Kind, string Body, Guid? Subscription, Guid? Of)>(
                """
                select d.id, d.subscription, d.task, d.case_id, d.kind, d.body, s.id, t.case_id from delivery d left join subscription s on s.id = d.subscription left join task t on t.id = d.task
                where (d.id, d.subscription) > (@after, @of) order by d.id, d.subscription limit @Page
                """, new { after, of, Page }, cancel);
            foreach (var d in deliveries)
            {
                if (d.Of != d.Case)
                    Tell(d.Id, d.Case, d.Task, "is of a task that is not there, or of another case");
                if (d.Subscription is null)
                    Tell(d.Id, d.Case, d.Task, "is for nobody who has subscribed");
                if (!TaskEvents.Kinds.Contains(d.Kind) || OwnJson.Parse(d.Body) is not { ValueKind: JsonValueKind.Object } body)
                    Tell(d.Id, d.Case, d.Task, "cannot be read");
                else if (!Names(body, d.Task) || !Names(body, d.Case))
                    Tell(d.Id, d.Case, d.Task, "tells of another task");
            }
            if (deliveries.Count < Page || (deliveries[^1].Id, deliveries[^1].For).CompareTo((after, of)) <= 0)
                break;
            (after, of) = (deliveries[^1].Id, deliveries[^1].For);
        }
        foreach (var task in await snapshot.QueryAsync<Guid>("select p.task from polled p where not exists (select 1 from task t where t.id = p.task)", null, cancel))
            found(new Finding(Invariant.Orphan, service, null, task, "a row of the table polled and no task"));

        void Tell(Guid id, Guid of, Guid task, string what) => found(new Finding(Invariant.Telling, service, of, task, $"the delivery {id} {what}"));
    }

    /// <summary>A UUIDv7 begins with its moment, in milliseconds (RFC 9562).</summary>
    private static bool IsOf(Guid id, DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        return id.TryWriteBytes(bytes, bigEndian: true, out _) && BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16 == at.ToUnixTimeMilliseconds();
    }

    /// <summary>Whether an id is anywhere in it: how an event is wrapped is the webhooks' matter.</summary>
    private static bool Names(JsonElement json, Guid id) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Any(m => Names(m.Value, id)),
        JsonValueKind.String => json.TryGetGuid(out var named) && named == id,
        _ => false,
    };
}
