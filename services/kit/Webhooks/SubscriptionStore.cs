using System.Data.Common;
using Dapper;

namespace OneVisit.Kit.Webhooks;

/// <summary>Subscriptions and what is on its way to them, in a department's store: one text for both databases.</summary>
internal sealed class SubscriptionStore(Store.Store store)
{
    private const string Columns = """
        id as "Id", department as "Department", region as "Region", url as "Url", events as "Events", secrets as "Secrets", state as "State", failing_since as "FailingSince",
        last_error as "LastError", told_since as "ToldSince", told_task as "ToldTask", created_at as "CreatedAt", changed_at as "ChangedAt", changed_by as "ChangedBy", version as "Version"
        """;

    /// <summary>No event of its case stands before it.</summary>
    private const string IsHead =
        "not exists (select 1 from delivery e where e.subscription = d.subscription and e.case_id = d.case_id and not e.parked and (e.place < d.place or (e.place = d.place and e.id < d.id)))";

    public async Task<IReadOnlyList<Subscription>> AllAsync(CancellationToken cancel) => await QueryAsync<Subscription>($"select {Columns} from subscription", new { }, cancel);

    public async Task<Subscription?> FindAsync(string department, string region, CancellationToken cancel) =>
        (await QueryAsync<Subscription>($"select {Columns} from subscription where department = @department and region = @region", new { department, region }, cancel)).SingleOrDefault();

    /// <summary>Enters a new one, or replaces one that is as it was read; false when another was first. What was put aside or waits is tried again at once.</summary>
    public async Task<bool> TryPutAsync(Subscription next, long? seen, string stem, DateTimeOffset now, CancellationToken cancel)
    {
        if (seen is null)
        {
            return await ExecuteAsync("""
                insert into subscription (id, department, region, stem, url, events, secrets, state, created_at, changed_at, changed_by, version)
                values (@Id, @Department, @Region, @stem, @Url, @Events, @Secrets, @State, @CreatedAt, @ChangedAt, @ChangedBy, @Version)
                on conflict (department, region) do nothing
                """, Parameters(next, new { stem }), cancel) == 1;
        }
        if (await ExecuteAsync("""
            update subscription set url = @Url, events = @Events, secrets = @Secrets, state = @State, changed_at = @ChangedAt, changed_by = @ChangedBy, version = @Version
            where id = @Id and version = @seen
            """, Parameters(next, new { seen }), cancel) == 0)
            return false;
        await ExecuteAsync(
            "update delivery set parked = @no, due_at = @now, attempts = 0, first_tried_at = null where subscription = @Id and (parked or due_at > @now)", new { next.Id, now, no = false }, cancel);
        return true;
    }

    public async Task DeleteAsync(Guid subscription, CancellationToken cancel)
    {
        // In this order: what is decided between the two finds no subscription.
        await ExecuteAsync("delete from subscription where id = @subscription", new { subscription }, cancel);
        await ExecuteAsync("delete from delivery where subscription = @subscription", new { subscription }, cancel);
    }

    /// <summary>Takes or keeps the right to deliver to a receiver, for a while; false while another process has it.</summary>
    public async Task<bool> TryLeaseAsync(Guid subscription, Guid holder, DateTimeOffset now, TimeSpan lease, CancellationToken cancel) => await ExecuteAsync("""
        update subscription set lease_holder = @holder, leased_until = @until
        where id = @subscription and (lease_holder = @holder or leased_until is null or leased_until < @now)
        """, new { subscription, holder, now, until = now + lease }, cancel) == 1;

    public Task ReleaseAsync(Guid subscription, Guid holder, CancellationToken cancel) =>
        ExecuteAsync("update subscription set leased_until = null where id = @subscription and lease_holder = @holder", new { subscription, holder }, cancel);

    /// <summary>Of each case the first event that is not delivered, when it is due: the next of a case waits for it.</summary>
    public Task<IReadOnlyList<Delivery>> HeadsAsync(Guid subscription, DateTimeOffset now, int limit, CancellationToken cancel) => QueryAsync<Delivery>($"""
        select d.id as "Id", d.case_id as "CaseId", d.task as "Task", d.kind as "Kind", d.body as "Body", d.attempts as "Attempts", d.first_tried_at as "FirstTriedAt"
        from delivery d
        where d.subscription = @subscription and not d.parked and d.due_at <= @now
          and {IsHead}
        order by d.due_at, d.id limit @limit
        """, new { subscription, now, limit }, cancel);

    public Task DeliveredAsync(Guid subscription, Guid id, CancellationToken cancel) =>
        ExecuteAsync("delete from delivery where id = @id and subscription = @subscription", new { subscription, id }, cancel);

