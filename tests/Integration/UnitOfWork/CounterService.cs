using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Integration.UnitOfWork;

/// <summary>One process of a counter service.</summary>
/// <param name="unit">Null: as usual.</param>
/// <param name="clock">Null: the system's.</param>
internal sealed class CounterService(string name, Store store, IBus bus, Unit<CounterState>? unit = null, TimeProvider? clock = null) : IAsyncDisposable
{
    private bool _stopped;

    public string Name => name;

    public Store Store => store;

    public Worker<CounterState> Worker { get; } = new(unit ?? Counter.Unit(name), store, bus, clock ?? TimeProvider.System, NullLogger.Instance);

    public async Task<CounterService> StartAsync()
    {
        await Worker.StartAsync(CancellationToken.None);
        return this;
    }

    /// <summary>The sum after the command.</summary>
    public async Task<long> AskAsync(object message) => long.Parse(
        (await Worker.AskAsync(new Command<CounterState>(message, (state, version, _) => new Answer(200, $"{state?.Sum}", $"{version}")))).Body,
        System.Globalization.CultureInfo.InvariantCulture);

    public async Task<long> SumAsync(Guid counter) => await ScalarAsync("select coalesce(sum(sum), 0) from counter where id = @counter", new { counter });

    public Task<long> TotalAsync() => ScalarAsync("select coalesce(sum(sum), 0) from counter");

    public Task<long> RowsAsync(string table) => ScalarAsync($"select count(*) from {table}");

    /// <summary>The counters that wait for a moment, in a row.</summary>
    public async Task<string> WaitingAsync()
    {
        await using var connection = await store.OpenAsync(CancellationToken.None);
        return string.Join(' ', await connection.QueryAsync<Guid>("select id from counter where wakes_at is not null order by id"));
    }

    public async Task<string?> DueAsync(Guid counter)
    {
        await using var connection = await store.OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<string?>("select cast(due_on as text) from counter where id = @counter", new { counter });
    }

    public async Task<long> ScalarAsync(string sql, object? parameters = null)
    {
        await using var connection = await store.OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<long>(sql, parameters);
    }

    /// <summary>Sums, versions and journals of all counters, each journal's hashes computed anew.</summary>
    public async Task<List<CounterRow>> VerifiedAsync()
    {
        await using var connection = await store.OpenAsync(CancellationToken.None);
        var counters = (await connection.QueryAsync<(Guid Id, long Version, long Sum, long Count, string Hash)>("select id, version, sum, journal_count, journal_hash from counter")).AsList();
        var journal = JournalRows.Split(await connection.QueryAsync<(Guid, long, DateTimeOffset, string, string, string)>(
            "select owner, seq, at, kind, data, hash from journal order by owner, seq")).ToLookup(e => e.Owner);
        foreach (var counter in counters)
        {
            var hash = JournalChain.Origin;
            var seq = 0L;
            foreach (var entry in journal[counter.Id])
            {
                hash = JournalChain.Next(hash, counter.Id, ++seq, entry.At, entry.Kind, entry.Data);
                Assert.Equal((seq, hash), (entry.Seq, entry.Hash));
            }
            Assert.Equal((seq, hash), (counter.Count, counter.Hash));
        }
        return [.. counters.Select(c => new CounterRow(c.Id, c.Version, c.Sum, c.Count))];
    }

    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        await Worker.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Worker.DisposeAsync();
    }
}

internal sealed record CounterRow(Guid Id, long Version, long Sum, long Entries);
