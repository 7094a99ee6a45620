using Dapper;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Integration.Stores;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Webhooks;
using OneVisit.Support;

namespace OneVisit.Integration.Webhooks;

/// <content>Days pass.</content>
public abstract partial class DeliverySuite
{
    [Fact]
    public async Task A_receiver_that_was_down_for_days_gets_everything_afterwards_in_order_and_people_are_told_of_both()
    {
        var (sender, receiver) = await ReadyAsync(HookSender.Settings with { LongestDelay = TimeSpan.FromHours(4) });
        var told = await TaskAsync(sender, receiver);
        receiver.Heard.Clear();
        await receiver.DownAsync();
        var began = _clock.GetUtcNow();

        for (var day = 1; day <= 2; day++)
        {
            await sender.AnnounceAsync([.. Enumerable.Range(1, 12).Select(c => (c, day))]);
            await Eventually.TrueAsync("an attempt has failed", async () => (await sender.SubscriptionAsync()).FailingSince is not null);
            _clock.PutForward(began.AddDays(day));
        }
        await Eventually.TrueAsync("people are told", async () => (await sender.SubscriptionAsync()).ToldSince is not null);
        var failing = await sender.SubscriptionAsync();
        Assert.InRange(failing.FailingSince!.Value, began, began.AddMinutes(5));
        Assert.StartsWith("no answer: ", failing.LastError, StringComparison.Ordinal);
        Assert.Equal(24, await sender.WaitingAsync());
        // Not everything has been tried in vain: after a few failures one attempt stands for all.
        Assert.True(await sender.ScalarAsync<long>("select count(*) from delivery where attempts = 0") >= 12);

        await receiver.UpAsync();
        _clock.PutForward(began.AddDays(2).AddHours(5));
        await sender.DeliveredAsync();

        Assert.All(receiver.Heard.GroupBy(h => h.Case), ofCase => Assert.Equal([1, 2], ofCase.Select(h => h.Number)));
        Assert.Equal(24, receiver.Heard.Count);
        await Eventually.TrueAsync("people are told of its end", async () => await sender.SubscriptionAsync() is { FailingSince: null, LastError: null, ToldSince: null });
        await Eventually.EqualAsync("each once", 2, () => Task.FromResult(told.Count));
        Assert.Equal([failing.FailingSince, failing.FailingSince], told.Select(o => (DateTimeOffset?)o.Since));
        Assert.Equal([null, true], told.Select(o => o.Until is { } until ? until > began.AddDays(2) : (bool?)null));
    }

    [Fact]
    public async Task That_a_receiver_is_gone_people_are_told_at_once_and_what_nobody_subscribes_for_again_in_days_is_forgotten()
    {
        var (sender, receiver) = await ReadyAsync();
        var told = await TaskAsync(sender, receiver);
        receiver.Behaviour = (_, http) =>
        {
            http.Response.StatusCode = 410;
            return Task.CompletedTask;
        };
        await sender.AnnounceAsync((1, 1));
        await Eventually.EqualAsync("people are told", 1, () => Task.FromResult(told.Count));
        Assert.Equal((null, 1L), (told[0].Until, told[0].Waiting));

        receiver.Behaviour = (_, _) => Task.CompletedTask;
        await sender.SubscribeAsync(receiver);
        await sender.DeliveredAsync();
        await Eventually.EqualAsync("people are told of its end", 2, () => Task.FromResult(told.Count));
        Assert.NotNull(told[1].Until);

        receiver.Behaviour = (_, http) =>
        {
            http.Response.StatusCode = 410;
            return Task.CompletedTask;
        };
        await sender.AnnounceAsync((1, 2));
        await Eventually.EqualAsync("the subscription is disabled", "disabled", async () => (await sender.SubscriptionAsync()).State);
        _clock.PutForward(_clock.GetUtcNow().AddDays(3));
        await sender.AnnounceAsync((2, 1));
        _clock.PutForward(_clock.GetUtcNow().AddDays(2));
        await Eventually.EqualAsync("what is older than four days is gone", 1L, sender.WaitingAsync);
        Assert.Equal(3, told.Count);
    }

    [Fact]
    public async Task What_is_not_heard_in_days_of_attempts_is_put_aside_the_case_goes_on_and_subscribing_again_sends_it()
    {
        var (sender, receiver) = await ReadyAsync();
        receiver.Behaviour = (hook, http) =>
        {
            http.Response.StatusCode = hook is { Case: 1, Number: 1 } ? 422 : 200;
            return Task.CompletedTask;
        };
        await sender.AnnounceAsync((1, 1), (1, 2));
        await Eventually.TrueAsync("it is tried", () => receiver.Heard.Count > 2);
        Assert.DoesNotContain(receiver.Heard, h => h.Number == 2);

        _clock.PutForward(_clock.GetUtcNow() + HookSender.Settings.GiveUpAfter - TimeSpan.FromMinutes(1));
        var before = receiver.Heard.Count;
        await Eventually.TrueAsync("it is still tried", () => receiver.Heard.Count > before);
        Assert.Equal(2, await sender.WaitingAsync());

        _clock.PutForward(_clock.GetUtcNow().AddMinutes(2));
        await sender.DeliveredAsync();
        Assert.Equal(2, receiver.Heard.Last().Number);
        var subscription = await sender.SubscriptionAsync();
        var parked = Assert.Single(await sender.Subscriptions.ParkedAsync(subscription.Id, 10, CancellationToken.None));
        Assert.Equal(("task.requested", "answered 422", receiver.Heard.First().Id), (parked.Type, parked.LastError, parked.Id.ToString()));
        Assert.Equal(receiver.Heard.Count(h => h.Number == 1), parked.Attempts);

        receiver.Behaviour = (_, _) => Task.CompletedTask;
        await sender.SubscribeAsync(receiver);
        await Eventually.EqualAsync("it is sent once more", 1, () => Task.FromResult(receiver.Heard.Last().Number));
        await sender.DeliveredAsync();
    }

