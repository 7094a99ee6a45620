using System.Diagnostics;
using System.Globalization;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Support;

namespace OneVisit.Benchmarks.Wakes;

/// <summary>
/// Many wait for their moment, on PostgreSQL: how late each is woken at a steady rate, whether each is woken once beside another process that
/// looks at the same rows, and how long it takes to catch up with a day in which nothing ran.
/// </summary>
internal static class WakesBenchmark
{
    public static async IAsyncEnumerable<Result> RunAsync(Options options)
    {
        var (armed, rate, length) = (options.Number("armed", 1_000_000), options.Number("rate", 1000), options.Seconds("seconds", 30));
        var (backlog, copies) = (options.Number("backlog", 50_000), options.Number("copies", 2));
        await using var servers = await Servers.StartAsync();
        var database = await Servers.CreateDatabaseAsync();
        try
        {
            var services = new List<(PostgresStore Store, Worker<Alarm> Worker)>();
            for (var i = 0; i < copies; i++)
            {
                var store = new PostgresStore(database, "alarms");
                services.Add((store, new Worker<Alarm>(AlarmClock.Unit(), store, new MemoryBus(), TimeProvider.System, NullLogger.Instance)));
            }
            await services[0].Store.MigrateAsync([.. Migration.In(typeof(Store).Assembly, "kit"), AlarmClock.Migration], TimeProvider.System.GetUtcNow(), CancellationToken.None);
            Benchmark.Say($"wakes, {armed} are armed");
            await FillAsync(database, armed, TimeProvider.System.GetUtcNow().AddYears(1), TimeSpan.Zero);

            var due = (int)(rate * length.TotalSeconds);
            var first = TimeProvider.System.GetUtcNow().AddSeconds(10);
            await FillAsync(database, due, first, TimeSpan.FromSeconds(1.0 / rate));
            foreach (var (_, worker) in services)
                await worker.StartAsync(CancellationToken.None);
            Benchmark.Say($"wakes, {rate} a second are due");
            await Eventually.EqualAsync("all are woken", 0, () => WaitingAsync(services[0].Store), length + TimeSpan.FromMinutes(5));
            var late = await LatenessAsync(services[0].Store);

            foreach (var (_, worker) in services)
                await worker.StopAsync();
            await FillAsync(database, backlog, TimeProvider.System.GetUtcNow().AddDays(-1), TimeSpan.FromMilliseconds(1));
            services[0] = (services[0].Store, new Worker<Alarm>(AlarmClock.Unit(), services[0].Store, new MemoryBus(), TimeProvider.System, NullLogger.Instance));
            Benchmark.Say($"wakes, {backlog} were due while nothing ran");
            var started = Stopwatch.GetTimestamp();
            await services[0].Worker.StartAsync(CancellationToken.None);
            await Eventually.EqualAsync("the backlog is woken", 0, () => WaitingAsync(services[0].Store), TimeSpan.FromMinutes(10));
            var caughtUp = Stopwatch.GetElapsedTime(started);
            await services[0].Worker.StopAsync();

            var woken = await Servers.ScalarAsync(database, "select count(*) from alarms.alarm where woken > 0");
            var twice = await Servers.ScalarAsync(database, "select count(*) from alarms.alarm where woken > 1");
            foreach (var (store, worker) in services)
            {
                await worker.DisposeAsync();
                await store.DisposeAsync();
            }
            yield return new Result("wakes", new Dictionary<string, object>
            {
                ["wokenPerSecond"] = late.Count / length.TotalSeconds,
                ["lateP50Ms"] = Series.Quantile([.. late], 0.5),
                ["lateP99Ms"] = Series.Quantile([.. late], 0.99),
                ["lateMaxMs"] = late[^1],
                ["caughtUpPerSecond"] = backlog / caughtUp.TotalSeconds,
                ["missed"] = due + backlog - woken,
                ["twice"] = twice,
            });
        }
        finally
        {
            await Servers.DropAsync(database);
        }
    }

    /// <summary>Rows as the unit of work writes them, one <paramref name="apart"/> from the other.</summary>
    private static Task FillAsync(Uri database, int count, DateTimeOffset first, TimeSpan apart) => Servers.ExecuteAsync(database, string.Create(CultureInfo.InvariantCulture, $$"""
        insert into alarms.alarm (id, version, state, journal_count, journal_hash, wakes_at, woken, late_ms)
        select id, 1, '{"id":"' || id || '","at":"' || to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","woken":0,"lateMs":0}', 0, '{{JournalChain.Origin}}', at, 0, 0
        from (select gen_random_uuid() as id, timestamptz '{{first.UtcDateTime:O}}' + i * interval '{{apart.TotalMicroseconds}} microseconds' as at from generate_series(0, {{count - 1}}) as i) as rows;
        analyze alarms.alarm;
        """));

    private static async Task<int> WaitingAsync(Store store)
    {
        await using var connection = await store.OpenAsync(CancellationToken.None);
        return (int)await connection.ExecuteScalarAsync<long>("select count(*) from alarm where wakes_at < @soon", new { soon = TimeProvider.System.GetUtcNow().AddMonths(1) });
    }

    private static async Task<List<double>> LatenessAsync(Store store)
    {
        await using var connection = await store.OpenAsync(CancellationToken.None);
        return [.. (await connection.QueryAsync<long>("select late_ms from alarm where woken > 0 order by late_ms")).Select(ms => (double)ms)];
    }
}
