using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.WholeLife;

namespace OneVisit.Benchmarks.Soak;

/// <summary>Bytes on disk: of each table with its indexes and long values, or of each file; and bytes of write-ahead log so far.</summary>
internal sealed record Storage(IReadOnlyDictionary<string, long> Bytes, long? WalPosition)
{
    public static async Task<Storage> ReadAsync(WholePlatform platform)
    {
        if (platform.Database is not { } database)
            return new Storage(Directory.EnumerateFiles(platform.Folder, "*.db*").ToDictionary(f => Path.GetFileName(f), f => new FileInfo(f).Length), null);
        var tables = await Servers.PairsAsync(database, "select schemaname || '.' || relname, pg_total_relation_size(relid) from pg_stat_user_tables");
        return new Storage(tables, await Servers.ScalarAsync(database, "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"));
    }

    /// <summary>The largest tables or files, and what one case has added to them all since.</summary>
    public IEnumerable<(string Name, object Value)> Since(Storage before, int cases)
    {
        yield return ("storageMb", Bytes.OrderByDescending(b => b.Value).Take(12).ToDictionary(b => b.Key, b => Math.Round(b.Value / 1048576.0, 2)));
        yield return ("storageBytesPerCase", (Bytes.Values.Sum() - before.Bytes.Values.Sum()) / (double)cases);
        if (WalPosition is { } position && before.WalPosition is { } from)
            yield return ("walBytesPerCase", (position - from) / (double)cases);
    }
}
