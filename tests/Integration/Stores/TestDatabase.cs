using Dapper;
using Npgsql;
using OneVisit.Kit.Store;
using OneVisit.Support;

namespace OneVisit.Integration.Stores;

/// <summary>An empty database of one test, which any number of stores may open, as any number of processes would.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 30, 0, 123, TimeSpan.Zero);

    private readonly List<Store> _opened = [];

    /// <summary>The steps of the unit of work itself.</summary>
    public static IReadOnlyList<Migration> KitSteps { get; } = Migration.In(typeof(Store).Assembly, "kit");

    /// <summary>Another store on the database.</summary>
    public Store Open()
    {
        var store = Make();
        _opened.Add(store);
        return store;
    }

    /// <summary>Another store on the database, with the tables of the unit of work and those of <paramref name="steps"/>.</summary>
    public async Task<Store> OpenMigratedAsync(params Migration[] steps)
    {
        var store = Open();
        await store.MigrateAsync([.. KitSteps, .. steps], Now, CancellationToken.None);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
            await store.DisposeAsync();
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Store Make();

    protected abstract ValueTask RemoveAsync();
}

/// <summary>A SQLite file in a folder of its own.</summary>
public sealed class SqliteDatabase(string? folder = null) : TestDatabase
{
    private readonly TempFolder _temp = new();

    public string File => Path.Combine(folder ?? _temp.Path, "store.db");

    protected override Store Make() => new SqliteStore(File);

    protected override ValueTask RemoveAsync()
    {
        _temp.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>A schema of the test server, reached directly or through a proxy.</summary>
public sealed class PostgresDatabase(TcpProxy? proxy = null) : TestDatabase
{
    public string Schema { get; } = Unique.Name("test");

    protected override Store Make() =>
        new PostgresStore(proxy is null ? TestServers.Postgres : TestServers.Postgres.Through(proxy), Schema);

    protected override async ValueTask RemoveAsync() => await RunAsync($"drop schema if exists \"{Schema}\" cascade");

    /// <summary>Runs a statement on the test server, outside of any store.</summary>
    public static async Task RunAsync(string statement)
    {
        var server = TestServers.Postgres;
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = server.Host,
            Port = server.Port > 0 ? server.Port : 5432,
            Database = server.AbsolutePath.TrimStart('/'),
            Username = Uri.UnescapeDataString(server.UserInfo.Split(':')[0]),
            Password = Uri.UnescapeDataString(server.UserInfo.Split(':').ElementAtOrDefault(1) ?? ""),
            Pooling = false,
        }.ToString());
        await connection.ExecuteAsync(statement);
    }
}
