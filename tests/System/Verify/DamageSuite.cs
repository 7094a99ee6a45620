using System.Text.Json.Nodes;
using OneVisit.All.Verify;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.SystemTests.Verify;

/// <summary>A database damaged by hand: verify names the invariant and the case, and says nothing of any other case.</summary>
public abstract partial class DamageSuite(FilledStore store)
{
    private static readonly HashSet<Guid> Damaged = [];

    [Fact]
    public Task A_journal_entry_that_was_changed() => IsSeenAsync([Invariant.JournalChain], id =>
        store.RunAsync("orchestrator", "update journal set data = replace(data, '\"department\":\"tax\"', '\"department\":\"taxes\"') where owner = @id and seq = 1", ("id", id)));

    [Fact]
    public Task A_row_of_the_journal_with_more_entries_than_kinds() => IsSeenAsync([Invariant.JournalChain, Invariant.Tale], id =>
        store.RunAsync("orchestrator", "update journal set data = replace(data, ']', ',{}]') where owner = @id and seq = 1", ("id", id)));

    [Fact]
    public Task Entries_that_were_taken_out_of_a_journal() => IsSeenAsync([Invariant.Decision, Invariant.JournalChain, Invariant.Tale], id =>
        store.RunAsync("orchestrator", "delete from journal where owner = @id and seq = (select min(seq) from journal where owner = @id and seq > 1)", ("id", id)));

    [Fact]
    public Task A_department_s_journal_that_lost_its_end() => IsSeenAsync([Invariant.JournalEnd, Invariant.Register, Invariant.Tale], async id =>
        await store.RunAsync("tax", "delete from journal where owner = @task and seq = (select max(seq) from journal where owner = @task)", ("task", await store.TaskAsync("tax", id))), dropped: Invariant.Licence);

    [Fact]
    public Task A_case_that_says_its_journal_ends_otherwise() => IsSeenAsync([Invariant.JournalEnd, Invariant.StateChecksum], id =>
        store.RunAsync("orchestrator", "update case_file set journal_hash = @hash where id = @id", ("id", id), ("hash", JournalChain.Origin)));

    [Fact]
    public Task A_case_that_was_deleted() => IsSeenAsync([Invariant.Acknowledged, Invariant.Orphan, Invariant.TaskWithoutCase], id =>
        store.RunAsync("orchestrator", "delete from case_file where id = @id", ("id", id)));

    [Fact]
    public Task A_task_that_was_deleted() => IsSeenAsync([Invariant.Agreement], async id =>
        await store.RunAsync("signage", "delete from task where id = @task", ("task", await store.TaskAsync("signage", id))));

    [Fact]
    public Task A_review_that_was_decided_twice() => IsSeenAsync([Invariant.Decision, Invariant.State, Invariant.Tale], async id =>
        await AppendAsync("seals", "task", await store.TaskAsync("seals", id), "review-decided", """{"outcome":"pass","by":"rule:seal-set/1"}"""));

    [Fact]
    public Task An_item_that_was_issued_twice() => IsSeenAsync([Invariant.Licence, Invariant.Tale], id =>
        AppendAsync("orchestrator", "case_file", id, "licences-issued", """{"item":"tax.registration","department":"tax","licences":[]}"""));

    [Fact]
    public Task A_second_licence_of_one_type() => IsSeenAsync([Invariant.Agreement, Invariant.Licence, Invariant.LicenceIndex, Invariant.Tale], id => store.EditAsync("orchestrator", "case_file", id, state =>
    {
        var licences = Item(state, "tax")["licences"]!.AsArray();
        var second = licences[0]!.DeepClone();
        second["number"] = $"{Unique("tax")}";
        licences.Add(second);
    }));

    [Fact]
    public Task A_corrected_licence_that_lacks_a_version() => IsSeenAsync([Invariant.Agreement, Invariant.LicenceIndex, Invariant.LicenceVersion], id => store.EditAsync("orchestrator", "case_file", id, state =>
        Item(state, "signage")["licences"]![0]!["version"] = 3));

