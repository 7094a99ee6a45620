using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using Polly;

namespace OneVisit.Kit.Webhooks;

/// <content>One subscription's deliveries.</content>
internal sealed partial class Webhooks
{
    /// <summary>A receiver that failed for longer than this and is back is sent at once whatever waits for a later attempt.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(1);

    /// <summary>One receiver: its cases in parallel, the events of each case one after the other.</summary>
    private sealed class Receiver(Webhooks webhooks, SubscriptionStore store)
    {
        private readonly Dictionary<Guid, Task<(Delivery Delivery, Attempt Attempt)>> _underWay = [];
        private Subscription _subscription = null!;
        private ResiliencePipeline<Attempt>? _pipeline;
        private DateTimeOffset? _failingSince;
        private DateTimeOffset _leftAloneUntil;
        private long _leasedAt;
        private bool _troubled;
        private volatile TaskCompletionSource _news = new();

        public Task Done { get; private set; } = Task.CompletedTask;

        private TimeProvider Clock => webhooks.Clock;

        /// <summary>To the millisecond, as the store keeps it: what is compared with what was kept must be the same.</summary>
        private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(Clock.GetUtcNow().ToUnixTimeMilliseconds());

        private WebhookSettings Settings => webhooks.Settings;

        /// <summary>Delivers what is due; when that is under way already, it looks once more.</summary>
        public void Deliver(Subscription subscription, CancellationToken cancel)
        {
            if (!Done.IsCompleted)
            {
                _news.TrySetResult();
                return;
            }
            // Whoever changes a subscription wants it tried: what the old one has come to says nothing of the new one.
            if (_pipeline is null || _subscription.Version != subscription.Version)
                (_pipeline, _leftAloneUntil) = (webhooks.Sender.PipelineOf(pause => _leftAloneUntil = Now + pause), default);
            (_subscription, _failingSince) = (subscription, subscription.FailingSince);
            Done = DeliverAsync(cancel);
        }

        private async Task DeliverAsync(CancellationToken cancel)
        {
            try
            {
                await PassAsync(cancel);
                _troubled = false;
            }
            catch (Exception e)
            {
                if (!_troubled && !cancel.IsCancellationRequested)
                    CannotLook(webhooks.Log, _subscription.Department, e.Message);
                _troubled = true;
            }
        }

        private async Task PassAsync(CancellationToken cancel)
        {
            var now = Now;
            var due = !_subscription.IsDisabled && now >= _leftAloneUntil && (await store.HeadsAsync(_subscription.Id, now, 1, cancel)).Count > 0;
            if ((!due && !IsToBeTold()) || !await LeaseAsync(cancel))
                return;
            try
            {
                await TellAsync(cancel);
                // Read once more under the lease: whoever had it before may have delivered them.
                for (var goesOn = due; goesOn || _underWay.Count > 0;)
                {
                    _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    if (goesOn && !cancel.IsCancellationRequested && await KeepLeaseAsync(cancel))
                        goesOn = await BeginAsync(cancel);
                    if (_underWay.Count == 0)
                        break;
                    await Task.WhenAny([.. _underWay.Values, _news.Task]);
                    foreach (var (ofCase, ended) in _underWay.Where(u => u.Value.IsCompleted).ToList())
                    {
                        _underWay.Remove(ofCase);
                        var (delivery, attempt) = await ended;
                        await RecordAsync(delivery, attempt);
                        goesOn &= attempt.Result is AttemptResult.Delivered or AttemptResult.Failed;
                    }
                }
                await TellAsync(cancel);
            }
            finally
            {
                _underWay.Clear();
                await store.ReleaseAsync(_subscription.Id, webhooks.Holder, CancellationToken.None);
            }
        }

        /// <summary>False when somebody has changed the subscription since this pass began: it ends, and the next look goes by what holds now.</summary>
        private async Task<bool> BeginAsync(CancellationToken cancel)
        {
            var heads = await store.HeadsAsync(_subscription.Id, Now, Settings.AtOnce + _underWay.Count, cancel);
            // In this order: what was announced after the change is not sent as before it.
            if (await store.VersionAsync(_subscription.Id, cancel) != _subscription.Version)
                return false;
            foreach (var head in heads.Where(h => !_underWay.ContainsKey(h.CaseId)).Take(Settings.AtOnce - _underWay.Count).ToList())
                _underWay.Add(head.CaseId, SendAsync(head, cancel));
            return true;
        }

        private async Task<(Delivery, Attempt)> SendAsync(Delivery delivery, CancellationToken cancel) =>
            (delivery, await webhooks.Sender.SendAsync(_pipeline!, _subscription, delivery, cancel));

