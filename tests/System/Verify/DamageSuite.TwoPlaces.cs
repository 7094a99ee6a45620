using System.Text.Json.Nodes;
using OneVisit.All.Verify;

namespace OneVisit.SystemTests.Verify;

/// <content>What stands in two places, state and journal, state and column, case and department, licence and index, and says the same no more.</content>
public abstract partial class DamageSuite
{
    [Fact]
    public Task A_licence_of_which_the_index_says_something_else() => IsSeenAsync([Invariant.LicenceIndex], id =>
        store.RunAsync("orchestrator", "update register set data = replace(data, '\"holder\":\"', '\"holder\":\"not ') where owner = @id and key like '%/sign-permit'", ("id", id)));

    [Fact]
    public Task A_licence_that_says_something_else_in_its_department() => IsSeenAsync([Invariant.Agreement], async id =>
        await store.EditAsync("signage", "task", await store.TaskAsync("signage", id), state => state["licences"]![0]!["validUntil"] = "2099-12-31"));

    [Fact]
    public Task A_decision_of_which_the_journal_tells_otherwise() => IsSeenAsync([Invariant.Agreement, Invariant.Tale], id =>
        store.EditAsync("orchestrator", "case_file", id, state => Item(state, "tax")["decision"]!["by"] = "officer:nobody"));

    [Fact]
    public Task A_licence_of_which_neither_journal_tells() => IsSeenAsync([Invariant.LicenceIndex, Invariant.Tale], async id =>
    {
        await store.EditAsync("orchestrator", "case_file", id, state => Item(state, "seals")["licences"]![0]!["number"] = $"forged-{id:N}");
        await store.EditAsync("seals", "task", await store.TaskAsync("seals", id), state => state["licences"]![0]!["number"] = $"forged-{id:N}");
    });

    [Fact]
    public Task A_completed_case_with_the_outcome_of_another_end() => IsSeenAsync([Invariant.Ended, Invariant.Tale], id =>
        store.EditAsync("orchestrator", "case_file", id, state => state["outcome"] = "withdrawn"));

    [Fact]
    public Task A_case_that_ended_at_another_time_than_its_journal_tells() => IsSeenAsync([Invariant.Tale], id =>
        store.EditAsync("orchestrator", "case_file", id, state => state["endedAt"] = "2030-01-01T00:00:00+00:00"));

    [Fact]
    public Task A_journal_that_was_cut_and_closed_again() => IsSeenAsync([Invariant.Licence, Invariant.LicenceIndex, Invariant.Tale], async id =>
    {
        await store.RunAsync("orchestrator", "update case_file set journal_count = (select max(seq) - 1 from journal where owner = @id) where id = @id", ("id", id));
        await store.RunAsync("orchestrator", "delete from journal where owner = @id and seq = (select max(seq) from journal where owner = @id)", ("id", id));
        await store.RunAsync("orchestrator", "update case_file set journal_hash = (select hash from journal where owner = @id order by seq desc limit 1) where id = @id", ("id", id));
        await store.ChecksumAsync("orchestrator", "case_file", id);
    });

    [Fact]
    public Task A_case_that_somebody_else_finds_among_theirs() => IsSeenAsync([Invariant.Acknowledged, Invariant.State, Invariant.Telling], id =>
        store.RunAsync("orchestrator", "update case_file set subject = 'somebody-else' where id = @id", ("id", id)));

    [Fact]
    public Task A_task_that_its_own_officers_do_not_find() => IsSeenAsync([Invariant.State], async id =>
        await store.RunAsync("tax", "update task set authority_region = '430603' where id = @task", ("task", await store.TaskAsync("tax", id))));

    [Fact]
    public Task A_submission_that_cannot_be_read() => IsSeenAsync([Invariant.Given, Invariant.State], id =>
        store.RunAsync("orchestrator", "update journal set enclosure = '{' where owner = @id and enclosure is not null", ("id", id)));

    [Fact]
    public Task A_submission_that_is_gone() => IsSeenAsync([Invariant.Given, Invariant.State], id =>
        store.RunAsync("orchestrator", "update journal set enclosure = null where owner = @id", ("id", id)));

    [Fact]
    public Task A_submission_of_before_that_is_not_what_was_given() => IsSeenAsync([Invariant.Given], id =>
        store.RunAsync("orchestrator", "update journal set enclosure = '{}' where owner = @id and seq = (select max(seq) from journal where owner = @id)", ("id", id)));

    [Fact]
    public Task A_submission_that_nothing_leads_to() => IsSeenAsync([Invariant.State], id =>
        store.RunAsync("orchestrator", "update case_file set enclosed_in = null where id = @id", ("id", id)));

    [Fact]
    public Task An_identity_number_that_stands_in_the_case_unmasked() => IsSeenAsync([Invariant.State], id =>
        store.EditAsync("orchestrator", "case_file", id, state => state["applicant"]!["idNumber"] = "430602199001011234"));

