using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.All.Verify;
using OneVisit.Kit.Hosting;
using OneVisit.Support;
using OneVisit.SystemTests.Verify;

namespace OneVisit.SystemTests.Upgrades;

/// <summary>
/// What an earlier version has stored is a part of what must not be lost: <c>tests/Samples/upgrades</c> has it as that version left it, with cases that were
/// completed, partly granted, refused and withdrawn, one that waits for its applicant, one for an officer, and one that an officer has in hand.
/// </summary>
public abstract class UpgradeSuite : IAsyncLifetime
{
    private const string Department = "market-registration", Tasks = $"/api/departments/{Department}/tasks";

    /// <summary>The day after the stores were filled, so that no limit has run out since.</summary>
    private static readonly DateTimeOffset Then = new(2026, 12, 2, 9, 0, 0, TimeSpan.FromHours(8));

    private readonly HttpClient _http = new();
    private readonly TempFolder _data = new();
    private readonly TimeSpan _ago = TimeProvider.System.GetUtcNow() - Then;

    protected string Folder => _data.Path;

    /// <summary>Null for SQLite.</summary>
    protected abstract Uri? Store { get; }

    public async Task InitializeAsync() => await RestoreAsync();

    public virtual Task DisposeAsync()
    {
        _http.Dispose();
        _data.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_an_earlier_version_has_stored_is_sound_once_it_is_migrated()
    {
        await using (await StartAsync())
        {
        }

        await AssertSoundAsync();
    }

    [Fact]
    public async Task Cases_an_earlier_version_began_come_to_their_end_and_disturb_no_other()
    {
        await using (var platform = await StartAsync())
        {
            var applicant = await Client.SignInAsync(_http, () => platform.Address, "applicant", "applicant-1");
            var officer = await Client.SignInAsync(_http, () => platform.Address, "officer", "officer-1", Department, "430602");
            var cases = await CasesAsync(applicant);
            Assert.Equal(["completed", "completed", "completed", "completed", "refused", "reviewing", "reviewing", "reviewing", "withdrawn"], cases.Select(c => c.Lifecycle).Order());
            Assert.Equal([3, 4, 4, 4], cases.Where(c => c.Lifecycle == "completed").Select(c => c.Case.Json.GetProperty("licences").GetArrayLength()).Order());

            var waiting = cases.Where(c => c.Lifecycle == "reviewing" && c.Case.Lifecycle(Department) != "supplement-requested").ToList();
            Assert.Equal(2, waiting.Count);
            foreach (var (_, begun) in waiting)
            {
                var task = await officer.GetAsync($"{Tasks}/{begun.Item(Department).GetProperty("task").GetString()}");
                Assert.Equal(2_000_000_000, task.Json.GetProperty("form").GetProperty("enterprise").GetProperty("registeredCapital").GetProperty("amount").GetInt64());
                var decided = await officer.PostAsync($"{Tasks}/{task.Text("task")}/decision", new JsonObject { ["outcome"] = "pass", ["reason"] = "all is there", ["legalBasis"] = "Article 32" }, ifMatch: task.ETag);
                Assert.Equal(200, decided.Status);
                await Eventually.EqualAsync("it is completed", "completed", async () => (await applicant.GetAsync($"/api/cases/{begun.Id}")).Text("lifecycle"));
            }
            foreach (var (lifecycle, other) in cases.Except(waiting))
                Assert.Equal((lifecycle, other.Body), (lifecycle, (await applicant.GetAsync($"/api/cases/{other.Id}")).Body));
            var another = await applicant.PostAsync("/api/cases", Sample.StartUp(), Unique.Name("key"));
            await Eventually.EqualAsync("one that begins now is completed", "completed", async () => (await applicant.GetAsync($"/api/cases/{another.Id}")).Text("lifecycle"));
        }

        await AssertSoundAsync();
    }

    /// <summary>Puts the store there as the earlier version left it.</summary>
    protected abstract Task RestoreAsync();

    protected static Stream Open(string sample) =>
        new BrotliStream(File.OpenRead(Path.Combine(Repository.Root, "tests", "Samples", "upgrades", sample)), CompressionMode.Decompress);

    private Task<Platform> StartAsync() => Platform.StartAsync(
        ["--environment", "Development", "--urls", "http://127.0.0.1:0", "--Data", Folder, .. Store is { } store ? new[] { "--Store", store.ToString() } : []],
        Everything.Services,
        new PlatformOverrides { Clock = new Earlier(_ago) });

    private static async Task<List<(string Lifecycle, Reply Case)>> CasesAsync(Client applicant)
    {
        var cases = new List<(string, Reply)>();
        foreach (var listed in (await applicant.GetAsync("/api/cases")).Json.GetProperty("items").EnumerateArray())
        {
            var one = await applicant.GetAsync($"/api/cases/{listed.GetProperty("id").GetString()}");
            cases.Add((one.Text("lifecycle")!, one));
        }
        return cases;
    }

    private async Task AssertSoundAsync()
    {
        var (report, findings) = await Verified.RunAsync(
            new VerifyOptions(Store, Folder, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)), new LeapingClock(-_ago));
        Assert.Empty(findings);
        Assert.True(report.Cases >= 9, $"{report.Cases} cases were read");
    }

    /// <summary>So long ago, running on.</summary>
    private sealed class Earlier(TimeSpan ago) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - ago;
    }
}

public sealed class UpgradeOnSqlite : UpgradeSuite
{
    protected override Uri? Store => null;

    protected override async Task RestoreAsync()
    {
        await using var files = Open("before-enclosures.tar.br");
        await TarFile.ExtractToDirectoryAsync(files, Folder, overwriteFiles: false);
    }
}

public sealed class UpgradeOnPostgres : UpgradeSuite
{
    private readonly string _database = Unique.Name("upgrade").Replace('-', '_');

    protected override Uri Store => new UriBuilder(TestServers.Postgres) { Path = _database }.Uri;

    public override async Task DisposeAsync()
    {
        await Databases.RunAsync(TestServers.Postgres, $"drop database if exists {_database} with (force)");
        await base.DisposeAsync();
    }

    protected override async Task RestoreAsync()
    {
        await Databases.RunAsync(TestServers.Postgres, $"create database {_database}");
        using var dump = new StreamReader(Open("before-enclosures.sql.br"), Encoding.UTF8);
        await Databases.RunAsync(Store, await dump.ReadToEndAsync());
    }
}
