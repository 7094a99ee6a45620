using System.Diagnostics;
using Npgsql;
using OneVisit.Kit.Store;
using OneVisit.Support;
using RabbitMQ.Client;

namespace OneVisit.Benchmarks.Measuring;

/// <summary>PostgreSQL and RabbitMQ: those named by the environment, or started with <c>tests/servers</c> for this run.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private readonly string? _folder;

    private Servers(string? folder) => _folder = folder;

    public static async Task<Servers> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("ONEVISIT_TEST_POSTGRES") is { Length: > 0 } && Environment.GetEnvironmentVariable("ONEVISIT_TEST_RABBITMQ") is { Length: > 0 })
            return new Servers(null);
        var folder = Directory.CreateTempSubdirectory("onevisit-bench-").FullName;
        Benchmark.Say("starting PostgreSQL and RabbitMQ");
        foreach (var line in (await ScriptAsync("start", folder, "--install")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = line.Replace("export ", "", StringComparison.Ordinal).Split('=', 2);
            Environment.SetEnvironmentVariable(pair[0], pair[1].Trim('\'', '"'));
        }
        return new Servers(folder);
    }

    /// <summary>A database of its own, dropped again by <see cref="DropAsync"/>.</summary>
    public static async Task<Uri> CreateDatabaseAsync()
    {
        var name = Unique.Name("bench").Replace('-', '_');
        await ExecuteAsync(TestServers.Postgres, $"create database {name}");
        return new UriBuilder(TestServers.Postgres) { Path = name }.Uri;
    }

    public static Task DropAsync(Uri database) =>
        ExecuteAsync(TestServers.Postgres, $"drop database if exists {database.AbsolutePath.TrimStart('/')} with (force)");

    public static async Task DeleteQueuesAsync(IEnumerable<string> services)
    {
        await using var connection = await new ConnectionFactory { Uri = TestServers.RabbitMq }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in services.SelectMany(n => new[] { n, $"{n}_dead", $"{n}_error" }))
        {
            await channel.QueueDeleteAsync(queue);
            await channel.ExchangeDeleteAsync(queue);
        }
    }

    public static async Task<long> ScalarAsync(Uri database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Rows of a text and a number.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> PairsAsync(Uri database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var pairs = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
            pairs[reader.GetString(0)] = reader.GetInt64(1);
        return pairs;
    }

    /// <summary>Everything that was written is in the tables and counted: what PostgreSQL would do of itself in the next minutes, and in the middle of a figure.</summary>
    public static async Task RestAsync(Uri database)
    {
        await ExecuteAsync(database, "vacuum (analyze)");
        await ExecuteAsync(database, "checkpoint");
    }

    public static async Task ExecuteAsync(Uri database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 3600 };
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
            await ScriptAsync("stop", _folder);
    }

    public static string ConnectionString(Uri uri)
    {
        var builder = PostgresStore.ConnectionStringOf(uri);
        builder.Pooling = false;
        return builder.ToString();
    }

    private static async Task<string> ScriptAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Root(), "tests", "servers")) { RedirectStandardOutput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var script = Process.Start(start)!;
        var output = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return script.ExitCode == 0 ? output : throw new InvalidOperationException($"tests/servers {string.Join(' ', arguments)} ended with {script.ExitCode}");
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Platform.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("this must run inside the checkout");
        return folder;
    }
}
