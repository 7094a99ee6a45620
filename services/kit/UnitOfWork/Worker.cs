using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>What the host sees of a service's unit of work.</summary>
public interface IWorker : IActive, IAsyncDisposable
{
    string Service { get; }

    /// <summary>Null when messages become effects; otherwise what is in the way, for an operator.</summary>
    string? Trouble { get; }

    /// <summary>Null, or what goes wrong though messages become effects, for an operator.</summary>
    string? Concern { get; }

    Task StartAsync(CancellationToken cancel);

    /// <summary>The earliest instant, by this service's store, at which an aggregate wants to be woken; null when none does.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    Task<DateTimeOffset?> NextWakeAsync(CancellationToken cancel);

    /// <summary>Takes in hand at once, and not at the next tick, what is due now; a thousand at most. How many that are.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    Task<int> WakeDueAsync(CancellationToken cancel);

    /// <summary>Takes nothing new, finishes what was taken, and waits for the bus to confirm.</summary>
    Task StopAsync();
}

/// <summary>
/// The only way a message becomes an effect, for HTTP commands, bus messages and moments that have come alike. One loop owns the store: it takes what
/// waits, up to a bound, without lingering; decides; writes state, journal, inbox and outbox in one transaction; and only then
/// completes the senders and publishes.
/// </summary>
public sealed partial class Worker<TState> : IWorker
    where TState : class
{
    private const int MaxConflicts = 20;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    /// <summary>A batch takes milliseconds; one that takes this long waits for something that does not come.</summary>
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(30);

    /// <summary>How long everything is read after what was remembered turned out to be stale: beside another process of this service it often is.</summary>
    private static readonly TimeSpan Caution = TimeSpan.FromSeconds(1);

    /// <summary>What was taken from the inlet while the store was away.</summary>
    private readonly Queue<Intake> _putAside = new();

    /// <summary>Aggregates that are being woken: until that is done, they still stand in the table as due.</summary>
    private readonly ConcurrentDictionary<Guid, byte> _waking = new();

    private readonly Channel<Intake> _inlet = Channel.CreateUnbounded<Intake>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Unit<TState> _unit;
    private readonly Store.Store _store;
    private readonly IBus _bus;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Outbox _outbox;
    private readonly Housekeeping _housekeeping;
    private readonly Rederivation<TState> _rederivation;
    private readonly CancellationTokenSource _stop = new();
    private readonly KeyValuePair<string, object?> _tag;
    private readonly Recollection<TState> _memory;
    private readonly Backlog _backlog;
    private readonly DateTimeOffset _began;
    private JsonPages _pages = new();
    private object? _momentsRestOn;
    private DateTimeOffset _cautiousUntil = DateTimeOffset.MinValue;
    private IAsyncDisposable? _deliveries;
    private PeriodicTimer? _ticker;
    private Task _loop = Task.CompletedTask;
    private Task _ticks = Task.CompletedTask;
    private int _waitingCommands;
    private volatile string? _storeTrouble;
    private volatile string? _housekeepingTrouble;

    public Worker(Unit<TState> unit, Store.Store store, IBus bus, TimeProvider clock, ILogger log)
    {
        _unit = unit;
        _store = store;
        _bus = bus;
        _clock = clock;
        _log = log;
        _outbox = new Outbox(unit.Service, store, bus, unit.Types, clock, log);
        _housekeeping = new Housekeeping(store, unit.Table.Name, clock);
        _rederivation = new Rederivation<TState>(store, unit.Table);
        _memory = new Recollection<TState>(unit.Remembered);
        _backlog = new Backlog(clock);
        _began = clock.GetUtcNow();
        _tag = new KeyValuePair<string, object?>("service", unit.Service);
    }

    public string Service => _unit.Service;

    public string? Trouble => _storeTrouble ?? _housekeepingTrouble ?? Stuck ?? _bus.Trouble;

    public string? Concern => _outbox.Concern;

    private string? Stuck => _backlog.Busy is var busy && busy > StuckAfter
        ? $"the service '{Service}' has been at one batch for {busy.TotalSeconds:0} s; if it goes on, restart the process: nothing is lost"
        : null;

    /// <summary>Wakes those who follow an aggregate.</summary>
    public ChangeSignal Changes { get; } = new();

    /// <summary>Wakes those who deliver events when this process has written some.</summary>
    public ChangeSignal Announced { get; } = new();

    /// <summary>Hands a command in; completes with the answer once its effect is committed.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The store cannot be written; nothing was changed, unless the connection broke during the commit itself: then only a repeat with the
    /// same idempotency key tells.
    /// </exception>
    /// <exception cref="OverloadedException">
    /// <see cref="Unit{TState}.MaxWaitingCommands"/> wait already, or the backlog comes near <see cref="Unit{TState}.MaxBacklogAge"/> and the
    /// command would add to it; nothing was changed.
    /// </exception>
    public async Task<Answer> AskAsync(Command<TState> command)
    {
        // Who waits is told at once; the ticks find out when the store is back.
        if (_storeTrouble is { } trouble)
            throw new StoreUnavailableException(trouble);
        if (_unit.Rules.Begins(command.Message) && _backlog.Age is var age && age > _unit.MaxBacklogAge / 2)
            throw new OverloadedException($"the backlog behind the service '{Service}' is {age.TotalSeconds:0.0} s old");
        try
        {
            if (Interlocked.Increment(ref _waitingCommands) > _unit.MaxWaitingCommands)
                throw new OverloadedException($"{_unit.MaxWaitingCommands} commands wait for the service '{Service}' already");
            var intake = new CommandIntake<TState>(command, _clock.GetUtcNow());
            return TryHandIn(intake)
                ? await intake.Answered
                : throw new StoreUnavailableException($"the service '{Service}' is stopping");
        }
        finally
        {
            Interlocked.Decrement(ref _waitingCommands);
        }
    }

    public async Task StartAsync(CancellationToken cancel)
    {
        _loop = Begin(RunAsync);
        _deliveries = await _bus.ReceiveAsync(Service, ReceiveAsync, cancel);
        await _outbox.SweepAsync(cancel);
        _ticker = new PeriodicTimer(Tick, _clock);
        _ticks = Begin(() => TickAsync(_ticker));
    }

    /// <summary>On the scheduler of whoever starts the service: the thread pool in a process, one thread in a simulation.</summary>
    private static Task Begin(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();

    public async Task StopAsync()
    {
        // First of all, so that what waits for a store that is away is handed back instead of holding up the deliveries' end.
        await _stop.CancelAsync();
        _ticker?.Dispose();
        if (_deliveries is not null)
            await _deliveries.DisposeAsync();
        await _ticks;
        _inlet.Writer.TryComplete();
        await _loop;
        await _outbox.DrainAsync(DrainTime);
        if (_outbox.HasConfirmed)
            await ProcessAsync([new FlushIntake()]);
    }

    public ValueTask DisposeAsync()
    {
        _ticker?.Dispose();
        _stop.Dispose();
        _outbox.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task ReceiveAsync(Envelope envelope)
    {
        if (envelope.Backlog > TimeSpan.Zero)
            _backlog.Tell(envelope.From, envelope.Backlog);
        // What was sent before this process began is the work of an absence, and no reason to turn applicants away.
        var intake = new EnvelopeIntake(envelope, envelope.At > _began ? envelope.At : null);
        return TryHandIn(intake)
            ? intake.Done
            : Task.FromException(new BusException($"the service '{Service}' is stopping"));
    }

    private async Task RunAsync()
    {
        while (_putAside.Count > 0 || await _inlet.Reader.WaitToReadAsync())
        {
            _inHand = true;
            var taken = new List<Intake>();
            var messages = 0;
            while (messages < _unit.MaxBatch && (_putAside.TryDequeue(out var intake) || TryTakeOut(out intake)))
            {
                taken.Add(intake);
                messages += intake.Messages.Count;
            }
            _backlog.Take(taken.Min(i => i.Since));
            await ProcessAsync(taken);
            _backlog.Finish();
            _inHand = false;
        }
    }

    /// <summary>Brings the intakes to their effect, or says why not. Never throws: the loop must not end.</summary>
    private async Task ProcessAsync(List<Intake> intakes)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        Task<object?>? ahead = null;
        List<object?>? held = null;
        for (var conflicts = 0; intakes.Count > 0;)
        {
            try
            {
                if (ahead is { } awaited)
                {
                    // Of one that failed, the next attempt tells whether it is still needed.
                    ahead = null;
                    (held ??= []).Add(await awaited);
                }
                await TransactAsync(intakes);
                _storeTrouble = null;
                GC.KeepAlive(held);
                return;
            }
            catch (NotAtHandException e)
            {
                ahead = e.Ahead;
            }
            catch (StoreUnavailableException e)
            {
                intakes = await WaitForStoreAsync(intakes, e, pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (StoreConflictException) when (++conflicts < MaxConflicts)
            {
                // Someone else was first. What was decided is dropped; read again and decide again.
                _cautiousUntil = _clock.GetUtcNow() + Caution;
            }
            catch (Exception e)
            {
                await IsolateAsync(intakes, e);
                return;
            }
        }
    }

    private async Task TransactAsync(List<Intake> intakes)
    {
        // The store keeps milliseconds in both databases, and the journal's hashes cover the instant.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());
        var started = Stopwatch.GetTimestamp();
        var confirmed = _outbox.TakeConfirmed(few: intakes.Exists(i => i is FlushIntake));
        Batch<TState> batch;
        try
        {
            batch = await _store.TransactAsync(async transaction =>
            {
                var work = new Batch<TState>(_unit, intakes, now, _pages, now < _cautiousUntil ? null : _memory) { Backlog = _backlog.Own };
                var opened = await transaction.OpenAsync(work.Opening(confirmed));
                await transaction.CommitAsync(await work.DecideAsync(opened, transaction));
                return work;
            });
        }
        catch
        {
            // Whether it was committed is not always known: what is remembered may be stale from now on, and a driver may still hold what it was to send.
            _memory.Forget();
            _pages = new JsonPages();
            _outbox.Return(confirmed);
            throw;
        }

        _pages.Reuse();
        batch.RememberIn(_memory);
        foreach (var (to, envelope) in batch.Sealed)
            _outbox.Publish(to, envelope);
        foreach (var intake in intakes)
            intake.Complete();
        Changes.Changed(batch.Changed);
        if (batch.Announces)
            Announced.Changed(batch.Changed);
        Report(batch, intakes, started);
    }
}
