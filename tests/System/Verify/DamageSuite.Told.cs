using OneVisit.All.Verify;

namespace OneVisit.SystemTests.Verify;

/// <content>What people and systems are told, first answers, and the texts that are kept.</content>
public abstract partial class DamageSuite
{
    [Fact]
    public Task A_notice_that_somebody_else_is_given() => IsSeenAsync([Invariant.Telling], id =>
        store.RunAsync("orchestrator", "update notice set subject = 'somebody-else' where owner = @id and role = 'applicant'", ("id", id)));

    [Fact]
    public Task A_notice_of_another_end() => IsSeenAsync([Invariant.Telling], id =>
        store.RunAsync("orchestrator", "update notice set kind = 'refused' where owner = @id and kind = 'completed'", ("id", id)));

    [Fact]
    public Task A_notice_that_is_no_JSON() => IsSeenAsync([Invariant.Telling], id =>
        store.RunAsync("orchestrator", "update notice set data = '{' where owner = @id", ("id", id)));

    [Fact]
    public Task A_notice_of_nothing() => IsSeenAsync([Invariant.Orphan], id =>
        store.RunAsync("orchestrator", "insert into notice (id, owner, role, kind, zh, en, data, at) select @new, @id, role, kind, zh, en, data, at from notice where kind = 'completed' limit 1", ("new", Guid.CreateVersion7()), ("id", id)),
        Guid.CreateVersion7());

    [Fact]
    public async Task A_delivery_of_what_is_not_there()
    {
        var id = store.Next();
        lock (Damaged)
            Damaged.Add(id);
        await store.RunAsync("tax",
            "insert into delivery (id, subscription, case_id, task, place, kind, body, created_at, due_at, attempts, parked) values (@row, @row, @id, @task, 1, 'task.requested', '{', '2026-01-01T00:00:00.0000000Z', '2126-01-01T00:00:00.0000000Z', 0, @no)",
            ("row", Guid.CreateVersion7()), ("id", id), ("task", await store.TaskAsync("tax", id)), ("no", false));

        var findings = await Verified.FindingsAsync(store);

        Assert.Equal(2, findings.Count(f => f.Invariant == Invariant.Telling && f.Service == "tax" && f.Case == id));
    }

    [Fact]
    public Task An_answer_that_names_another_case() => IsSeenAsync([Invariant.Acknowledged], id =>
        store.RunAsync("orchestrator", "update idempotency set answer = replace(answer, '\\\"id\\\":\\\"', '\\\"id\\\":\\\"0') where answer like @named", ("named", $"%/api/cases/{id}%")));

    [Fact]
    public Task An_answer_of_another_moment() => IsSeenAsync([Invariant.Acknowledged], id =>
        store.RunAsync("orchestrator", "update idempotency set created_at = '2026-11-01T00:00:00.0000000Z' where answer like @named", ("named", $"%/api/cases/{id}%")));

    [Fact]
    public Task An_answer_that_somebody_else_is_given() => IsSeenAsync([Invariant.Acknowledged], id =>
        store.RunAsync("orchestrator", "update idempotency set key = 'somebody-' || key where answer like @named", ("named", $"%/api/cases/{id}%")));

    [Fact]
    public async Task An_answer_that_is_none()
    {
        await store.RunAsync("orchestrator", "insert into idempotency (key, body_hash, answer, created_at) values ('somebody-secret', '', '{', '2026-11-01T00:00:00.0000000Z')");

        var findings = await Verified.FindingsAsync(store);

        Assert.Contains(findings, f => f.Invariant == Invariant.Acknowledged && f.Case is null);
        Assert.DoesNotContain(findings, f => f.What.Contains("somebody-secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("orchestrator", "catalogue_text", "digest")]
    [InlineData("orchestrator", "calendar_text", "edition")]
    [InlineData("desk", "catalogue_text", "digest")]
    public async Task A_kept_text_that_was_changed(string service, string table, string key)
    {
        await store.RunAsync(service, $"insert into {table} ({key}, content, kept_at) select 'other', content, kept_at from {table} limit 1");
        await store.RunAsync(service, $"insert into {table} ({key}, content, kept_at) values ('none', @none, '2026-11-01T00:00:00.0000000Z')", ("none", "none"u8.ToArray()));

        var findings = await Verified.FindingsAsync(store);

        var what = table[..table.IndexOf('_', StringComparison.Ordinal)];
        Assert.All((string[])["other", "none"], text => Assert.Contains(findings, f => f.Invariant == Invariant.Text && f.Service == service && f.What == $"the {what} {text} is not kept as it was"));
    }
}
