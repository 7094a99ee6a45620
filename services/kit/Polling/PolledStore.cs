using Dapper;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.Polling;

/// <summary>What a department's store remembers of its closed systems: one text for both databases.</summary>
internal sealed class PolledStore(Store.Store store)
{
    private const string Columns = """
        p.task as "Task", p.phase as "Phase", p.seen as "Seen", p.reference as "Reference", p.tries as "Tries", p.round as "Round", p.papers as "Papers", p.attempt as "Attempt", p.word as "Word",
        p.unchanged as "Unchanged", p.failures as "Failures", p.told as "Told", p.since as "Since", p.due_at as "DueAt"
        """;

    public Task RegisterAsync(ClosedSystem system, CancellationToken cancel) =>
        ExecuteAsync("insert into closed_system (id) values (@Id) on conflict (id) do nothing", new { system.Id }, cancel);

    public async Task<SystemCondition> ConditionAsync(string system, CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        return await connection.QuerySingleAsync<SystemCondition>(new CommandDefinition("""
            select failing_since as "FailingSince", last_error as "LastError", told_since as "ToldSince", told_task as "ToldTask" from closed_system where id = @system
            """, new { system }, cancellationToken: cancel));
    }

    /// <summary>
    /// Takes up the tasks that wait in the pool and are not in hand yet. The inbox says which they are: nothing has to be written where they are
    /// decided, and those from before the system was configured are found too.
    /// </summary>
    public async Task EnrolAsync(ClosedSystem system, DateTimeOffset now, CancellationToken cancel)
    {
        var (items, parameters) = SqlList.Of(system.Items);
        parameters.AddDynamicParams(new { system = system.Id, region = RegionPattern.Of(system.Region), now });
        await ExecuteAsync($"""
            insert into polled (task, system, phase, seen, tries, round, papers, attempt, unchanged, failures, since, due_at)
            select t.id, @system, '{PolledTask.Asking}', 0, 0, -1, 0, 0, 0, 0, @now, @now
            from task t
            where t.open and t.holder like 'pool:%' and t.authority_region like @region and t.item in ({items}) and not exists (select 1 from polled p where p.task = t.id)
            on conflict (task) do nothing
            """, parameters, cancel);
    }

    /// <summary>Those that are due, the longest first; and, when it is asked for, those whose task has changed since they were last looked at.</summary>
    public async Task<IReadOnlyList<PolledRow>> DueAsync(string system, bool changed, DateTimeOffset now, int limit, CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        var rows = await connection.QueryAsync<PolledTask, StoredTask, PolledRow>(new CommandDefinition($"""
            select {Columns}, t.version as "Version", t.state as "State", {Enclosure.Of("t")} as "Application"
            from polled p join task t on t.id = p.task {Enclosure.JoinTo("t")}
            where p.system = @system and (p.due_at <= @now{(changed ? " or t.version <> p.seen" : "")})
            order by p.due_at limit @limit
            """, new { system, now, limit }, cancellationToken: cancel), (row, task) => new PolledRow(row, task.Version, task.Read()), splitOn: "Version");
        return rows.AsList();
    }

    public Task SaveAsync(PolledTask row, CancellationToken cancel) => ExecuteAsync("""
        update polled set phase = @Phase, seen = @Seen, reference = @Reference, tries = @Tries, round = @Round, papers = @Papers, attempt = @Attempt, word = @Word, unchanged = @Unchanged,
            failures = @Failures, told = @Told, since = @Since, due_at = @DueAt
        where task = @Task
        """, row, cancel);

    public Task ForgetAsync(Guid task, CancellationToken cancel) => ExecuteAsync("delete from polled where task = @task", new { task }, cancel);

    /// <summary>Takes or keeps the right to ask, for a while; false while another process has it.</summary>
    public async Task<bool> TryLeaseAsync(string system, Guid holder, DateTimeOffset now, TimeSpan lease, CancellationToken cancel) => await ExecuteAsync("""
        update closed_system set lease_holder = @holder, leased_until = @until
        where id = @system and (lease_holder = @holder or leased_until is null or leased_until < @now)
        """, new { system, holder, now, until = now + lease }, cancel) == 1;

    public Task ReleaseAsync(string system, Guid holder, CancellationToken cancel) =>
        ExecuteAsync("update closed_system set leased_until = null where id = @system and lease_holder = @holder", new { system, holder }, cancel);

    /// <summary>It does not answer, since now unless it did not before.</summary>
    public Task FailingAsync(string system, string error, DateTimeOffset now, CancellationToken cancel) =>
        ExecuteAsync("update closed_system set failing_since = coalesce(failing_since, @now), last_error = @error where id = @system", new { system, error, now }, cancel);

    /// <summary>It answers again.</summary>
    /// <param name="all">True: whatever waits for another attempt is tried now.</param>
    public async Task RecoveredAsync(string system, bool all, DateTimeOffset now, CancellationToken cancel)
    {
        await ExecuteAsync("update closed_system set failing_since = null, last_error = null where id = @system", new { system }, cancel);
        if (all)
            await ExecuteAsync("update polled set due_at = @now where system = @system and failures > 0 and due_at > @now", new { system, now }, cancel);
    }

    public Task ToldAsync(string system, DateTimeOffset? since, Guid? task, CancellationToken cancel) =>
        ExecuteAsync("update closed_system set told_since = @since, told_task = @task where id = @system", new { system, since, task }, cancel);

    /// <summary>How many tasks wait for it, and the one that has waited longest.</summary>
    public async Task<(long Waiting, Guid? Longest)> WaitingAsync(string system, CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        var waiting = await connection.ExecuteScalarAsync<long>(new CommandDefinition("select count(*) from polled where system = @system and due_at is not null", new { system }, cancellationToken: cancel));
        var longest = await connection.QueryFirstOrDefaultAsync<Guid?>(new CommandDefinition(
            "select task from polled where system = @system and due_at is not null order by since, task limit 1", new { system }, cancellationToken: cancel));
        return (waiting, longest);
    }

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancel));
    }

    private sealed record StoredTask
    {
        public required long Version { get; init; }
        public required string State { get; init; }
        public required string? Application { get; init; }

        public TaskState Read() => TaskTable.Read(State, Application);
    }
}

/// <summary>A task in a closed system, and where it stands here.</summary>
internal sealed record PolledRow(PolledTask Row, long Version, TaskState Task);

/// <summary>How a closed system is doing.</summary>
internal sealed record SystemCondition
{
    /// <summary>Since when it has not answered, though it was asked; null while all is well.</summary>
    public DateTimeOffset? FailingSince { get; init; }
    public string? LastError { get; init; }
    /// <summary>The outage of which head and supervisor have been told; null when they were told of none, or of its end.</summary>
    public DateTimeOffset? ToldSince { get; init; }
    /// <summary>The task under which they were told.</summary>
    public Guid? ToldTask { get; init; }
}