        /// <summary>Written down whatever else stops: what was heard is not sent again.</summary>
        private async Task RecordAsync(Delivery delivery, Attempt attempt)
        {
            var now = Now;
            switch (attempt.Result)
            {
                case AttemptResult.Delivered:
                    await store.DeliveredAsync(_subscription.Id, delivery.Id, CancellationToken.None);
                    if (_failingSince is { } since)
                        await store.RecoveredAsync(_subscription.Id, now - since > Outage, now, CancellationToken.None);
                    _failingSince = null;
                    break;
                case AttemptResult.Gone:
                    await GoneAsync(attempt.Error!, now);
                    break;
                case AttemptResult.Failed:
                    await FailedAsync(delivery, attempt, now);
                    break;
            }
        }

        private async Task GoneAsync(string error, DateTimeOffset now)
        {
            if (!await store.TryDisableAsync(_subscription.Id, _subscription.Version, error, now, CancellationToken.None))
                return;
            (_failingSince, _subscription) = (_failingSince ?? now, _subscription with { State = Subscription.Disabled, LastError = error });
            Disabled(webhooks.Log, _subscription.Department, error);
        }

        private async Task FailedAsync(Delivery delivery, Attempt attempt, DateTimeOffset now)
        {
            var delay = Settings.DelayAfter((int)delivery.Attempts + 1, webhooks.Random());
            if (attempt.RetryAfter is { } asked && asked > delay)
                delay = asked < Settings.LongestDelay ? asked : Settings.LongestDelay;
            var park = now - (delivery.FirstTriedAt ?? now) >= Settings.GiveUpAfter;
            await store.FailedAsync(_subscription.Id, delivery, attempt.Error!, now, now + delay, park, CancellationToken.None);
            await store.FailingAsync(_subscription.Id, attempt.Error!, now, CancellationToken.None);
            (_failingSince, _subscription) = (_failingSince ?? now, _subscription with { LastError = attempt.Error });
            if (park)
                PutAside(webhooks.Log, _subscription.Department, delivery.Id, delivery.Kind, delivery.Task, delivery.Attempts + 1, attempt.Error!);
        }

        private async Task<bool> LeaseAsync(CancellationToken cancel)
        {
            _leasedAt = Clock.GetTimestamp();
            return await store.TryLeaseAsync(_subscription.Id, webhooks.Holder, Now, Settings.Lease, cancel);
        }

        /// <summary>Early enough that an attempt that begins now ends before the lease does.</summary>
        private async Task<bool> KeepLeaseAsync(CancellationToken cancel) =>
            Clock.GetElapsedTime(_leasedAt) < Settings.Lease - (Settings.Timeout * 2) || await LeaseAsync(cancel);

        private bool IsToBeTold() => _subscription.ToldSince is null
            ? _failingSince + (_subscription.IsDisabled ? TimeSpan.Zero : Settings.TellAfter) <= Now
            : _failingSince is null;

        /// <summary>Head and supervisor learn of an outage that lasts, of a receiver that says it is gone at once, and of the end: by a message of the task that waits longest.</summary>
        private async Task TellAsync(CancellationToken cancel)
        {
            if (!IsToBeTold())
                return;
            var (waiting, _, _) = await store.CountsAsync(_subscription.Id, cancel);
            if (_failingSince is { } since)
            {
                if (await store.LongestWaitingAsync(_subscription.Id, cancel) is not { } task)
                    return;
                await webhooks.ReportAsync(new ReportOutage(task, webhooks.Name, since, null, waiting));
                Unreachable(webhooks.Log, _subscription.Department, since, _subscription.LastError, waiting);
                await RememberAsync(since, task, cancel);
            }
            else
            {
                var now = Now;
                await webhooks.ReportAsync(new ReportOutage(_subscription.ToldTask!.Value, webhooks.Name, _subscription.ToldSince!.Value, now, waiting));
                Back(webhooks.Log, _subscription.Department, (now - _subscription.ToldSince.Value).TotalHours, waiting);
                await RememberAsync(null, null, cancel);
            }
        }

        private async Task RememberAsync(DateTimeOffset? since, Guid? task, CancellationToken cancel)
        {
            await store.ToldAsync(_subscription.Id, since, task, cancel);
            _subscription = _subscription with { ToldSince = since, ToldTask = task };
        }
    }

    private string Name => running().Worker.Service;

    private WebhookSettings Settings => settings;

    private WebhookSender Sender => sender;

    private TimeProvider Clock => clock;

    private Microsoft.Extensions.Logging.ILogger Log => log;

    private Guid Holder => _holder;

    private double Random() => random?.Invoke() ?? System.Random.Shared.NextDouble();

    private async Task ReportAsync(ReportOutage outage) =>
        await running().Worker.AskAsync(new Command<TaskState>(outage, (_, _, refusal) => new Answer(refusal?.Status ?? 200, "")));
}
