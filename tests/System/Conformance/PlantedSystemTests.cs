namespace OneVisit.SystemTests.Conformance;

/// <summary>Each check of the kit can fail: it finds the one vice that a system has.</summary>
public sealed class PlantedSystemTests
{
    [Fact]
    public async Task Nothing_is_found_in_a_system_without_a_vice()
    {
        var run = await RunAsync(Vice.None);

        Assert.True(run.Code == 0, run.Report);
        Assert.Equal(["pages", "conditional", "patient"], run.With("skipped"));
    }

    [Theory]
    [InlineData(Vice.DecidesTwice, "decides-once")]
    [InlineData(Vice.TakesEverySignature, "refuses-other-secret", "refuses-altered-body", "refuses-altered-id", "refuses-old", "refuses-future", "refuses-unsigned", "forged-has-no-effect")]
    [InlineData(Vice.TakesOldEvents, "refuses-old", "refuses-future")]
    [InlineData(Vice.KnowsOneSignature, "rotates")]
    [InlineData(Vice.RefusesUnknownTypes, "accepts-unknown")]
    [InlineData(Vice.SendsNoIfMatch, "if-match")]
    [InlineData(Vice.InsistsOnWhatItSaw, "reads-again")]
    [InlineData(Vice.TriesForEver, "leaves-gone", "leaves-held")]
    [InlineData(Vice.IgnoresRetryAfter, "retry-after")]
    [InlineData(Vice.GivesUpWhenBusy, "retry-after", "repeats-lost-decision", "repeats-lost-issue")]
    [InlineData(Vice.IssuesAnotherType, "issues-types")]
    [InlineData(Vice.IssuesAnotherNumberEachTime, "repeats-lost-issue")]
    [InlineData(Vice.BelievesTheEvent, "late", "out-of-order", "cancelled-first", "issues-when-asked")]
    [InlineData(Vice.RefusesWithoutReason, "reasons", "well-formed")]
    [InlineData(Vice.DecidesOnce, "supplemented", "lapsed")]
    [InlineData(Vice.NeverIssues, "issues")]
    [InlineData(Vice.ShowsNoToken, "identified")]
    public async Task A_vice_is_found(Vice vice, params string[] checks)
    {
        var run = await RunAsync(vice);

        Assert.Equal(1, run.Code);
        Assert.Empty(checks.Except(run.With("failed")));
    }

    [Fact]
    public async Task A_system_that_does_not_answer_has_passed_nothing()
    {
        var run = await KitRun.OfAsync("--department", "tax", "--url", $"http://127.0.0.1:{KitRun.FreePort()}/", "--secret", KitRun.NewSecret(), "--listen", "http://127.0.0.1:0", "--patience", "0.2");

        Assert.Equal(1, run.Code);
        Assert.Empty(run.With("passed"));
    }

    [Fact]
    public async Task Every_fault_of_the_settings_is_named_at_once()
    {
        var run = await KitRun.OfAsync("--department", "tax", "--url", "ftp://x", "--pull", "--quiet", "soon", "--colour", "red");

        Assert.Equal(2, run.Code);
        Assert.All((string[])["--url", "--quiet", "--colour"], name => Assert.Contains($"{name}: ", run.Report, StringComparison.Ordinal));
    }

    private static async Task<KitRun> RunAsync(Vice vice)
    {
        var (secret, listen) = (KitRun.NewSecret(), new Uri($"http://127.0.0.1:{KitRun.FreePort()}"));
        await using var system = await PlantedSystem.StartAsync(vice, secret, listen);
        return await KitRun.OfAsync("--department", "tax", "--url", system.Url, "--secret", secret, "--listen", listen.ToString(), "--patience", vice == Vice.None ? "20" : "3", "--quiet", "0.5");
    }
}
