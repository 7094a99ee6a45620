using System.Collections.Concurrent;
using Dapper;
using Microsoft.Extensions.Logging;
using OneVisit.Kit.Bus;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>
/// Publishes what was committed, and publishes it again until the bus confirms it. A confirmed row is deleted with the next batch.
/// Publishing twice is harmless: the envelope's id is the receiver's inbox row.
/// </summary>
internal sealed class Outbox(string service, Store.Store store, IBus bus, MessageTypes types, TimeProvider clock, ILogger log) : IDisposable
{
    /// <summary>Rows older than this that nobody has confirmed were left by a process that is gone.</summary>
    private static readonly TimeSpan LeftBehind = TimeSpan.FromSeconds(30);
    private const int SweepSize = 1000;

    private readonly ConcurrentDictionary<Guid, Task> _underWay = new();
    private readonly ConcurrentQueue<Guid> _confirmed = new();
    private readonly ConcurrentDictionary<Guid, byte> _failed = new();
    private readonly CancellationTokenSource _stop = new();

    public bool HasConfirmed => !_confirmed.IsEmpty;

    /// <summary>Envelopes that could not be sent at the last try.</summary>
    public int Failing => _failed.Count;

    /// <summary>Takes the ids confirmed so far; give them back with <see cref="Return"/> when their deletion was not committed.</summary>
    public List<Guid> TakeConfirmed()
    {
        var ids = new List<Guid>();
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
        var done = new TaskCompletionSource();
        if (_underWay.TryAdd(envelope.Id, done.Task))
            _ = SendAsync(to, envelope, done);
    }

    /// <summary>Publishes again what failed, and what a process that is gone left behind; at the start, everything.</summary>
    public async Task SweepAsync(bool everything, CancellationToken cancel)
    {
        var before = everything ? clock.GetUtcNow() : clock.GetUtcNow() - LeftBehind;
        if (!_failed.IsEmpty)
            before = clock.GetUtcNow();
        await using var connection = await store.OpenAsync(cancel);
        var rows = await connection.QueryAsync<(Guid Id, string Destination, byte[] Body)>(
            "select id, destination, body from outbox where created_at <= @before order by id limit @SweepSize", new { before, SweepSize });
        foreach (var (id, destination, body) in rows)
        {
            if (!_underWay.ContainsKey(id) && !_confirmed.Contains(id))
                Publish(destination, Envelope.Open(body, types));
        }
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
        try
        {
            await bus.SendAsync(to, envelope, _stop.Token);
            _confirmed.Enqueue(envelope.Id);
            _failed.TryRemove(envelope.Id, out _);
        }
        catch (Exception e)
        {
            // Not lost: the row stays, and the sweep sends it again.
            if (_failed.TryAdd(envelope.Id, 0) && _failed.Count == 1 && !_stop.IsCancellationRequested)
                log.LogWarning("{Service}: cannot send to {Destination} now ({Reason}); envelope {Envelope} stays in the outbox and is sent again", service, to, e.Message, envelope.Id);
        }
        finally
        {
            _underWay.TryRemove(envelope.Id, out _);
            done.SetResult();
        }
    }
}
