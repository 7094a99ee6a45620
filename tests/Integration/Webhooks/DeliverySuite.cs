using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using OneVisit.Integration.Stores;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Webhooks;
using OneVisit.Support;

namespace OneVisit.Integration.Webhooks;

/// <summary>Events on their way to a real receiver, which fails in every way there is.</summary>
public abstract partial class DeliverySuite(TestDatabase database) : IAsyncLifetime
{
    private readonly VirtualClock _clock = new(TimeProvider.System);
    private readonly List<IAsyncDisposable> _started = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var started in Enumerable.Reverse(_started))
            await started.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task An_event_is_posted_once_signed_as_the_standard_says_and_forgotten_when_it_was_heard()
    {
        var (sender, receiver) = await ReadyAsync();

        await sender.AnnounceAsync((1, 1));
        await sender.DeliveredAsync();

        var hook = Assert.Single(receiver.Heard);
        Assert.Equal(("POST", "/hooks", "application/json; charset=utf-8"), (hook.Method, hook.Path, hook.ContentType));
        Assert.Equal("""{"type":"task.requested","case":1,"number":1}""", hook.Body);
        Assert.True(Guid.TryParse(hook.Id, out _));
        Assert.InRange(hook.Timestamp, TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds(), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 1);
        Assert.True(hook.IsSignedWith(HookReceiver.Secret));
        Assert.Equal(("active", null), await sender.SubscriptionAsync() is var s ? (s.State, s.FailingSince) : default);
    }

    [Fact]
    public async Task The_next_event_of_a_case_waits_until_the_one_before_is_heard_and_other_cases_go_on()
    {
        var (sender, receiver) = await ReadyAsync();
        var refused = 0;
        receiver.Behaviour = (hook, http) =>
        {
            if (hook is { Case: 1, Number: 1 } && Interlocked.Increment(ref refused) <= 3)
                http.Response.StatusCode = 400;
            return Task.CompletedTask;
        };

        await sender.AnnounceAsync((1, 1), (1, 2), (1, 3), (2, 1), (2, 2));
        await sender.DeliveredAsync();

        Assert.Equal([1, 1, 1, 1, 2, 3], receiver.Heard.Where(h => h.Case == 1).Select(h => h.Number));
        Assert.Equal([1, 2], receiver.Heard.Where(h => h.Case == 2).Select(h => h.Number));
        Assert.Single(receiver.Heard.Where(h => h is { Case: 1, Number: 1 }).Select(h => h.Id).Distinct());
        Assert.True(receiver.Heard.ToList().FindIndex(h => h is { Case: 2, Number: 2 }) < receiver.Heard.ToList().FindIndex(h => h is { Case: 1, Number: 2 }), "case 2 waited for case 1");
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_in_time_is_asked_again_with_a_fresh_timestamp()
    {
        var (sender, receiver) = await ReadyAsync(HookSender.Settings with { Timeout = TimeSpan.FromSeconds(2) });
        var first = true;
        receiver.Behaviour = async (_, http) =>
        {
            if (!first)
                return;
            first = false;
            await http.RequestAborted.WhenCancelledAsync();
        };

        await sender.AnnounceAsync((1, 1));
        await sender.DeliveredAsync();

        Assert.Equal(2, receiver.Heard.Count);
        Assert.Single(receiver.Heard.Select(h => h.Id).Distinct());
        Assert.True(receiver.Heard.Last().Timestamp > receiver.Heard.First().Timestamp);
        Assert.All(receiver.Heard, h => Assert.True(h.IsSignedWith(HookReceiver.Secret)));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(0)]
    public async Task What_is_no_2xx_is_a_failure_and_a_redirection_is_not_followed(int status)
    {
        var (sender, receiver) = await ReadyAsync();
        receiver.Behaviour = (_, http) =>
        {
            if (receiver.Heard.Count > 2)
                return Task.CompletedTask;
            if (status == 0)
                http.Abort();
            http.Response.StatusCode = status == 0 ? 200 : status;
            http.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };

        await sender.AnnounceAsync((1, 1));
        await sender.DeliveredAsync();

        Assert.Equal(["/hooks", "/hooks", "/hooks"], receiver.Heard.Select(h => h.Path));
    }

    [Theory]
    [InlineData("huge")]
    [InlineData("slow")]
    [InlineData("broken-off")]
    [InlineData("of-another-kind")]
    public async Task Of_an_answer_the_status_alone_counts_whatever_follows_it(string answer)
    {
        var (sender, receiver) = await ReadyAsync();
        receiver.Behaviour = async (_, http) =>
        {
            http.Response.ContentType = answer == "of-another-kind" ? "text/html" : "application/json";
            await http.Response.WriteAsync("<html>");
            await http.Response.Body.FlushAsync();
            if (answer == "broken-off" && receiver.Heard.Count <= 2)
                http.Abort();
            else if (answer == "slow")
                await http.RequestAborted.WhenCancelledAsync();
            else if (answer == "huge")
            {
                for (var i = 0; i < 100_000 && !http.RequestAborted.IsCancellationRequested; i++)
                    await http.Response.WriteAsync(new string('x', 1024), http.RequestAborted);
            }
        };

        await sender.AnnounceAsync((1, 1), (2, 1));
        await sender.DeliveredAsync();

        Assert.Equal(2, receiver.Heard.Select(h => h.Id).Distinct().Count());
        // When it breaks off, the status may be lost on its way too: then it is sent again.
        if (answer != "broken-off")
            Assert.Equal(2, receiver.Heard.Count);
    }

    [Fact]
    public async Task Gone_disables_the_subscription_and_what_waits_and_what_comes_is_sent_when_somebody_subscribes_again()
    {
        var (sender, receiver) = await ReadyAsync();
        receiver.Behaviour = (_, http) =>
        {
            http.Response.StatusCode = 410;
            return Task.CompletedTask;
        };

        await sender.AnnounceAsync((1, 1), (1, 2));
        await Eventually.EqualAsync("the subscription is disabled", "disabled", async () => (await sender.SubscriptionAsync()).State);
        await sender.AnnounceAsync((2, 1));
        Assert.Equal(3, await sender.WaitingAsync());
        Assert.Single(receiver.Heard);

        receiver.Behaviour = (_, _) => Task.CompletedTask;
        await sender.SubscribeAsync(receiver);
        await sender.DeliveredAsync();
        Assert.Equal([(1, 1), (1, 1), (1, 2)], receiver.Heard.Where(h => h.Case == 1).Select(h => (h.Case, h.Number)));
        Assert.Equal((2, 1), Assert.Single(receiver.Heard.Where(h => h.Case == 2).Select(h => (h.Case, h.Number))));
    }

    [Fact]
    public async Task A_receiver_that_asks_to_be_left_alone_is_left_alone_for_that_long_at_most_the_longest_pause()
    {
        var (sender, receiver) = await ReadyAsync(HookSender.Settings with { LongestDelay = TimeSpan.FromHours(2) });
        receiver.Behaviour = (hook, http) =>
        {
            (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (503, hook.Case == 1 ? "3600" : "36000");
            return Task.CompletedTask;
        };

        await sender.AnnounceAsync((1, 1), (2, 1));
        await Eventually.EqualAsync("both were tried", 2L, () => sender.ScalarAsync<long>("select count(*) from delivery where attempts = 1"));

        var (_, _, next) = await sender.Subscriptions.CountsAsync((await sender.SubscriptionAsync()).Id, CancellationToken.None);
        Assert.InRange(next!.Value - _clock.GetUtcNow(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
        _clock.PutForward(_clock.GetUtcNow().AddMinutes(61));
        receiver.Behaviour = (_, _) => Task.CompletedTask;
        // The first is heard, and the outage of an hour over: so is the other at once, though it was asked for ten.
        await sender.DeliveredAsync();
    }

    [Fact]
    public async Task Each_process_of_two_delivers_and_no_case_is_told_out_of_order_or_by_both_at_once()
    {
        const int Cases = 12, Events = 5;
        var (one, receiver) = await ReadyAsync();
        _started.Add(await HookSender.StartAsync(database, _clock));
        var other = (HookSender)_started[^1];
        var (inside, heard, together) = (new ConcurrentDictionary<int, int>(), new ConcurrentDictionary<int, List<int>>(), 0);
        receiver.Behaviour = async (hook, http) =>
        {
            if (!inside.TryAdd(hook.Case, 1))
                Interlocked.Increment(ref together);
            await Task.Yield();
            if (Random.Shared.Next(4) == 0)
                http.Response.StatusCode = 400;
            else
                heard.GetOrAdd(hook.Case, _ => []).Add(hook.Number);
            inside.TryRemove(hook.Case, out _);
        };

        for (var number = 1; number <= Events; number++)
            await (number % 2 == 0 ? one : other).AnnounceAsync([.. Enumerable.Range(1, Cases).Select(c => (c, number))]);
        await one.DeliveredAsync();

        Assert.Equal(0, together);
        Assert.Equal(Cases, heard.Count);
        Assert.All(heard.Values, numbers => Assert.Equal(Enumerable.Range(1, Events), numbers.Distinct()));
    }

    [Fact]
    public async Task A_process_that_dies_with_the_right_to_deliver_keeps_nobody_else_from_it_for_long()
    {
        var (sender, receiver) = await ReadyAsync();
        var subscription = await sender.SubscriptionAsync();
        Assert.True(await sender.Subscriptions.TryLeaseAsync(subscription.Id, Guid.CreateVersion7(), _clock.GetUtcNow(), TimeSpan.FromHours(1), CancellationToken.None));

        await sender.AnnounceAsync((1, 1));
        Assert.False(await sender.Subscriptions.TryLeaseAsync(subscription.Id, Guid.CreateVersion7(), _clock.GetUtcNow(), TimeSpan.FromHours(1), CancellationToken.None));
        Assert.Empty(receiver.Heard);

        _clock.PutForward(_clock.GetUtcNow().AddHours(2));
        await sender.DeliveredAsync();
    }

    [Fact]
    public async Task One_slow_receiver_holds_up_no_other()
    {
        var (sender, slow) = await ReadyAsync();
        _started.Add(await HookReceiver.StartAsync());
        var quick = (HookReceiver)_started[^1];
        await sender.SubscribeAsync(quick, "430602");
        var released = new TaskCompletionSource();
        slow.Behaviour = (_, http) => released.Task.WaitAsync(http.RequestAborted);

        await sender.AnnounceAsync([.. Enumerable.Range(1, 20).Select(c => (c, 1))]);

        await Eventually.EqualAsync("the quick one has heard everything", 20, () => Task.FromResult(quick.Heard.Count));
        Assert.InRange(slow.Heard.Count, 0, 8);
        released.SetResult();
        await sender.DeliveredAsync();
        Assert.Equal(20, slow.Heard.Count);
    }

    [Fact]
    public async Task A_case_whose_event_is_not_answered_holds_up_no_other_of_the_same_receiver()
    {
        var (sender, receiver) = await ReadyAsync();
        var released = new TaskCompletionSource();
        receiver.Behaviour = (hook, http) => hook.Case == 1 ? released.Task.WaitAsync(http.RequestAborted) : Task.CompletedTask;

        await sender.AnnounceAsync((1, 1));
        await Eventually.EqualAsync("the first hangs", 1, () => Task.FromResult(receiver.Heard.Count));
        await sender.AnnounceAsync((2, 1), (2, 2), (1, 2));

        await Eventually.EqualAsync("the other case goes on", 1L + 1, sender.WaitingAsync, within: TimeSpan.FromSeconds(15));
        released.SetResult();
        await sender.DeliveredAsync();
        Assert.Equal([1, 2, 2, 1], receiver.Heard.Select(h => h.Case));
    }

    [Fact]
    public async Task Outside_development_a_name_that_leads_inside_is_not_connected_to()
    {
        _started.Add(await HookReceiver.StartAsync());
        var receiver = (HookReceiver)_started[^1];
        _started.Add(await HookSender.StartAsync(database, _clock, targets: WebhookTargets.Read(null, anywhere: false)));
        var sender = (HookSender)_started[^1];
        // As after a subscription whose name led elsewhere then.
        await sender.SubscribeAsync(receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

        await sender.AnnounceAsync((1, 1));

        await Eventually.EqualAsync("it was tried", "its name leads to no public address", async () => (await sender.SubscriptionAsync()).LastError);
        Assert.Empty(receiver.Heard);
    }

    private async Task<(HookSender Sender, HookReceiver Receiver)> ReadyAsync(WebhookSettings? settings = null)
    {
        var receiver = await HookReceiver.StartAsync();
        _started.Add(receiver);
        var sender = await HookSender.StartAsync(database, _clock, settings);
        _started.Add(sender);
        await sender.SubscribeAsync(receiver);
        return (sender, receiver);
    }
}

internal static class Cancellation
{
    /// <summary>Completes when it is cancelled.</summary>
    public static async Task WhenCancelledAsync(this CancellationToken cancel)
    {
        var cancelled = new TaskCompletionSource();
        await using (cancel.Register(cancelled.SetResult))
            await cancelled.Task;
    }
}

public sealed class DeliveriesOnSqlite() : DeliverySuite(new SqliteDatabase());

public sealed class DeliveriesOnPostgres() : DeliverySuite(new PostgresDatabase());
