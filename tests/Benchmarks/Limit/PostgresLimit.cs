using System.Globalization;
using OneVisit.Benchmarks.Measuring;

namespace OneVisit.Benchmarks.Limit;

/// <summary>How many cases a second this PostgreSQL could at most take at one transaction a case, whatever runs above it.</summary>
internal static class PostgresLimit
{
    private const int Clients = 16;

    /// <summary>Adds <c>limitPerSecond</c>, or <c>limit</c> with the reason why there is none, on the database of a yardstick that has run.</summary>
    public static async Task AddAsync(Dictionary<string, object> figures, Uri database, Options options)
    {
        var seconds = options.Number("limit-seconds", 10);
        if (seconds == 0 || PgBench.Program is null)
        {
            figures["limit"] = seconds == 0 ? "not asked for" : "pgbench is not installed";
            return;
        }
        var transaction = await CaseTransaction.ReadAsync(database);
        var runs = new List<double>();
        for (var run = options.Number("runs", 3); run > 0; run--)
        {
            // New ids in every run.
            var first = new Dictionary<string, string>(transaction.Variables) { ["n"] = (runs.Count * 1_000_000_000L).ToString(CultureInfo.InvariantCulture) };
            runs.Add(await PgBench.RunAsync(database, transaction.Script, first, Clients, seconds));
            Benchmark.Say($"limit: {runs[^1]:0} transactions/s, one a case");
        }
        var limit = Series.Median(runs);
        figures["limitPerSecond"] = limit;
        figures["ratioToLimit"] = (double)figures["casesPerSecond"] / limit;
    }
}
