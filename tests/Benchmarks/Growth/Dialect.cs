using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.WholeLife;

namespace OneVisit.Benchmarks.Growth;

/// <summary>The few words in which the two databases differ when tables are filled.</summary>
internal abstract class Dialect
{
    /// <summary>Rows of one statement: on SQLite few enough that the platform, waiting for its turn to write, does not give up.</summary>
    public abstract int Chunk { get; }

    public static Dialect Of(WholePlatform platform) => platform.Database is { } database ? new Postgres(database) : new Sqlite(platform.Folder);

    public abstract Task<DbConnection> OpenAsync(string service);

    public abstract string Table(string service, string table);

    /// <summary>The numbers from one to another as the relation <c>g(n)</c>.</summary>
    public abstract string Series(long from, long to);

    /// <summary>A UUIDv7 whose time is an expression of milliseconds, told from others of that time by two numbers.</summary>
    public abstract string Id(string milliseconds, int kind, string number);

    /// <summary>What a database of this size would have known about its tables for long.</summary>
    public abstract string AfterFilling(string service, IEnumerable<string> tables);

    private sealed class Postgres(Uri database) : Dialect
    {
        public override int Chunk => 100_000;

        public override string AfterFilling(string service, IEnumerable<string> tables) => $"vacuum analyze {string.Join(", ", tables.Select(t => Table(service, t)))}";

        public override async Task<DbConnection> OpenAsync(string service)
        {
            var connection = new NpgsqlConnection($"{Servers.ConnectionString(database)};Command Timeout=3600");
            await connection.OpenAsync();
            return connection;
        }

        public override string Table(string service, string table) => $"\"{service}\".{table}";

        public override string Series(long from, long to) => string.Create(CultureInfo.InvariantCulture, $"generate_series({from}::bigint, {to}::bigint) as g(n)");

        public override string Id(string milliseconds, int kind, string number) => string.Create(CultureInfo.InvariantCulture,
            $"(lpad(to_hex({milliseconds}), 12, '0') || '7{kind:x3}8000' || lpad(to_hex({number}), 12, '0'))::uuid");
    }

    private sealed class Sqlite(string folder) : Dialect
    {
        public override int Chunk => 10_000;

        public override string AfterFilling(string service, IEnumerable<string> tables) => "pragma wal_checkpoint(truncate)";

        public override async Task<DbConnection> OpenAsync(string service)
        {
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(folder, $"{service}.db"),
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = 120,
            }.ToString());
            await connection.OpenAsync();
            return connection;
        }

        public override string Table(string service, string table) => table;

        public override string Series(long from, long to) => string.Create(CultureInfo.InvariantCulture,
            $"(with recursive s(n) as (select {from} union all select n + 1 from s where n < {to}) select n from s) as g");

        public override string Id(string milliseconds, int kind, string number) => string.Create(CultureInfo.InvariantCulture,
            $"printf('%08x-%04x-7{kind:x3}-8000-%012x', ({milliseconds}) >> 16, ({milliseconds}) & 65535, {number})");
    }
}