    [Fact]
    public async Task A_secret_turned_while_an_event_is_on_its_way_signs_the_next_one()
    {
        const string New = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
        var (sender, receiver) = await ReadyAsync();
        var (heard, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        receiver.Behaviour = (_, _) =>
        {
            heard.TrySetResult();
            return answer.Task;
        };
        await sender.AnnounceAsync((1, 1));
        await heard.Task.WaitAsync(TimeSpan.FromMinutes(1));

        await using (var connection = await sender.Store.OpenAsync(CancellationToken.None))
            await connection.ExecuteAsync("update subscription set secrets = @secrets, version = version + 1", new { secrets = SigningSecret.Rotated(null, New, _clock.GetUtcNow(), HookSender.Settings.Overlap) });
        await sender.AnnounceAsync((1, 2));
        answer.SetResult();
        await sender.DeliveredAsync();

        Assert.Equal([(1, false), (2, true)], receiver.Heard.Select(h => (h.Number, h.IsSignedWith(New))));
    }

    [Fact]
    public async Task While_a_secret_is_turned_both_sign_and_then_the_new_one_alone()
    {
        const string Old = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
        var (sender, receiver) = await ReadyAsync();
        await using (var connection = await sender.Store.OpenAsync(CancellationToken.None))
            await connection.ExecuteAsync("update subscription set secrets = @secrets", new { secrets = SigningSecret.Rotated(null, Old, _clock.GetUtcNow(), HookSender.Settings.Overlap) });
        await sender.SubscribeAsync(receiver);

        await sender.AnnounceAsync((1, 1));
        await sender.DeliveredAsync();
        _clock.PutForward(_clock.GetUtcNow() + HookSender.Settings.Overlap);
        await sender.AnnounceAsync((1, 2));
        await sender.DeliveredAsync();

        Assert.Equal([(true, true), (true, false)], receiver.Heard.Select(h => (h.IsSignedWith(HookReceiver.Secret), h.IsSignedWith(Old))));
        // What a receiver compares with its own clock is real time, however far this one was put forward.
        Assert.InRange(receiver.Heard.Last().Timestamp, receiver.Heard.First().Timestamp, receiver.Heard.First().Timestamp + 60);
    }

    [Fact]
    public async Task Whoever_subscribes_is_told_of_what_happens_from_then_on_in_their_place_and_of_what_they_asked_for()
    {
        var (sender, everywhere) = await ReadyAsync();
        _started.Add(await HookReceiver.StartAsync());
        var district = (HookReceiver)_started[^1];
        await sender.SubscribeAsync(district, "430602", TaskEvents.Cancelled);

        await sender.Store.WriteAsync(StoreCalls.NoWrites with
        {
            Events =
            [
                sender.Event(1, 1, 1), sender.Event(1, 2, 2, TaskEvents.Cancelled, "430602003"), sender.Event(2, 3, 3, TaskEvents.Cancelled, "430603"),
                sender.Event(3, 4, 4) with { Department = "health" },
            ],
        });
        await sender.DeliveredAsync();

        Assert.Equal([1, 2, 3], everywhere.Heard.Select(h => h.Number).Order());
        Assert.Equal(2, Assert.Single(district.Heard).Number);
        Assert.Equal(everywhere.Heard.Single(h => h.Number == 2).Id, district.Heard.Single().Id);
        await sender.Subscriptions.DeleteAsync((await sender.SubscriptionAsync("430602")).Id, CancellationToken.None);
        await sender.Subscriptions.DeleteAsync((await sender.SubscriptionAsync()).Id, CancellationToken.None);
        await sender.AnnounceAsync((1, 5));
        Assert.Equal(0, await sender.ScalarAsync<long>("select count(*) from delivery"));
    }

    /// <summary>A task that waits for the department, whose event has been heard; and what the orchestrator is told of outages.</summary>
    private async Task<List<SystemOutage>> TaskAsync(HookSender sender, HookReceiver receiver)
    {
        var told = new List<SystemOutage>();
        _started.Add(await sender.Bus.ReceiveAsync("orchestrator", envelope =>
        {
            lock (told)
                told.AddRange(envelope.Messages.Select(m => m.Message).OfType<SystemOutage>());
            return Task.CompletedTask;
        }, CancellationToken.None));
        var request = new RequestReview
        {
            CaseId = HookSender.IdOf(1), TaskId = HookSender.IdOf(1), Item = "parks.bench", Bundle = "benches", BundleVersion = "1", Region = "430602", Authority = "430602.parks",
            Applicant = new ApplicantName { Kind = ApplicantKind.NaturalPerson, Name = "张三" }, Form = System.Text.Json.JsonElement.Parse("{}"), Materials = [], SubmittedAt = _clock.GetUtcNow(),
        };
        receiver.Behaviour = (_, _) => Task.CompletedTask;
        await sender.Bus.SendAsync(HookSender.Department, Envelope.Seal(
            Guid.CreateVersion7(), "orchestrator", _clock.GetUtcNow(), MessageTypes.Contracts, [new CarriedMessage("request-review", request, null)], TimeSpan.Zero), CancellationToken.None);
        await sender.DeliveredAsync();
        Assert.Contains("\"item\":\"parks.bench\"", receiver.Heard.Single().Body, StringComparison.Ordinal);
        Assert.DoesNotContain("张三", receiver.Heard.Single().Body, StringComparison.Ordinal);
        return told;
    }
}