    [Fact]
    public Task A_version_of_a_department_s_licence_that_took_no_other_s_place() => IsSeenAsync([Invariant.Agreement, Invariant.LicenceVersion], async id =>
        await store.EditAsync("signage", "task", await store.TaskAsync("signage", id), state => state["licences"]![0]!["version"] = 2));

    [Fact]
    public Task A_correction_whose_licence_is_gone() => IsSeenAsync([Invariant.Agreement, Invariant.LicenceVersion], id => store.EditAsync("orchestrator", "case_file", id, state =>
    {
        var superseded = Item(state, "signage")["licences"]![0]!.DeepClone();
        superseded["number"] = "gone";
        Item(state, "signage")["corrections"] = new JsonArray(new JsonObject
        {
            ["superseded"] = superseded, ["fields"] = new JsonArray("text"), ["by"] = "officer:li", ["at"] = "2026-01-01T00:00:00+00:00", ["reason"] = new JsonObject { ["zh"] = "笔误", ["en"] = "a slip" }, ["legalBasis"] = "a law",
        });
    }));

    [Fact]
    public Task A_licence_whose_review_did_not_pass() => IsSeenAsync([Invariant.Agreement, Invariant.Decision, Invariant.Licence, Invariant.Tale], id => store.EditAsync("orchestrator", "case_file", id, state =>
        Item(state, "seals")["decision"]!["outcome"] = "refuse"));

    [Fact]
    public async Task A_number_that_another_case_has()
    {
        var other = store.Next();
        var number = "";
        await store.EditAsync("orchestrator", "case_file", other, state => number = Item(state, "seals")["licences"]![0]!["number"]!.GetValue<string>());
        await IsSeenAsync([Invariant.Agreement, Invariant.LicenceIndex, Invariant.LicenceNumber, Invariant.Tale], id => store.EditAsync("orchestrator", "case_file", id, state =>
            Item(state, "seals")["licences"]![0]!["number"] = number));
    }

    [Fact]
    public Task A_licence_that_is_not_in_the_index() => IsSeenAsync([Invariant.LicenceIndex], id =>
        store.RunAsync("orchestrator", "delete from register where owner = @id and key like '%/sign-permit'", ("id", id)));

    [Fact]
    public Task A_licence_that_only_the_index_says_is_revoked() => IsSeenAsync([Invariant.LicenceIndex], id =>
        store.RunAsync("orchestrator", "update register set revoked = @yes where owner = @id and key like '%/tax-registration'", ("id", id), ("yes", true)));

    [Fact]
    public Task A_department_that_revoked_what_its_case_still_has() => IsSeenAsync([Invariant.Agreement, Invariant.Register, Invariant.State, Invariant.Tale], async id =>
        await store.EditAsync("tax", "task", await store.TaskAsync("tax", id), state => state["lifecycle"] = "revoked"));

    [Fact]
    public Task A_register_entry_of_a_number_that_was_not_issued() => IsSeenAsync([Invariant.Register], async id =>
        await store.RunAsync("market-registration", "update register set key = '91430602MA0000000X' where kind = 'entity' and owner = @task", ("task", await store.TaskAsync("market-registration", id))));

    [Fact]
    public Task A_name_that_a_refused_case_still_reserves() => IsSeenAsync([Invariant.Register], async id =>
        await store.RunAsync("market-registration", "insert into register (kind, key, owner, lasting, revoked, data, at) values ('name', 'kept', @task, @no, @no, '{}', '2026-01-01T00:00:00Z')",
            ("task", await store.TaskAsync("market-registration", id)), ("no", false)), store.Refused);

    [Fact]
    public Task A_case_that_has_ended_and_is_to_be_woken() => IsSeenAsync([Invariant.Wake], id =>
        store.RunAsync("orchestrator", "update case_file set wakes_at = '2030-01-01T00:00:00Z' where id = @id", ("id", id)));

    [Fact]
    public Task An_open_case_that_nobody_holds_and_whose_request_got_lost() => IsSeenAsync([Invariant.Holder, Invariant.Stalled, Invariant.Tale], async id =>
    {
        await store.EditAsync("orchestrator", "case_file", id, state => Item(state, "market-registration")["holder"] = "");
        await store.EditAsync("orchestrator", "case_file", id, state => Item(state, "market-registration")["lifecycle"] = "requested");
    }, store.Open);

