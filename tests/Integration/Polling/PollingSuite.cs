using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OneVisit.Contracts;
using OneVisit.Integration.Stores;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Polling;
using OneVisit.Support;

namespace OneVisit.Integration.Polling;

/// <summary>Tasks in a real closed system, which is slow, lies, and goes away.</summary>
public abstract partial class PollingSuite(TestDatabase database) : IAsyncLifetime
{
    private readonly VirtualClock _clock = new(TimeProvider.System);
    private readonly List<IAsyncDisposable> _started = [];
    private ClosedSystemServer _server = null!;

    public async Task InitializeAsync() => _server = await ClosedSystemServer.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var started in Enumerable.Reverse(_started))
            await started.DisposeAsync();
        await _server.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_task_is_filed_received_decided_and_issued_by_what_the_system_says_and_then_forgotten()
    {
        var process = await StartAsync();
        var says = "10";
        _server.Says = filed => new { state = filed.IsToIssue ? "50" : says, licence = "TR-2026-1", kind = "small-scale" };

        await process.RequestAsync(1);
        await process.UntilAsync(1, ItemLifecycle.Claimed);
        Assert.Equal(("polling/parks-county", "C-1"), (await process.TaskAsync(1))!.Receipt is var r ? (r!.By, r.Reference) : default);
        await HeardAgainAsync();
        says = "20";
        await process.UntilAsync(1, ItemLifecycle.ReviewPassed);
        Assert.Equal("system:polling/parks-county", (await process.TaskAsync(1))!.Decision!.By);

        await process.SendAsync(AskingProcess.Order(1));
        await process.UntilAsync(1, ItemLifecycle.Issued);
        var licence = Assert.Single((await process.TaskAsync(1))!.Licences);
        Assert.Equal(("permit", "TR-2026-1", "small-scale"), (licence.Type, licence.Number, licence.Data.GetProperty("taxpayerKind").GetString()));
        await Eventually.EqualAsync("nothing is remembered", 0L, process.RememberedAsync);
        var filed = Assert.Single(_server.Files.Values);
        Assert.Equal("北路", Assert.Single(filed.Bodies).GetProperty("form").GetProperty("tree").GetProperty("place").GetString());
        Assert.Equal((1, 1), (_server.Count("POST", "/apply/C-1/issue"), await process.ScalarAsync<int>("select count(*) from journal where kind = 'review-decided'")));
        Assert.All(_server.Heard, h => Assert.Equal(ClosedSystemServer.Key, h.Key));
        Assert.Equal($"{AskingProcess.IdOf(1)}", _server.Heard.First(h => h.Method == "POST").IdempotencyKey);
        Assert.DoesNotContain(process.Log.Said, l => l.Contains(ClosedSystemServer.Key, StringComparison.Ordinal) || l.Contains("张三", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_reason_once_and_the_task_is_asked_about_no_more()
    {
        var process = await StartAsync();
        _server.Says = _ => new { state = "30", opinion = "此处不得砍伐" };

        await process.RequestAsync(1);
        await process.UntilAsync(1, ItemLifecycle.Refused);

        await Eventually.EqualAsync("nothing is remembered", 0L, process.RememberedAsync);
        Assert.Equal(("此处不得砍伐", "税收征收管理法 第十五条"), (await process.TaskAsync(1))!.Decision is var d ? (d!.Reason.Zh, d.LegalBasis) : default);
        Assert.Equal(0, _server.Count("DELETE", "/"));
    }

    [Fact]
    public async Task What_was_there_before_it_was_configured_is_filed_and_a_restart_goes_on_where_it_stood()
    {
        var first = await StartAsync();
        await first.RequestAsync(1, 2);
        await Eventually.EqualAsync("both are filed", 2, () => Task.FromResult(_server.Files.Count));
        await first.UntilAsync(2, ItemLifecycle.Claimed);
        _started.Remove(first);
        await first.DisposeAsync();
        _server.Says = _ => new { state = "20" };

        var second = await StartAsync();

        await second.UntilAsync(1, ItemLifecycle.ReviewPassed);
        await second.UntilAsync(2, ItemLifecycle.ReviewPassed);
        Assert.All(_server.Files.Values, f => Assert.Single(f.Bodies));
    }

    [Fact]
    public async Task A_task_whose_answer_was_lost_is_looked_for_and_not_filed_twice()
    {
        var process = await StartAsync();
        _server.Filing = (_, http) =>
        {
            http.Abort();
            return Task.CompletedTask;
        };

        await process.RequestAsync(1);

        await process.UntilAsync(1, ItemLifecycle.Claimed);
        Assert.Single(Assert.Single(_server.Files.Values).Bodies);
        Assert.Contains(_server.Heard, h => h.Query == $"?no={AskingProcess.IdOf(1)}");
    }

    [Fact]
    public async Task Where_it_cannot_be_looked_for_it_is_filed_once_more_under_the_same_number()
    {
        var process = await StartAsync(file => file.Remove("find"));
        _server.Filing = (filed, http) =>
        {
            if (filed.Bodies.Count == 1)
                http.Abort();
            return Task.CompletedTask;
        };

        await process.RequestAsync(1);

        await process.UntilAsync(1, ItemLifecycle.Claimed);
        Assert.Equal(2, Assert.Single(_server.Files.Values).Bodies.Count);
        Assert.Single(_server.Heard.Where(h => h.Method == "POST").Select(h => h.IdempotencyKey).Distinct());
    }

    [Theory]
    [InlineData("unknown-word", "its word '99' is not known")]
    [InlineData("broken", "its answer is no JSON")]
    [InlineData("no-state", "its answer has no state at /data/state")]
    [InlineData("huge", "answered with more than 256 KiB")]
    [InlineData("redirect", "redirections are not followed")]
    [InlineData("wrong", "it answered 422")]
    [InlineData("lost", "it answered 404")]
    public async Task What_is_not_understood_changes_nothing_is_told_once_and_its_next_word_counts(string lie, string told)
    {
        var process = await StartAsync();
        var lies = true;
        _server.Says = _ => new { state = "20" };
        _server.Before = async (asking, http) =>
        {
            if (!lies || asking.Method != "GET")
                return false;
            http.Response.StatusCode = lie switch { "redirect" => 302, "wrong" => 422, "lost" => 404, _ => 200 };
            http.Response.Headers.Location = "/elsewhere";
            await http.Response.WriteAsync(lie switch
            {
                "unknown-word" => """{"data":{"state":"99"}}""",
                "broken" => """{"data":{"state":"20" """,
                "no-state" => """{"data":[]}""",
                "huge" => $$"""{"data":{"state":"20","x":"{{new string('x', ClosedSystemClient.LargestAnswer)}}"} }""",
                _ => "",
            });
            return true;
        };

        await process.RequestAsync(1);
        await HeardAgainAsync(3);
        Assert.Equal(ItemLifecycle.Claimed, (await process.TaskAsync(1))!.Lifecycle);
        Assert.Equal(1, process.Log.Count(told));
        Assert.DoesNotContain(_server.Heard, h => h.Path == "/elsewhere");
        lies = false;

        await process.UntilAsync(1, ItemLifecycle.ReviewPassed);
    }

    [Fact]
    public async Task A_state_that_goes_back_changes_nothing_and_is_told()
    {
        var process = await StartAsync();
        var says = "20";
        _server.Says = _ => new { state = says, opinion = "x", licence = "TR-1" };
        await process.RequestAsync(1);
        await process.UntilAsync(1, ItemLifecycle.ReviewPassed);
        says = "30";
        await process.SendAsync(AskingProcess.Order(1));

        await Eventually.TrueAsync("it is told", () => process.Log.Count("it has passed the review here, and refuse comes too late") == 1);
        says = "10";
        await HeardAgainAsync();
        Assert.Equal(ItemLifecycle.Issuing, (await process.TaskAsync(1))!.Lifecycle);
        says = "50";
        await process.UntilAsync(1, ItemLifecycle.Issued);
    }

    [Fact]
    public async Task A_supplement_is_asked_for_once_and_what_comes_is_handed_in_again()
    {
        var process = await StartAsync();
        _server.Says = filed => new { state = filed.Bodies.Count < 2 ? "40" : "20", opinion = "位置不清" };

        await process.RequestAsync(1);
        await process.UntilAsync(1, ItemLifecycle.SupplementRequested);
        await Eventually.EqualAsync("nothing is asked while the applicant is", 0L, () => process.ScalarAsync<long>("select count(*) from polled where due_at is not null"));
        await process.SendAsync(AskingProcess.Supplement(1));

        await process.UntilAsync(1, ItemLifecycle.ReviewPassed);
        var filed = Assert.Single(_server.Files.Values);
        Assert.Equal(["北路", "南路"], filed.Bodies.Select(b => b.GetProperty("form").GetProperty("tree").GetProperty("place").GetString()));
        Assert.Equal([$"{AskingProcess.IdOf(1)}", $"{AskingProcess.IdOf(1)}-1"], _server.Heard.Where(h => h.Method == "POST").Select(h => h.IdempotencyKey));
    }

    [Fact]
    public async Task A_word_that_others_have_to_sign_is_not_asked_for_without_end()
    {
        var process = await StartAsync();
        _server.Says = _ => new { state = "20" };
        await process.RequestAsync(1);
        await process.UntilAsync(1, ItemLifecycle.ReviewPassed);
        await process.SendAsync(AskingProcess.Request(2, DateTimeOffset.UnixEpoch) with { Terms = new ItemTerms { IssuedBySystem = ["permit"], FourEyes = true } });
        await Eventually.TrueAsync("it is proposed", async () => (await process.TaskAsync(2))?.Proposal is not null);

        var (began, before) = (_clock.GetTimestamp(), _server.Count("GET", "/apply/C-2"));
        await Eventually.TrueAsync("a second has passed", () => _clock.GetElapsedTime(began) > TimeSpan.FromSeconds(1));

        Assert.InRange(_server.Count("GET", "/apply/C-2") - before, 1, 12);
        Assert.Equal(200, await process.AskAsync(new SignTask(AskingProcess.IdOf(2), "li-si", true, null)));
        await process.UntilAsync(2, ItemLifecycle.ReviewPassed);
    }

    [Fact]
    public async Task The_same_request_after_the_applicant_has_answered_is_refused_as_told_once_and_told_to_operators_once()
    {
        var process = await StartAsync();
        _server.Says = _ => new { state = "40", opinion = "位置不清" };
        await process.RequestAsync(1);
        await process.UntilAsync(1, ItemLifecycle.SupplementRequested);
        await process.SendAsync(AskingProcess.Supplement(1));

        await Eventually.TrueAsync("it is refused", () => process.Log.Count("told-once") > 0);
        await HeardAgainAsync(3);
        Assert.Equal(1, process.Log.Count("told-once"));
        Assert.Equal((1, ItemLifecycle.Reviewing), (await process.TaskAsync(1)) is var t ? (t!.Round, t.Lifecycle) : default);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancelled_task_is_withdrawn_there_where_that_can_be_said_and_else_forgotten(bool canBeSaid)
    {
        var process = await StartAsync(file =>
        {
            if (!canBeSaid)
                file.Remove("cancel");
        });
        await process.RequestAsync(1);
        await process.UntilAsync(1, ItemLifecycle.Claimed);

        await process.SendAsync(AskingProcess.Cancel(1));

        await Eventually.EqualAsync("nothing is remembered", 0L, process.RememberedAsync);
        Assert.Equal((canBeSaid, canBeSaid ? 1 : 0), (_server.Files.Values.Single().IsWithdrawn, _server.Count("DELETE", "/apply/C-1")));
    }

    private async Task<AskingProcess> StartAsync(Action<JsonObject>? change = null, Func<ClosedSystem, ClosedSystem>? with = null)
    {
        var system = AskingProcess.SystemAt(_server, change);
        var process = await AskingProcess.StartAsync(database, _clock, with?.Invoke(system) ?? system);
        _started.Add(process);
        return process;
    }

    /// <summary>Some more questions have been asked.</summary>
    private async Task HeardAgainAsync(int times = 1)
    {
        var before = _server.Count("GET", "/apply/");
        await Eventually.TrueAsync("it is asked again", () => _server.Count("GET", "/apply/") >= before + times + 1);
    }
}

public sealed class PollingOnSqlite() : PollingSuite(new SqliteDatabase());

public sealed class PollingOnPostgres() : PollingSuite(new PostgresDatabase());
