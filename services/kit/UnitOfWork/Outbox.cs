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
    private readonly ConcurrentQueue<Guid> _failed = new();
    private readonly ConcurrentDictionary<string, byte> _unreachable = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Where the next look at the table goes on: rows that stay because nobody takes them must not hide those behind them.</summary>
    private Guid _sweptUpTo = Guid.Empty;

    /// <summary>Until the table has been seen once from end to end, every row in it is of an earlier process.</summary>
    private bool _seenAll;

    public bool HasConfirmed => !_confirmed.IsEmpty;

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

    /// <summary>Publishes again what failed, and what a process that is gone left behind: a bounded number of envelopes each time.</summary>
    public async Task SweepAsync(CancellationToken cancel)
    {
        if (_underWay.Count >= SweepSize)
            return;
        await using var connection = await store.OpenAsync(cancel);
        await SendFailedAsync(connection);
        await SendLeftBehindAsync(connection);
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

    private async Task SendFailedAsync(System.Data.Common.DbConnection connection)
    {
        var ids = new List<Guid>();
        while (ids.Count < SweepSize && _failed.TryDequeue(out var id))
            ids.Add(id);
        if (ids.Count == 0)
            return;
        try
        {
            // Another copy of the service may have sent some of them: their rows are gone, and nothing is left to do.
            Publish(await connection.QueryAsync<(Guid, string, byte[])>("select id, destination, body from outbox where id in @ids order by id", new { ids }));
        }
        catch
        {
            foreach (var id in ids)
                _failed.Enqueue(id);
            throw;
        }
    }

    private async Task SendLeftBehindAsync(System.Data.Common.DbConnection connection)
    {
        var before = _seenAll ? clock.GetUtcNow() - LeftBehind : clock.GetUtcNow();
        var rows = (await connection.QueryAsync<(Guid Id, string, byte[])>(
            "select id, destination, body from outbox where id > @after and created_at <= @before order by id limit @SweepSize",
            new { after = _sweptUpTo, before, SweepSize })).AsList();
        Publish(rows);
        _seenAll |= rows.Count < SweepSize;
        _sweptUpTo = rows.Count < SweepSize ? Guid.Empty : rows[^1].Id;
    }

    private void Publish(IEnumerable<(Guid Id, string Destination, byte[] Body)> rows)
    {
        foreach (var (id, destination, body) in rows)
        {
            if (!_underWay.ContainsKey(id) && !_confirmed.Contains(id))
                Publish(destination, Envelope.Open(body, types));
        }
    }

    private async Task SendAsync(string to, Envelope envelope, TaskCompletionSource done)
    {
        try
        {
            await bus.SendAsync(to, envelope, _stop.Token);
            _confirmed.Enqueue(envelope.Id);
            _unreachable.TryRemove(to, out _);
        }
        catch (Exception e)
        {
            // Not lost: the row stays, and the sweep sends it again.
            _failed.Enqueue(envelope.Id);
            if (_unreachable.TryAdd(to, 0) && !_stop.IsCancellationRequested)
                log.LogWarning("{Service}: cannot send to {Destination} now ({Reason}); envelope {Envelope} stays in the outbox and is sent again", service, to, e.Message, envelope.Id);
        }
        finally
        {
            _underWay.TryRemove(envelope.Id, out _);
            done.SetResult();
        }
    }
}