    [Fact]
    public Task A_decision_of_one_person_where_the_item_wants_four_eyes() => IsSeenAsync([Invariant.Agreement, Invariant.Decision, Invariant.Tale], async id =>
        await store.EditAsync("tax", "task", await store.TaskAsync("tax", id), state =>
        {
            state["terms"]!["fourEyes"] = true;
            state["decision"]!["by"] = "officer:li";
        }));

    [Fact]
    public Task A_proposal_of_somebody_who_does_not_hold_the_task() => IsSeenAsync([Invariant.Holder, Invariant.State, Invariant.Tale], async id =>
        await store.EditAsync("tax", "task", await store.TaskAsync("tax", id), state => state["proposal"] = new JsonObject { ["by"] = "li", ["decision"] = state["decision"]!.DeepClone() }));

    [Fact]
    public Task A_case_that_gathers_what_nobody_asks() => IsSeenAsync([Invariant.Notice], id => store.EditAsync("orchestrator", "case_file", id, state =>
        state["collecting"] = JsonNode.Parse("""{"opened":"2026-11-24T00:00:00Z","terms":{"limit":{"days":2,"unit":"working-day"},"telling":{"days":5,"unit":"working-day"}}}""")), dropped: Invariant.Wake);

    [Fact]
    public Task A_notice_of_what_nobody_had_asked() => IsSeenAsync([Invariant.Notice, Invariant.Tale], id =>
        AppendAsync("orchestrator", "case_file", id, "supplement-told", """{"requests":[{"item":"tax.registration"}]}"""));

    [Fact]
    public Task A_completed_case_with_an_item_still_in_review() => IsSeenAsync([Invariant.Agreement, Invariant.Ended, Invariant.Licence], id => store.EditAsync("orchestrator", "case_file", id, state =>
        Item(state, "seals")["lifecycle"] = "reviewing"));

    [Fact]
    public Task A_terminated_case_that_kept_its_licences() => IsSeenAsync([Invariant.Compensation, Invariant.State, Invariant.Tale], id => store.EditAsync("orchestrator", "case_file", id, state =>
        (state["lifecycle"], state["outcome"]) = ("terminated", "revoked")));

    [Fact]
    public Task A_case_that_was_terminated_on_no_ground() => IsSeenAsync([Invariant.Compensation, Invariant.Ended, Invariant.State, Invariant.Tale], id => store.EditAsync("orchestrator", "case_file", id, state =>
        (state["lifecycle"], state["outcome"]) = ("terminated", "terminated")));

    [Fact]
    public Task A_visit_that_is_still_waited_for_after_the_end_by_who_never_asked_for_it() => IsSeenAsync([Invariant.Visit, Invariant.Wake], id => store.EditAsync("orchestrator", "case_file", id, state =>
        state["inspection"] = Visit(state, "appointed", findings: [])));

    [Fact]
    public Task A_record_of_a_visit_that_the_journal_tells_nothing_of_and_in_which_absence_is_no_agreement() => IsSeenAsync([Invariant.Visit], id => store.EditAsync("orchestrator", "case_file", id, state =>
    {
        var absent = JsonNode.Parse("""{"item":"seals.seal-set","department":"seals","agrees":false,"finding":{"zh":"缺席","en":"absent"},"photographs":[],"at":"2026-01-01T00:00:00+00:00","absenceBasis":"a rule"}""")!;
        state["inspection"] = Visit(state, "held", [new JsonObject { ["task"] = Item(state, "seals")["task"]!.DeepClone(), ["finding"] = absent }]);
    }));

    [Fact]
    public Task A_case_that_cannot_be_read() => IsSeenAsync([Invariant.State], id => store.EditAsync("orchestrator", "case_file", id, state => state.Remove("items")));