    public Task FailedAsync(Guid subscription, Delivery delivery, string error, DateTimeOffset now, DateTimeOffset next, bool park, CancellationToken cancel) => ExecuteAsync("""
        update delivery set attempts = @attempts, first_tried_at = @first, last_error = @error, due_at = @next, parked = @park where id = @Id and subscription = @subscription
        """, new { subscription, delivery.Id, attempts = delivery.Attempts + 1, first = delivery.FirstTriedAt ?? now, error, next, park }, cancel);

    /// <summary>The receiver fails, since now unless it did before.</summary>
    public Task FailingAsync(Guid subscription, string error, DateTimeOffset now, CancellationToken cancel) =>
        ExecuteAsync("update subscription set failing_since = coalesce(failing_since, @now), last_error = @error where id = @subscription", new { subscription, error, now }, cancel);

    /// <summary>The receiver is back.</summary>
    /// <param name="all">True: whatever waits for its next attempt is tried now.</param>
    public async Task RecoveredAsync(Guid subscription, bool all, DateTimeOffset now, CancellationToken cancel)
    {
        await ExecuteAsync("update subscription set failing_since = null, last_error = null where id = @subscription", new { subscription }, cancel);
        if (all)
            await ExecuteAsync("update delivery set due_at = @now where subscription = @subscription and not parked and due_at > @now", new { subscription, now }, cancel);
    }

    /// <summary>Counts the changes of a subscription; null once it is gone.</summary>
    public async Task<long?> VersionAsync(Guid subscription, CancellationToken cancel) =>
        (await QueryAsync<long?>("select version from subscription where id = @subscription", new { subscription }, cancel)).SingleOrDefault();

    /// <summary>The receiver says that it is gone: nothing is sent until somebody subscribes again. False when somebody just has.</summary>
    public async Task<bool> TryDisableAsync(Guid subscription, long version, string error, DateTimeOffset now, CancellationToken cancel) => await ExecuteAsync(
        "update subscription set state = @state, failing_since = coalesce(failing_since, @now), last_error = @error where id = @subscription and version = @version",
        new { subscription, version, error, now, state = Subscription.Disabled }, cancel) == 1;

    /// <summary>What nobody has subscribed for again in all that time is kept no longer.</summary>
    public Task ForgetAsync(Guid subscription, DateTimeOffset before, CancellationToken cancel) =>
        ExecuteAsync("delete from delivery where subscription = @subscription and created_at < @before", new { subscription, before }, cancel);

    public Task ToldAsync(Guid subscription, DateTimeOffset? since, Guid? task, CancellationToken cancel) =>
        ExecuteAsync("update subscription set told_since = @since, told_task = @task where id = @subscription", new { subscription, since, task }, cancel);

    /// <summary>The task whose event has waited longest; null when none does.</summary>
    public async Task<Guid?> LongestWaitingAsync(Guid subscription, CancellationToken cancel)
    {
        var tasks = await QueryAsync<Guid>("select task from delivery where subscription = @subscription order by created_at, id limit 1", new { subscription }, cancel);
        return tasks.Count == 0 ? null : tasks[0];
    }

    /// <summary>How many events wait, how many were put aside, and when the next attempt is due: of each case its first event is tried.</summary>
    public async Task<(long Waiting, long Parked, DateTimeOffset? Next)> CountsAsync(Guid subscription, CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        var waiting = await connection.ExecuteScalarAsync<long>("select count(*) from delivery where subscription = @subscription and not parked", new { subscription });
        var parked = await connection.ExecuteScalarAsync<long>("select count(*) from delivery where subscription = @subscription and parked", new { subscription });
        var next = await connection.QueryFirstOrDefaultAsync<DateTimeOffset?>(
            $"select d.due_at from delivery d where d.subscription = @subscription and not d.parked and {IsHead} order by d.due_at limit 1", new { subscription });
        return (waiting, parked, next);
    }

    /// <summary>The oldest of those put aside.</summary>
    public Task<IReadOnlyList<ParkedView>> ParkedAsync(Guid subscription, int limit, CancellationToken cancel) => QueryAsync<ParkedView>("""
        select id as "Id", kind as "Type", task as "Task", case_id as "Case", created_at as "At", attempts as "Attempts", last_error as "LastError"
        from delivery where subscription = @subscription and parked order by created_at, id limit @limit
        """, new { subscription, limit }, cancel);

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object parameters, CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancel))).AsList();
    }

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancel)
    {
        await using DbConnection connection = await store.OpenAsync(cancel);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancel));
    }

    private static DynamicParameters Parameters(Subscription subscription, object more)
    {
        var parameters = new DynamicParameters(subscription);
        parameters.AddDynamicParams(more);
        return parameters;
    }
}