    [Fact]
    public Task A_version_that_was_set_back() => IsSeenAsync([Invariant.State, Invariant.StateChecksum], id =>
        store.RunAsync("orchestrator", "update case_file set version = 1 where id = @id", ("id", id)));

    [Fact]
    public Task A_case_that_says_it_was_never_accepted_and_whose_task_is_gone() => IsSeenAsync([Invariant.Agreement, Invariant.Tale], async id =>
    {
        await store.EditAsync("orchestrator", "case_file", id, state => state.Remove("acceptedAt"));
        await store.RunAsync("signage", "delete from task where id = @task", ("task", await store.TaskAsync("signage", id)));
    }, dropped: Invariant.Orphan);

    [Fact]
    public Task An_issue_that_was_never_asked_for() => IsSeenAsync([Invariant.Agreement, Invariant.LicenceIndex, Invariant.Stalled, Invariant.State, Invariant.Tale], id => store.EditAsync("orchestrator", "case_file", id, state =>
    {
        state["lifecycle"] = "issuing";
        state.Remove("endedAt");
        state.Remove("outcome");
        var item = Item(state, "signage");
        (item["lifecycle"], item["licences"], item["issuedAs"]) = ("review-passed", new JsonArray(), 0);
    }));

    [Fact]
    public Task An_item_that_was_issued_before_what_it_rests_on() => IsSeenAsync([Invariant.Licence, Invariant.Tale], id =>
        store.EditAsync("orchestrator", "case_file", id, state => Item(state, "market-registration")["issuedAs"] = 9));

    [Fact]
    public Task A_task_of_other_limits_than_its_case() => IsSeenAsync([Invariant.Agreement], async id =>
        await store.EditAsync("tax", "task", await store.TaskAsync("tax", id), state => state["clock"]!["start"] = "2020-01-01T00:00:00+00:00"));

    [Fact]
    public Task An_item_of_other_terms_than_its_department_was_given() => IsSeenAsync([Invariant.Agreement], id =>
        store.EditAsync("orchestrator", "case_file", id, state => Item(state, "tax")["terms"]!["fourEyes"] = true));

    [Fact]
    public Task An_item_with_another_authority_than_its_task() => IsSeenAsync([Invariant.Agreement], id =>
        store.EditAsync("orchestrator", "case_file", id, state => Item(state, "tax")["authority"] = "430603.tax"));

    [Fact]
    public Task An_item_that_was_issued_at_another_attempt_than_its_task() => IsSeenAsync([Invariant.Agreement], id =>
        store.EditAsync("orchestrator", "case_file", id, state => Item(state, "tax")["attempt"] = 7));

    [Fact]
    public Task A_supplement_whose_time_will_never_be_up() => IsSeenAsync([Invariant.Wake], async id =>
    {
        await store.EditAsync("orchestrator", "case_file", id, state => Item(state, "market-registration")["step"] = JsonNode.Parse("""{"kind":"supplement","start":"2026-01-01T00:00:00+00:00","limit":{"days":5,"unit":"working-day"}}"""));
        await store.RunAsync("orchestrator", "update case_file set wakes_at = null where id = @id", ("id", id));
    }, store.Asked);

    [Fact]
    public Task An_open_case_that_is_woken_in_a_hundred_years() => IsSeenAsync([Invariant.Wake], id =>
        store.RunAsync("orchestrator", "update case_file set wakes_at = '2130-01-01T00:00:00.0000000Z' where id = @id", ("id", id)), store.Asked);

    [Fact]
    public Task A_record_of_a_licence_that_its_register_has_lost() => IsSeenAsync([Invariant.Register], async id =>
        await store.RunAsync("market-registration", "delete from register where owner = @task and kind = 'entity'", ("task", await store.TaskAsync("market-registration", id))));

    [Fact]
    public Task A_case_submitted_under_a_catalogue_that_is_not_kept() =>
        IsSeenAsync([Invariant.Agreement], id => store.EditAsync("orchestrator", "case_file", id, state => state["catalogue"] = "lost"), anywhere: Invariant.Text);

    /// <summary>What seems to be on its way to a case for ever, and a journal whose last day is still to come, hide nothing.</summary>
    [Fact]
    public Task A_contradiction_behind_an_envelope_that_never_leaves() => IsSeenAsync([Invariant.Agreement], async id =>
    {
        await store.EditAsync("signage", "task", await store.TaskAsync("signage", id), state => state["licences"]![0]!["validUntil"] = "2099-12-31");
        await store.RunAsync("seals", "insert into outbox (id, destination, body, created_at) values (@envelope, 'nowhere', @body, '2099-01-01T00:00:00.0000000Z')",
            ("envelope", Guid.CreateVersion7()), ("body", System.Text.Encoding.UTF8.GetBytes(
                $"{{\"id\":\"{Guid.CreateVersion7()}\",\"from\":\"seals\",\"messages\":[{{\"type\":\"task-held\",\"body\":{{\"caseId\":\"{id}\",\"taskId\":\"{id}\",\"holder\":\"\",\"lifecycle\":\"claimed\",\"sequence\":1}}}}]}}")));
    });
}