    [Fact]
    public async Task A_message_that_was_set_aside_and_an_envelope_that_nobody_takes()
    {
        await store.RunAsync("seals", "insert into dead_letter (id, envelope, type, body, reason, at) values (@id, @id, 'request-issue', '{}', 'by hand', '2026-01-01T00:00:00Z')", ("id", Guid.CreateVersion7()));
        await store.RunAsync("seals", "insert into outbox (id, destination, body, created_at) values (@id, 'nowhere', @body, '2026-01-01T00:00:00.0000000Z')",
            ("id", Guid.CreateVersion7()), ("body", """{"id":"01890000-0000-7000-8000-000000000000","messages":[]}"""u8.ToArray()));

        var findings = await Verified.FindingsAsync(store);

        Assert.Contains(findings, f => f.Invariant == Invariant.DeadLetter && f.Service == "seals" && f.What.Contains("by hand", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.Invariant == Invariant.Outbox && f.Service == "seals" && f.What.Contains("nowhere", StringComparison.Ordinal));
    }

    /// <param name="dropped">May be seen as well.</param>
    /// <param name="anywhere">Seen of the store as a whole.</param>
    private async Task IsSeenAsync(Invariant[] expected, Func<Guid, Task> damage, Guid? of = null, Invariant? dropped = null, Invariant? anywhere = null)
    {
        var id = of ?? store.Next();
        lock (Damaged)
            Damaged.Add(id);
        await damage(id);

        var findings = await Verified.FindingsAsync(store);

        Assert.Equal(expected, findings.Where(f => f.Case == id && f.Invariant != dropped).Select(f => f.Invariant).Distinct().OrderBy(i => i.ToString(), StringComparer.Ordinal));
        if (anywhere is { } whole)
            Assert.Contains(findings, f => f.Invariant == whole && f.Case is null);
        lock (Damaged)
            Assert.All(findings.Where(f => f.Case is not null), f => Assert.Contains(f.Case!.Value, Damaged));
    }

    /// <summary>Another entry, as whoever holds the store's own code could write it: the chain is whole.</summary>
    private async Task AppendAsync(string service, string table, Guid id, string kind, string data)
    {
        var count = long.Parse(await store.ReadAsync(service, $"select journal_count from {table} where id = @id", ("id", id)), System.Globalization.CultureInfo.InvariantCulture) + 1;
        var before = await store.ReadAsync(service, $"select journal_hash from {table} where id = @id", ("id", id));
        var hash = JournalChain.Next(before, id, count, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), kind, data);
        await store.RunAsync(service, "insert into journal (owner, seq, at, kind, data, hash) values (@id, @count, '2026-01-01T00:00:00.0000000Z', @kind, @data, @hash)",
            ("id", id), ("count", count), ("kind", kind), ("data", data), ("hash", hash));
        await store.RunAsync(service, $"update {table} set journal_count = @count, journal_hash = @hash where id = @id", ("id", id), ("count", count), ("hash", hash));
        await store.ChecksumAsync(service, table, id);
    }

    private static JsonObject Visit(JsonObject state, string phase, JsonArray findings)
    {
        var visit = JsonNode.Parse("""
            { "number": 1, "requestedAt": "2026-01-01T00:00:00+00:00", "leader": "seals", "revision": 1, "couldJoin": [], "slots": [], "appointment": { "date": "2026-01-05", "part": "morning" },
              "terms": { "planning": { "days": 1, "unit": "working-day" }, "consent": { "days": 1, "unit": "working-day" }, "findings": { "days": 1, "unit": "working-day" },
                "absence": { "rule": { "zh": "规则", "en": "a rule" }, "basis": "a rule" }, "sameDay": false } }
            """)!.AsObject();
        visit["phase"] = phase;
        visit["findings"] = findings;
        visit["participants"] = new JsonArray(new JsonObject
        {
            ["task"] = Item(state, "seals")["task"]!.DeepClone(),
            ["item"] = "seals.seal-set",
            ["department"] = "seals",
            ["authority"] = "430602.seals",
            ["request"] = 1,
        });
        return visit;
    }

    private static JsonNode Item(JsonObject state, string department) => state["items"]!.AsArray().Single(i => i!["department"]!.GetValue<string>() == department)!;

    private static string Unique(string stem) => Support.Unique.Name(stem);
}

public sealed class DamageOnPostgres(FilledPostgres store) : DamageSuite(store), IClassFixture<FilledPostgres>;
