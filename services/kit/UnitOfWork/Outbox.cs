using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OneVisit.Kit.Bus;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>
/// Publishes what was committed, and publishes it again until the bus confirms it. Confirmed rows are deleted many at a time, and at the next tick at the latest.
/// Publishing twice is harmless: the envelope's id is the receiver's inbox row.
/// </summary>
internal sealed class Outbox(string service, Store.Store store, IBus bus, MessageTypes types, TimeProvider clock, ILogger log) : IDisposable
{
    /// <summary>Rows older than this that nobody has confirmed were left by a process that is gone.</summary>
    private static readonly TimeSpan LeftBehind = TimeSpan.FromSeconds(30);
    private const int SweepSize = 1000;

    /// <summary>So many confirmed rows go with the next batch; fewer wait for more, since the store works as long on a statement for one as on a statement for many.</summary>
    private const int Many = 64;

    private readonly ConcurrentDictionary<Guid, Task> _underWay = new();
    private readonly ConcurrentQueue<Guid> _confirmed = new();
    private readonly Arrivals _arrivals = new(clock);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Where the next look at the table goes on: rows that stay because nobody takes them must not hide those behind them.</summary>
    private Guid _sweptUpTo = Guid.Empty;

    /// <summary>Whether this pass over the table takes every row: the first, because all rows are an earlier process's, and those after a failure.</summary>
    private bool _everything = true;
    private volatile bool _someFailed;

    private long _published;

    /// <inheritdoc cref="Arrivals.Concern"/>
    public string? Concern => _arrivals.Concern;

    public bool HasConfirmed => !_confirmed.IsEmpty;

    /// <summary>Nothing published waits for its confirmation.</summary>
    public bool IsQuiet => _underWay.IsEmpty && !_someFailed;

    /// <summary>How many envelopes were ever published, the same one again each time.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Takes the ids confirmed so far when there are many; give them back with <see cref="Return"/> when their deletion was not committed.</summary>
    /// <param name="few">However few they are.</param>
    public List<Guid> TakeConfirmed(bool few)
    {
        var ids = new List<Guid>();
        if (!few && _confirmed.Count < Many)
            return ids;
        while (_confirmed.TryDequeue(out var id))
            ids.Add(id);
        return ids;
    }

    public void Return(IEnumerable<Guid> confirmed)
    {
        foreach (var id in confirmed)
            _confirmed.Enqueue(id);
    }

    public void Publish(string to, Envelope envelope)
    {
        Interlocked.Increment(ref _published);
        var done = new TaskCompletionSource();
        if (_underWay.TryAdd(envelope.Id, done.Task))
            _ = SendAsync(to, envelope, done);
    }

    /// <summary>Publishes again what failed, and what a process that is gone left behind: a bounded number of envelopes each time.</summary>
    public async Task SweepAsync(CancellationToken cancel)
    {
        if (_underWay.Count >= SweepSize)
            return;
        if (_sweptUpTo == Guid.Empty && _someFailed)
        {
            _someFailed = false;
            _everything = true;
        }
        var before = _everything ? clock.GetUtcNow() : clock.GetUtcNow() - LeftBehind;
        var rows = await store.UnconfirmedAsync(_sweptUpTo, before, SweepSize, cancel);
        foreach (var (id, destination, body) in rows)
        {
            if (!_underWay.ContainsKey(id) && !_confirmed.Contains(id))
                Publish(destination, Envelope.Open(body, types));
        }
        _sweptUpTo = rows.Count == SweepSize ? rows[^1].Id : Guid.Empty;
        _everything &= _sweptUpTo != Guid.Empty;
    }

    /// <summary>Waits for what is under way, at most as long as told; what is not confirmed by then stays in the outbox.</summary>
    public async Task DrainAsync(TimeSpan atMost)
    {
        try
        {
            await Task.WhenAll(_underWay.Values).WaitAsync(atMost, clock);
        }
        catch (TimeoutException)
        {
            log.LogInformation("{Service}: {Count} envelopes are not confirmed yet; they stay in the outbox and are sent at the next start", service, _underWay.Count);
        }
        await _stop.CancelAsync();
    }

    public void Dispose() => _stop.Dispose();

    private async Task SendAsync(string to, Envelope envelope, TaskCompletionSource done)
    {
        _arrivals.Sent(to);
        try
        {
            await bus.SendAsync(to, envelope, _stop.Token);
            _confirmed.Enqueue(envelope.Id);
            _arrivals.Arrived(to);
            _underWay.TryRemove(envelope.Id, out _);
        }
        catch (Exception e)
        {
            // Not lost: the row stays, and the sweep sends it again; in this order, so that the sweep does not take it to be under way.
            _underWay.TryRemove(envelope.Id, out _);
            _someFailed = true;
            if (_arrivals.Failed(to, e.Message) && !_stop.IsCancellationRequested)
                log.LogWarning("{Service}: cannot send to {Destination} now ({Reason}); envelope {Envelope} stays in the outbox and is sent again", service, to, e.Message, envelope.Id);
        }
        done.SetResult();
    }
}
