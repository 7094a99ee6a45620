using System.Text.Json.Nodes;
using OneVisit.All.Verify;

namespace OneVisit.SystemTests.Verify;

/// <content>What an applicant gave, what departments keep beside it, and whose hands it is in.</content>
public abstract partial class DamageSuite
{
    private const string Widened = "update journal set enclosure = replace(enclosure, '\"widthMetres\":', '\"widthMetres\":1') where owner = @id and enclosure is not null";

    [Fact]
    public Task A_form_that_was_changed_in_the_case() => IsSeenAsync([Invariant.Given], id =>
        store.RunAsync("orchestrator", Widened, ("id", id)));

    [Fact]
    public Task A_form_that_was_changed_in_a_department() => IsSeenAsync([Invariant.Given], async id =>
        await store.RunAsync("signage", Widened, ("id", await store.TaskAsync("signage", id))));

    [Fact]
    public async Task A_form_that_another_task_was_given()
    {
        var other = await store.TaskAsync("tax", store.Asked);
        await IsSeenAsync([Invariant.Given], async id => await store.RunAsync(
            "tax", "update journal set enclosure = (select max(enclosure) || ' ' from journal where owner = @other) where owner = @task and enclosure is not null", ("other", other), ("task", await store.TaskAsync("tax", id))));
    }

    [Fact]
    public Task A_form_that_was_changed_everywhere_alike() => IsSeenAsync([Invariant.Given], async id =>
    {
        await store.RunAsync("orchestrator", Widened, ("id", id));
        await store.RunAsync("signage", Widened, ("id", await store.TaskAsync("signage", id)));
    });

    [Fact]
    public Task A_reserved_name_that_was_given_up_behind_its_task_s_back() => IsSeenAsync([Invariant.Register], async id =>
        await store.RunAsync("market-registration", "delete from register where kind = 'name' and owner = @task", ("task", await store.TaskAsync("market-registration", id))));

    [Fact]
    public Task A_reserved_name_under_another_key() => IsSeenAsync([Invariant.Register], async id =>
        await store.RunAsync("market-registration", "update register set key = key || '.' where kind = 'name' and owner = @task", ("task", await store.TaskAsync("market-registration", id))));

    [Fact]
    public Task A_reserved_name_that_says_another_name() => IsSeenAsync([Invariant.Register], async id =>
        await store.RunAsync("market-registration", "update register set data = '{\"name\":\"other\"}' where kind = 'name' and owner = @task", ("task", await store.TaskAsync("market-registration", id))));

    [Fact]
    public async Task Reserved_names_that_two_tasks_have_exchanged()
    {
        var other = store.Next();
        lock (Damaged)
            Damaged.Add(other);
        await IsSeenAsync([Invariant.Register], async id => await store.RunAsync(
            "market-registration", "update register set owner = case when owner = @one then @two else @one end where kind = 'name' and owner in (@one, @two)",
            ("one", await store.TaskAsync("market-registration", id)), ("two", await store.TaskAsync("market-registration", other))));
    }

    [Fact]
    public Task A_record_that_says_other_than_its_licence() => IsSeenAsync([Invariant.Register], async id =>
        await store.RunAsync("signage", "update register set data = replace(data, '\"text\":\"', '\"text\":\"not ') where owner = @task", ("task", await store.TaskAsync("signage", id))));

    [Fact]
    public Task A_record_that_says_nothing() => IsSeenAsync([Invariant.Register], async id =>
        await store.RunAsync("tax", "update register set data = '{}' where owner = @task", ("task", await store.TaskAsync("tax", id))));

    [Fact]
    public Task A_record_of_another_kind() => IsSeenAsync([Invariant.Register], async id =>
        await store.RunAsync("market-registration", "update register set kind = 'other' where kind = 'entity' and owner = @task", ("task", await store.TaskAsync("market-registration", id))));

    [Fact]
    public Task A_record_that_can_be_given_up() => IsSeenAsync([Invariant.Register], async id =>
        await store.RunAsync("signage", "update register set lasting = @no where owner = @task", ("task", await store.TaskAsync("signage", id)), ("no", false)));

