using System.Data.Common;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using OneVisit.All;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;

namespace OneVisit.SystemTests.Verify;

/// <summary>
/// The data of a platform that has worked and was stopped: completed, partly granted, refused and withdrawn cases, one that waits for an
/// officer and one for its applicant. Damaged by hand, table by table.
/// </summary>
public abstract class FilledStore : IAsyncLifetime
{
    private const int Completed = 150;
    private readonly HttpClient _http = new();
    private readonly Queue<Guid> _completed = [];
    private readonly TempFolder _data = new();

    public string Folder => _data.Path;

    /// <summary>Null for SQLite.</summary>
    public abstract Uri? Store { get; }

    /// <summary>A case that waits for an officer of market registration.</summary>
    public Guid Open { get; private set; }

    /// <summary>A case that waits for its applicant.</summary>
    public Guid Asked { get; private set; }

    /// <summary>A case that an officer of market registration has in hand.</summary>
    public Guid Claimed { get; private set; }

    /// <summary>A case that was refused.</summary>
    public Guid Refused { get; private set; }

    /// <summary>A completed case that no other test has.</summary>
    public Guid Next() => _completed.Dequeue();

    public virtual async Task InitializeAsync()
    {
        await using var platform = await StartAsync();
        var applicant = await Client.SignInAsync(_http, () => platform.Address, "applicant");
        for (var i = 0; i < Completed; i++)
            _completed.Enqueue(await SubmitAsync(applicant, null));
        Refused = await SubmitAsync(applicant, Sample.BreakSeals);
        var partly = await SubmitAsync(applicant, Sample.BreakSign);
        Open = await SubmitAsync(applicant, Sample.LeaveRegistrationToPeople);
        var withdrawn = await SubmitAsync(applicant, Sample.LeaveRegistrationToPeople);
        Asked = await SubmitAsync(applicant, Sample.LeaveRegistrationToPeople);
        Claimed = await SubmitAsync(applicant, Sample.LeaveRegistrationToPeople);
        foreach (var id in _completed.Append(partly))
            await IsAsync(applicant, id, "completed");
        await IsAsync(applicant, Refused, "refused");
        Assert.Equal(200, (await applicant.PostAsync($"/api/cases/{withdrawn}/withdrawal", new JsonObject { ["reason"] = "another plan" }, ifMatch: "*")).Status);

        var officer = await Client.SignInAsync(_http, () => platform.Address, "officer", department: "market-registration", region: "430602");
        var task = await WithThePoolAsync(applicant, Asked);
        var decided = await officer.PostAsync($"/api/departments/market-registration/tasks/{task}/decision", new JsonObject
        {
            ["outcome"] = "supplement",
            ["reason"] = "the articles are missing",
            ["legalBasis"] = "Article 32",
        }, ifMatch: "*");
        Assert.Equal(200, decided.Status);
        Assert.Equal(200, (await officer.PostAsync($"/api/departments/market-registration/tasks/{await WithThePoolAsync(applicant, Claimed)}/claim", null)).Status);
        foreach (var waiting in (Guid[])[Open, Asked, Claimed])
        {
            await Eventually.TrueAsync("the case waits for people", async () => (await applicant.GetAsync($"/api/cases/{waiting}")).Json.GetProperty("items").EnumerateArray()
                .Count(i => i.GetProperty("lifecycle").GetString() == "review-passed") == 3);
        }
        await RestAsync();
    }

    /// <summary>Waits until nothing is on its way: what is when the platform stops stays so, and verify would wait for it.</summary>
    public async Task RestAsync()
    {
        // Cases that are still being worked on send on what they receive, so all must be empty at one look.
        await Eventually.EqualAsync("nothing is on its way", 0, async () =>
        {
            var waiting = 0;
            foreach (var service in TestPlatform.Names.Where(n => n != "gateway"))
                waiting += int.Parse(await ReadAsync(service, "select count(*) from outbox"), System.Globalization.CultureInfo.InvariantCulture);
            return waiting;
        });
    }

