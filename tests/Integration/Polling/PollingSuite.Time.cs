using System.Collections.Concurrent;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Polling;
using OneVisit.Kit.Webhooks;
using OneVisit.Support;

namespace OneVisit.Integration.Polling;

/// <content>Who asks, for how long, and what happens while nobody answers.</content>
public abstract partial class PollingSuite
{
    [Fact]
    public async Task After_its_time_the_task_goes_back_to_people_the_head_is_told_once_and_it_is_asked_about_no_more()
    {
        var process = await StartAsync();
        await process.RequestAsync(1);
        await process.UntilAsync(1, ItemLifecycle.Claimed);

        _clock.PutForward(_clock.GetUtcNow() + process.System.Until);

        await Eventually.EqualAsync("it is in the pool", AskingProcess.Pool, async () => (await process.TaskAsync(1))!.Holder);
        await Eventually.EqualAsync("it is given up", "given-up", () => process.ScalarAsync<string>("select phase from polled"));
        Assert.Equal(1, await process.ScalarAsync<int>("select count(*) from notice where kind = 'system-silent' and role = 'head' and department = 'parks' and region = '430602'"));
        _server.Says = _ => new { state = "20" };
        var asked = _server.Heard.Count;
        await process.RequestAsync(2);
        await process.UntilAsync(2, ItemLifecycle.ReviewPassed);
        Assert.DoesNotContain(_server.Heard.Skip(asked), h => h.Path == "/apply/C-1");
        // People decide it as any other.
        Assert.Equal(200, await process.AskAsync(new DecideTask(AskingProcess.IdOf(1), "li-si", ReviewOutcome.Pass, new Text("通过", "passed"), "")));
        await process.UntilAsync(1, ItemLifecycle.ReviewPassed);
    }

    [Fact]
    public async Task A_system_that_is_away_for_days_gets_everything_afterwards_and_people_are_told_of_both()
    {
        var process = await StartAsync();
        await process.RequestAsync(1);
        await process.UntilAsync(1, ItemLifecycle.Claimed);
        var began = _clock.GetUtcNow();
        await _server.DownAsync();
        await process.RequestAsync(2);
        await Eventually.TrueAsync("it was tried", async () => (await process.ConditionAsync()).FailingSince is not null);
        Assert.StartsWith("no answer: ", (await process.ConditionAsync()).LastError, StringComparison.Ordinal);

        _clock.PutForward(began.AddDays(2));
        await Eventually.EqualAsync("people are told", 1, () => Task.FromResult(process.Outages.Count));
        // Of a task nobody is told: it is the system.
        Assert.Equal(0, process.Log.Count("task "));
        _server.Says = _ => new { state = "20" };
        await _server.UpAsync();
        _clock.PutForward(began.AddDays(3));

        await process.UntilAsync(1, ItemLifecycle.ReviewPassed);
        await process.UntilAsync(2, ItemLifecycle.ReviewPassed);
        await Eventually.EqualAsync("people are told of its end", 2, () => Task.FromResult(process.Outages.Count));
        Assert.Equal([null, true], process.Outages.Select(o => o.Until is { } until ? until > began.AddDays(2) : (bool?)null));
        Assert.Equal((null, null), await process.ConditionAsync() is var c ? (c.FailingSince, c.ToldSince) : default);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(401)]
    public async Task What_is_everybody_s_trouble_is_the_system_s_and_no_task_s(int status)
    {
        var process = await StartAsync();
        var down = true;
        _server.Says = _ => new { state = "20" };
        _server.Before = (_, http) =>
        {
            http.Response.StatusCode = down ? status : 200;
            return Task.FromResult(down);
        };

        await process.RequestAsync(1);
        await Eventually.EqualAsync("it fails", $"answered {status}", async () => (await process.ConditionAsync()).LastError);
        Assert.Equal(0, process.Log.Count($"answered {status}"));
        down = false;

        await process.UntilAsync(1, ItemLifecycle.ReviewPassed);
        Assert.Null((await process.ConditionAsync()).FailingSince);
    }

    [Fact]
    public async Task A_slow_answer_is_given_up_and_asked_for_again()
    {
        var process = await StartAsync(with: s => s with { Timeout = TimeSpan.FromSeconds(1) });
        var slow = true;
        _server.Says = _ => new { state = "20" };
        _server.Before = async (asking, http) =>
        {
            if (slow && asking.Method == "GET")
                await http.RequestAborted.WhenAbortedAsync();
            return false;
        };

        await process.RequestAsync(1);
        await Eventually.EqualAsync("it is given up", "no answer within 1 s", async () => (await process.ConditionAsync()).LastError);
        Assert.Equal(ItemLifecycle.Claimed, (await process.TaskAsync(1))!.Lifecycle);
        slow = false;

        await process.UntilAsync(1, ItemLifecycle.ReviewPassed);
    }

