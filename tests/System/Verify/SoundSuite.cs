using OneVisit.Support;

namespace OneVisit.SystemTests.Verify;

/// <summary>What is whole is not called broken, at rest or at work; and the command says so with its exit code.</summary>
public abstract class SoundSuite(FilledStore store)
{
    private const int Cases = 400;
    private const int AtOnce = 16;

    [Fact]
    public async Task Data_at_rest_is_sound_and_read_whole()
    {
        var (report, findings) = await Verified.RunAsync(store, TimeSpan.FromMinutes(1));

        Assert.Empty(findings);
        Assert.Equal(0, report.Unsettled);
        Assert.Equal(4 * report.Cases, report.Tasks);
        Assert.True(report.Cases >= 29, $"{report.Cases} cases were read");
    }

    [Fact]
    public async Task A_platform_at_work_raises_no_false_alarm()
    {
        using var http = new HttpClient();
        await using var platform = await store.StartAsync();
        var applicant = await Client.SignInAsync(http, () => platform.Address, "applicant");
        var (left, during) = (Cases, 0);
        var load = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            // However slow the machine: at least one look is taken while it works.
            while (Interlocked.Decrement(ref left) >= 0 || Volatile.Read(ref during) == 0)
                Assert.Equal(201, (await applicant.PostAsync("/api/cases", Sample.StartUp())).Status);
        }));
        do
        {
            var (report, findings) = await Verified.RunAsync(store, TimeSpan.FromMinutes(1));
            Assert.Empty(findings);
            Assert.Equal(0, report.Unsettled);
            Interlocked.Increment(ref during);
        }
        while (!load.IsCompleted);
        await load;
        await store.RestAsync();
    }

    [Fact]
    public async Task The_command_ends_with_0_and_tells_what_it_read()
    {
        var (code, output) = await Verified.CommandAsync(["--settle", "1", .. Place]);

        Assert.Equal(0, code);
        Assert.StartsWith("sound: ", output, StringComparison.Ordinal);
        Assert.Contains("cases/s", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--settle", "soon")]
    [InlineData("--stall", "-1")]
    [InlineData("--Store", "mysql://somewhere/x")]
    [InlineData("--Store", "postgres://nobody@127.0.0.1:1/nowhere")]
    public async Task A_wrong_setting_ends_the_command_with_2(string setting, string value)
    {
        var (code, output) = await Verified.CommandAsync([.. Place, setting, value]);

        Assert.Equal(2, code);
        Assert.Empty(output);
    }

    protected string[] Place => ["--Data", store.Folder, .. store.Store is { } address ? new[] { "--Store", address.ToString() } : []];
}

public sealed class SoundOnSqlite(FilledSqlite store) : SoundSuite(store), IClassFixture<FilledSqlite>
{
    [Fact]
    public async Task A_folder_without_databases_ends_the_command_with_2_and_is_left_as_it_was()
    {
        using var empty = new TempFolder();

        var (code, _) = await Verified.CommandAsync("--Data", empty.Path);

        Assert.Equal(2, code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(empty.Path));
    }
}

public sealed class SoundOnPostgres(FilledPostgres store) : SoundSuite(store), IClassFixture<FilledPostgres>;