    [Fact]
    public Task A_record_of_another_day() => IsSeenAsync([Invariant.Register], async id =>
        await store.RunAsync("signage", "update register set at = '2020-01-01T00:00:00.0000000Z' where owner = @task", ("task", await store.TaskAsync("signage", id))));

    [Theory]
    [InlineData("signage", "update number_sequence set next = 1 where name like @name", "sign/%")]
    [InlineData("seals", "update number_sequence set next = next - 1 where name like @name", "seal/%")]
    [InlineData("market-registration", "update number_sequence set name = 'gone' where name like @name", "credit-code/%")]
    public async Task A_sequence_that_would_give_a_number_again(string service, string damage, string name)
    {
        await store.RunAsync(service, damage, ("name", name));

        Assert.Contains(await Verified.FindingsAsync(store), f => f.Invariant == Invariant.Sequence && f.Service == service);
    }

    [Fact]
    public Task A_case_that_was_submitted_at_another_moment_than_its_journal_begins() => IsSeenAsync([Invariant.Agreement, Invariant.Tale], id =>
        store.EditAsync("orchestrator", "case_file", id, state => state["submittedAt"] = "2026-11-01T00:00:00+00:00"));

    [Fact]
    public Task A_task_that_was_submitted_at_another_moment_than_its_case() => IsSeenAsync([Invariant.Agreement], async id =>
        await store.EditAsync("tax", "task", await store.TaskAsync("tax", id), state => state["submittedAt"] = "2026-11-01T00:00:00+00:00"));

    [Fact]
    public Task A_case_of_another_bundle_than_was_submitted() => IsSeenAsync([Invariant.Agreement, Invariant.Tale], id =>
        store.EditAsync("orchestrator", "case_file", id, state => state["bundleVersion"] = "0"));

    [Fact]
    public Task A_task_that_somebody_else_has_than_its_journal_tells() => IsSeenAsync([Invariant.Tale], async id =>
    {
        var task = await store.TaskAsync("market-registration", id);
        await store.EditAsync("market-registration", "task", task, state => state["holder"] = "li");
        await store.RunAsync("market-registration", "update task set holder = 'li' where id = @task", ("task", task));
    }, store.Claimed, dropped: Invariant.Agreement);

    [Fact]
    public Task A_case_that_says_somebody_else_has_an_item_than_its_journal_tells() => IsSeenAsync([Invariant.Tale], id =>
        store.EditAsync("orchestrator", "case_file", id, state => Item(state, "market-registration")["holder"] = "li"), store.Claimed, dropped: Invariant.Agreement);

    [Fact]
    public async Task No_finding_names_a_person_or_what_they_gave()
    {
        var id = store.Next();
        lock (Damaged)
            Damaged.Add(id);
        var task = await store.TaskAsync("market-registration", id);
        await store.EditAsync("orchestrator", "case_file", id, state =>
        {
            (state["applicant"]!["name"], state["applicant"]!["idNumber"], state["subject"]) = ("王小明", "430602199001011234", "somebody-else");
            foreach (var item in state["items"]!.AsArray())
                item!["decision"]!["by"] = "officer:wang-xiaoming";
        });
        await store.EditAsync("market-registration", "task", task, state =>
        {
            (state["holder"], state["proposal"]) = ("wang-xiaoming", new JsonObject { ["by"] = "wang-xiaoming", ["decision"] = state["decision"]!.DeepClone() });
            state["decision"]!["by"] = "officer:wang-xiaoming";
        });
        await store.RunAsync("market-registration", "update register set key = '430602|catering|王小明' where kind = 'name' and owner = @task", ("task", task));

        var findings = (await Verified.FindingsAsync(store)).Where(f => f.Case == id).ToList();

        Assert.True(findings.Count > 5, $"{findings.Count} findings");
        Assert.All(findings, f => Assert.DoesNotMatch("王小明|somebody-else|wang-xiaoming|430602199001011234", f.ToString()));
    }
}