    [Fact]
    public async Task Of_two_processes_one_asks_at_a_time_and_everything_is_filed_and_decided_once()
    {
        const int Tasks = 12;
        var one = await StartAsync();
        await StartAsync();
        var (inside, together) = (new ConcurrentDictionary<string, int>(), 0);
        _server.Before = async (asking, _) =>
        {
            var what = $"{asking.Method} {asking.Path} {asking.IdempotencyKey}";
            if (!inside.TryAdd(what, 1))
                Interlocked.Increment(ref together);
            await Task.Yield();
            inside.TryRemove(what, out var _);
            return false;
        };
        _server.Says = _ => new { state = "20" };

        await one.RequestAsync([.. Enumerable.Range(1, Tasks)]);
        for (var task = 1; task <= Tasks; task++)
            await one.UntilAsync(task, ItemLifecycle.ReviewPassed);

        Assert.Equal(0, together);
        Assert.Equal(Tasks, _server.Files.Count);
        Assert.All(_server.Files.Values, f => Assert.Single(f.Bodies));
        Assert.Equal(Tasks, await one.ScalarAsync<int>("select count(*) from journal where kind = 'review-decided'"));
    }

    [Fact]
    public async Task A_process_that_dies_with_the_right_to_ask_keeps_nobody_else_from_it_for_long()
    {
        var process = await StartAsync();
        await process.RequestAsync(1);
        await process.UntilAsync(1, ItemLifecycle.Claimed);
        var store = new PolledStore(process.Store);
        await Eventually.TrueAsync("another has it", () => store.TryLeaseAsync(process.System.Id, Guid.CreateVersion7(), _clock.GetUtcNow(), TimeSpan.FromHours(1), CancellationToken.None));
        _server.Says = _ => new { state = "20" };
        var asked = _server.Heard.Count;
        await process.RequestAsync(2);
        await Eventually.EqualAsync("it is taken up", 2L, process.RememberedAsync);
        Assert.InRange(_server.Heard.Count, asked, asked + 1);
        Assert.Null((await process.TaskAsync(2))!.Receipt);

        _clock.PutForward(_clock.GetUtcNow().AddHours(2));

        await process.UntilAsync(2, ItemLifecycle.ReviewPassed);
    }

    [Fact]
    public async Task What_a_person_holds_is_not_filed_and_not_decided_until_it_is_given_back()
    {
        var process = await StartAsync();
        await process.RequestAsync(1);
        await process.UntilAsync(1, ItemLifecycle.Claimed);
        Assert.Equal(200, await process.AskAsync(new AssignTask(AskingProcess.IdOf(1), "head", "li-si") { Role = Kit.Identity.Role.Head }));
        _server.Says = _ => new { state = "20" };
        await process.RequestAsync(2);
        await process.UntilAsync(2, ItemLifecycle.ReviewPassed);
        Assert.Equal(("li-si", ItemLifecycle.Claimed), (await process.TaskAsync(1)) is var held ? (held!.Holder, held.Lifecycle) : default);

        Assert.Equal(200, await process.AskAsync(new ReleaseTask(AskingProcess.IdOf(1), "li-si")));

        await process.UntilAsync(1, ItemLifecycle.ReviewPassed);
    }

    [Fact]
    public async Task Outside_development_a_name_that_leads_inside_is_not_connected_to()
    {
        var system = AskingProcess.SystemAt(_server, file => file["submit"]!["url"] = _server.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/apply");
        _started.Add(await AskingProcess.StartAsync(database, _clock, system, WebhookTargets.Read(null, anywhere: false)));
        var process = (AskingProcess)_started[^1];

        await process.RequestAsync(1);

        await Eventually.EqualAsync("it was tried", "its name leads to no public address", async () => (await process.ConditionAsync()).LastError);
        Assert.Empty(_server.Heard);
    }
}

internal static class Aborted
{
    /// <summary>Completes when it is cancelled.</summary>
    public static async Task WhenAbortedAsync(this CancellationToken cancel)
    {
        var cancelled = new TaskCompletionSource();
        await using (cancel.Register(cancelled.SetResult))
            await cancelled.Task;
    }
}