    public virtual Task DisposeAsync()
    {
        _http.Dispose();
        _data.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>All services in one process, on this store.</summary>
    public Task<Platform> StartAsync() => Platform.StartAsync(
        ["--environment", "Development", "--urls", "http://127.0.0.1:0", "--Data", Folder, .. Store is { } store ? new[] { "--Store", store.ToString() } : []],
        Everything.Services);

    public async Task RunAsync(string service, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var connection = await OpenAsync(service);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            Add(command, name, value);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    public async Task<string> ReadAsync(string service, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var connection = await OpenAsync(service);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            Add(command, name, value);
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture)!;
    }

    /// <summary>Changes a state, and the checksum beside it, as whoever holds the platform's own code could.</summary>
    public async Task EditAsync(string service, string table, Guid id, Action<JsonObject> change)
    {
        var state = JsonNode.Parse(await ReadAsync(service, $"select state from {table} where id = @id", ("id", id)))!.AsObject();
        change(state);
        await RunAsync(service, $"update {table} set state = @state where id = @id", ("state", state.ToJsonString()), ("id", id));
        await ChecksumAsync(service, table, id);
    }

    /// <summary>Writes the checksum of a state as it stands there now.</summary>
    public async Task ChecksumAsync(string service, string table, Guid id)
    {
        Task<string> OfAsync(string column) => ReadAsync(service, $"select {column} from {table} where id = @id", ("id", id));
        var version = long.Parse(await OfAsync("version"), System.Globalization.CultureInfo.InvariantCulture);
        var checksum = StateChecksum.Of(id, version, await OfAsync("journal_hash"), System.Text.Encoding.UTF8.GetBytes(await OfAsync("state")));
        await RunAsync(service, $"update {table} set state_checksum = @checksum where id = @id", ("checksum", checksum), ("id", id));
    }

    /// <summary>A department's task of a case.</summary>
    public async Task<Guid> TaskAsync(string department, Guid id) =>
        Guid.Parse(await ReadAsync(department, "select cast(id as text) from task where case_id = @id", ("id", id)));

    protected abstract Task<DbConnection> OpenAsync(string service);

    protected abstract object ValueOf(object value);

    private void Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value is null ? DBNull.Value : ValueOf(value));
        command.Parameters.Add(parameter);
    }

    private static async Task<Guid> SubmitAsync(Client applicant, Action<JsonObject>? change) =>
        Guid.Parse((await applicant.PostAsync("/api/cases", Sample.StartUp(change), Unique.Name("key"))).Id);

    private static Task IsAsync(Client applicant, Guid id, string lifecycle) => Eventually.EqualAsync(
        $"case {id} is {lifecycle}", lifecycle, async () => (await applicant.GetAsync($"/api/cases/{id}")).Text("lifecycle"));

    private static async Task<string> WithThePoolAsync(Client applicant, Guid id)
    {
        await Eventually.TrueAsync("the task is with its pool", async () => (await applicant.GetAsync($"/api/cases/{id}")).Lifecycle("market-registration") == "reviewing");
        return (await applicant.GetAsync($"/api/cases/{id}")).Item("market-registration").GetProperty("task").GetString()!;
    }
}

public sealed class FilledSqlite : FilledStore
{
    public override Uri? Store => null;

    protected override async Task<DbConnection> OpenAsync(string service)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(Folder, $"{service}.db"), Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    protected override object ValueOf(object value) => value is Guid id ? id.ToString("D") : value;
}

public sealed class FilledPostgres : FilledStore
{
    private readonly string _database = Unique.Name("verify").Replace('-', '_');

    public override Uri? Store => new UriBuilder(TestServers.Postgres) { Path = _database }.Uri;

    public override async Task InitializeAsync()
    {
        await Databases.RunAsync(TestServers.Postgres, $"create database {_database}");
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await Databases.RunAsync(TestServers.Postgres, $"drop database if exists {_database} with (force)");
        await base.DisposeAsync();
    }

    protected override async Task<DbConnection> OpenAsync(string service) => await Databases.OpenAsync(Store!, service);

    protected override object ValueOf(object value) => value;
}
