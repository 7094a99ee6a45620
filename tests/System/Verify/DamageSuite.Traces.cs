using System.Text.Json.Nodes;
using OneVisit.All.Verify;

namespace OneVisit.SystemTests.Verify;

/// <content>What was put into a state, and came about by nothing that its journal tells.</content>
public abstract partial class DamageSuite
{
    private const string Text = """{"zh":"一","en":"one"}""";
    private const string Grounds = $$"""{"reason":{{Text}},"legalBasis":"a law"}""";
    private const string Extension = """{"days":15,"at":"2026-11-24T00:00:00+00:00","ofPromise":true}""";
    private const string Decision = $$"""{"outcome":"pass","by":"rule:x/1","at":"2026-11-24T00:00:00+00:00","reason":{{Text}},"legalBasis":"a law"}""";

    [Theory]
    [InlineData("notAcceptedBecause", Grounds)]
    [InlineData("endedBecause", Grounds)]
    [InlineData("extension", Extension)]
    [InlineData("promises", $$"""[{"material":"m","name":{{Text}},"limit":{"days":1,"unit":"working-day"},"items":["tax.registration"],"providedAt":"2026-11-24T00:00:00+00:00"}]""")]
    public Task A_case_with_something_of_which_its_journal_tells_nothing(string member, string json) => IsSeenAsync([Invariant.Tale], id =>
        store.EditAsync("orchestrator", "case_file", id, state => state[member] = JsonNode.Parse(json)));

    [Theory]
    [InlineData("holder", "\"li\"")]
    [InlineData("failure", Text)]
    [InlineData("issuedAs", "7")]
    [InlineData("told", $$"""[{"decision":{{Decision}},"at":"2026-11-24T00:00:00+00:00"}]""")]
    [InlineData("toldAt", "\"2026-11-24T00:00:00+00:00\"")]
    public Task An_item_with_something_of_which_its_journal_tells_nothing(string member, string json) => IsSeenAsync([Invariant.Tale], id =>
        store.EditAsync("orchestrator", "case_file", id, state => Item(state, "tax")[member] = JsonNode.Parse(json)));

    [Theory]
    [InlineData("afterCheck", $$"""{"passed":true,"by":"li","at":"2026-11-24T00:00:00+00:00","reason":{{Text}}}""", nameof(Invariant.Stalled))]
    [InlineData("checkDue", """{"since":"2026-11-24T00:00:00+00:00","limit":{"days":1,"unit":"working-day"},"reason":"sample"}""", null)]
    [InlineData("receipt", """{"reference":"r","by":"s","at":"2026-11-24T00:00:00+00:00"}""", null)]
    [InlineData("comments", """[{"by":"li","at":"2026-11-24T00:00:00+00:00","kind":"comment","text":"t"}]""", null)]
    [InlineData("failure", $$"""{"code":"c","reason":{{Text}},"final":true}""", null)]
    [InlineData("promised", """[{"material":"m","by":"2026-12-01"}]""", nameof(Invariant.Agreement))]
    [InlineData("round", "1", nameof(Invariant.Agreement))]
    public Task A_task_with_something_of_which_its_journal_tells_nothing(string member, string json, string? besides) => IsSeenAsync(member == "promised" ? [] : [Invariant.Tale], async id =>
        await store.EditAsync("tax", "task", await store.TaskAsync("tax", id), state => state[member] = JsonNode.Parse(json)), dropped: besides is null ? null : Enum.Parse<Invariant>(besides));

    [Fact]
    public Task A_decision_on_other_grounds_in_English() => IsSeenAsync([Invariant.Agreement, Invariant.Tale], id =>
        store.EditAsync("orchestrator", "case_file", id, state => Item(state, "tax")["decision"]!["reason"]!["en"] = "for a friend"));

    [Fact]
    public Task A_decision_of_another_moment_in_the_case_and_its_department_alike() => IsSeenAsync([Invariant.Tale], async id =>
    {
        await store.EditAsync("orchestrator", "case_file", id, state => Item(state, "tax")["decision"]!["at"] = "2026-11-24T00:00:00+00:00");
        await store.EditAsync("tax", "task", await store.TaskAsync("tax", id), state => state["decision"]!["at"] = "2026-11-24T00:00:00+00:00");
    });

    [Fact]
    public Task A_clock_that_stood_in_the_department_alone() => IsSeenAsync([Invariant.Agreement], async id =>
        await store.EditAsync("tax", "task", await store.TaskAsync("tax", id), state =>
            state["clock"]!["suspensions"] = JsonNode.Parse("""[{"from":"2026-11-24T00:00:00+00:00","to":"2026-11-25T00:00:00+00:00","cause":"supplement"}]""")));

    [Fact]
    public Task A_message_that_the_case_knows_and_its_department_has_not_sent() => IsSeenAsync([Invariant.Agreement], id =>
        store.EditAsync("orchestrator", "case_file", id, state => Item(state, "tax")["sequence"] = 9));

    [Theory]
    [InlineData("orchestrator", "\"attempts\":", "\"attempts\":1")]
    [InlineData("orchestrator", "\"unit\":\"working-day\"", "\"unit\":\"natural-day\"")]
    [InlineData("orchestrator", "\"maxDelaySeconds\":", "\"maxDelaySeconds\":1")]
    [InlineData("tax", "\"open\":[]", "\"open\": []")]
    public Task A_state_in_which_whatever_was_changed_that_nothing_else_says(string service, string what, string by) => IsSeenAsync([Invariant.StateChecksum], async id =>
    {
        var (table, row) = service == "orchestrator" ? ("case_file", id) : ("task", await store.TaskAsync(service, id));
        // The first of them alone.
        var state = await store.ReadAsync(service, $"select state from {table} where id = @row", ("row", row));
        var at = state.IndexOf(what, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{what} is not in {state}");
        await store.RunAsync(service, $"update {table} set state = @state where id = @row", ("state", string.Concat(state.AsSpan(0, at), by, state.AsSpan(at + what.Length))), ("row", row));
    });

    [Fact]
    public Task A_row_that_was_written_before_there_were_checksums_is_not_held_to_one() => IsSeenAsync([], id =>
        store.RunAsync("orchestrator", "update case_file set state_checksum = null where id = @id", ("id", id)));
}
