using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Webhooks;

/// <summary>
/// Brings a department's events to those who subscribe to them. What is to be delivered was written with the decision it tells of; here it is sent until
/// it is heard. Each receiver has deliveries of its own, so that a slow one holds up nobody else, and each process its share of the receivers.
/// </summary>
internal sealed partial class Webhooks(Func<Running<TaskState>> running, WebhookSettings settings, WebhookSender sender, TimeProvider clock, ILogger log, Func<double>? random = null)
    : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks at whether anybody has subscribed; whoever subscribes here is seen at once.</summary>
    private static readonly TimeSpan LookForSubscribers = TimeSpan.FromSeconds(5);

    private readonly Guid _holder = Guid.CreateVersion7();
    private readonly Dictionary<Guid, Receiver> _receivers = [];
    /// <summary>What those still do whose subscription has ended: they use the store, so a stop waits for them too.</summary>
    private readonly List<Task> _leaving = [];
    private readonly ChangeSignal _subscribed = new();
    private bool _troubled;

    /// <summary>Somebody has subscribed here, or has changed a subscription.</summary>
    public void Subscribed() => _subscribed.Changed([_holder]);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var pause = await LookAsync(stoppingToken) ? Look : LookForSubscribers;
                using var woken = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(_subscribed.AnyAsync(pause, clock, woken.Token), running().Worker.Announced.AnyAsync(pause, clock, woken.Token));
                await woken.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        // What is under way is heard out, or given up with the process: it is repeated then.
        await Task.WhenAll(_receivers.Values.Select(r => r.Done).Concat(_leaving));
    }

    /// <summary>True when there is anybody to deliver to.</summary>
    private async Task<bool> LookAsync(CancellationToken cancel)
    {
        try
        {
            var store = new SubscriptionStore(running().Store);
            var all = await store.AllAsync(cancel);
            _leaving.RemoveAll(done => done.IsCompleted);
            foreach (var gone in _receivers.Keys.Except(all.Select(s => s.Id)).ToList())
            {
                _leaving.Add(_receivers[gone].Done);
                _receivers.Remove(gone);
            }
            foreach (var subscription in all)
            {
                if (subscription.IsDisabled)
                    await store.ForgetAsync(subscription.Id, clock.GetUtcNow() - settings.GiveUpAfter, cancel);
                if (!_receivers.TryGetValue(subscription.Id, out var receiver))
                    _receivers[subscription.Id] = receiver = new Receiver(this, store);
                receiver.Deliver(subscription, cancel);
            }
            _troubled = false;
            return all.Count > 0;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            if (!_troubled)
                CannotLook(log, running().Worker.Service, e.Message);
            _troubled = true;
            return true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Service}: events are not delivered for now: {Reason}. They are kept, and the next look is in a second")]
    private static partial void CannotLook(ILogger log, string service, string reason);

    [LoggerMessage(LogLevel.Warning, "{Department}: the event {Id} ({Kind} of task {Task}) was put aside after {Attempts} attempts: {Reason}. The receiver's own inbox shows the task; subscribing again sends it once more")]
    private static partial void PutAside(ILogger log, string department, Guid id, string kind, Guid task, long attempts, string reason);

    [LoggerMessage(LogLevel.Warning, "{Department}: the receiver of events {Reason}: its subscription is disabled until somebody subscribes again")]
    private static partial void Disabled(ILogger log, string department, string reason);

    [LoggerMessage(LogLevel.Warning, "{Department}: the receiver of events cannot be reached since {Since:u}: {Reason}. {Waiting} events wait for it")]
    private static partial void Unreachable(ILogger log, string department, DateTimeOffset since, string? reason, long waiting);

    [LoggerMessage(LogLevel.Information, "{Department}: the receiver of events can be reached again, after {Hours:0.0} hours; {Waiting} events wait for it")]
    private static partial void Back(ILogger log, string department, double hours, long waiting);
}
