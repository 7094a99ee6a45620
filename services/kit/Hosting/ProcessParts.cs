using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.Hosting;

/// <summary>What the services of one process share, chosen by settings: values, never branches, for the services themselves.</summary>
public sealed class ProcessParts : IAsyncDisposable
{
    private readonly IConfiguration _configuration;
    private readonly ILoggerFactory _logs;
    private readonly Dictionary<string, (Store.Store Store, IReadOnlyList<Migration> Migrations)> _stores = new(StringComparer.Ordinal);
    private FileStream? _folderLock;

    internal ProcessParts(IConfiguration configuration, TimeProvider clock, ILoggerFactory logs, IBus bus)
    {
        _configuration = configuration;
        _logs = logs;
        Clock = clock;
        Bus = bus;
    }

    public TimeProvider Clock { get; }

    public IBus Bus { get; }

    /// <summary><c>sqlite</c> or <c>postgresql</c>; <c>none</c> in a process whose services keep nothing.</summary>
    internal string StoreKind => _stores.Count == 0 ? About.None : StoreSetting is null ? "sqlite" : "postgresql";

    private Uri? StoreSetting => StoreAddress(_configuration);

    /// <summary>The PostgreSQL database, or null for SQLite files in the <see cref="DataFolder"/>.</summary>
    /// <exception cref="ConfigurationException">It is no such address.</exception>
    public static Uri? StoreAddress(IConfiguration configuration) => Settings.Uri(configuration, "Store", "postgres://user:password@host:5432/database, or nothing for SQLite files in the folder Data", "postgres", "postgresql");

    /// <summary>Where the embedded default keeps its files.</summary>
    public static string DataFolder(IConfiguration configuration) => configuration["Data"] is { Length: > 0 } folder ? folder : "data";

    internal ILogger Log(string service) => _logs.CreateLogger($"OneVisit.{service}");

    internal Store.Store Store(string service, IReadOnlyList<Migration> migrations)
    {
        if (StoreSetting is null)
            _folderLock ??= LockFolder(DataFolder(_configuration));
        Store.Store store = StoreSetting is { } uri
            ? new PostgresStore(uri, service)
            : new SqliteStore(Path.Combine(DataFolder(_configuration), $"{service}.db"));
        _stores.Add(service, (store, migrations));
        return store;
    }

    internal async Task MigrateAsync(CancellationToken cancel)
    {
        // Each store is a database of its own; at the first start each waits for its disk.
        await Task.WhenAll(_stores.Values.Select(s => s.Store.MigrateAsync(s.Migrations, Clock.GetUtcNow(), cancel)));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Bus.DisposeAsync();
        }
        finally
        {
            foreach (var (store, _) in _stores.Values)
                await store.DisposeAsync();
            if (_folderLock is not null)
                await _folderLock.DisposeAsync();
        }
    }

    /// <summary>Two processes on one folder would each hand messages only to themselves.</summary>
    private static FileStream LockFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Data: the folder '{Path.GetFullPath(folder)}' must be writable and used by one OneVisit process only ({e.Message})", e);
        }
    }
}
