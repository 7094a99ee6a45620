using OneVisit.Conformance.AgainstSystem;

namespace OneVisit.SystemTests.Conformance;

/// <summary>Each check of the kit can fail: it finds the one vice that a system has.</summary>
public sealed class PlantedSystemTests(PlantedSystemTests.Planted planted) : IClassFixture<PlantedSystemTests.Planted>
{
    private static readonly IReadOnlyDictionary<Vice, string[]> FoundBy = new Dictionary<Vice, string[]>
    {
        [Vice.DecidesTwice] = ["decides-once", "repeats"],
        [Vice.TakesEverySignature] = ["refuses-other-secret", "refuses-altered-body", "refuses-altered-id", "refuses-old", "refuses-future", "refuses-unsigned", "forged-has-no-effect"],
        [Vice.TakesOldEvents] = ["refuses-old", "refuses-future"],
        [Vice.KnowsOneSignature] = ["rotates"],
        [Vice.RefusesUnknownTypes] = ["accepts-unknown"],
        [Vice.SendsNoIfMatch] = ["if-match"],
        [Vice.InsistsOnWhatItSaw] = ["reads-again", "leaves-cancelled"],
        [Vice.TriesForEver] = ["leaves-gone", "leaves-held"],
        [Vice.IgnoresRetryAfter] = ["retry-after"],
        [Vice.GivesUpWhenBusy] = ["retry-after", "repeats-lost-decision", "repeats-lost-issue"],
        [Vice.IssuesAnotherType] = ["issues-types"],
        [Vice.IssuesAnotherNumberEachTime] = ["repeats-lost-issue"],
        [Vice.BelievesTheEvent] = ["late", "out-of-order", "cancelled-first", "issues-when-asked"],
        [Vice.RefusesWithoutReason] = ["reasons", "well-formed"],
        [Vice.DecidesOnce] = ["supplemented", "lapsed"],
        [Vice.NeverIssues] = ["issues"],
        [Vice.ShowsNoToken] = ["identified"],
        [Vice.IssuesTwice] = ["issues-once"],
        [Vice.RefusesRevocations] = ["accepts-events"],
        [Vice.NeverDecides] = ["decides"],
        [Vice.ReadsOnePage] = ["pages"],
        [Vice.ForgetsWhatItSaw] = ["conditional"],
        [Vice.Hammers] = ["patient"],
    };

    private static readonly Vice[] OfPulling = [Vice.ReadsOnePage, Vice.ForgetsWhatItSaw, Vice.Hammers];

    public static TheoryData<Vice> Vices() => [.. FoundBy.Keys];

    [Fact]
    public async Task Nothing_is_found_in_a_system_without_a_vice()
    {
        var run = await planted.Runs[Vice.None];

        Assert.True(run.Code == 0, run.Report);
        Assert.Equal(["pages", "conditional", "patient"], run.With("skipped"));
    }

    [Theory]
    [MemberData(nameof(Vices))]
    public async Task A_vice_is_found(Vice vice)
    {
        var run = await planted.Runs[vice];

        Assert.Equal(1, run.Code);
        Assert.Empty(FoundBy[vice].Except(run.With("failed")));
    }

    [Fact]
    public void Each_check_has_a_vice_that_it_finds() =>
        Assert.Equal(SystemChecks.All.Select(c => c.Id).Order(StringComparer.Ordinal), FoundBy.Values.SelectMany(ids => ids).Distinct().Order(StringComparer.Ordinal));

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

    /// <summary>Each system with its own kit.</summary>
    public sealed class Planted : IAsyncLifetime
    {
        internal KitRuns<Vice> Runs { get; } = new(RunAsync);

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            await Runs.EndedAsync();
            Runs.Dispose();
        }

        private static async Task<KitRun> RunAsync(Vice vice)
        {
            var (secret, listen) = (OfPulling.Contains(vice) ? null : KitRun.NewSecret(), new Uri($"http://127.0.0.1:{KitRun.FreePort()}"));
            await using var system = await PlantedSystem.StartAsync(vice, secret, listen);
            string[] told = secret is null ? ["--pull"] : ["--url", system.Url, "--secret", secret];
            return await KitRun.OfAsync(["--department", "tax", .. told, "--listen", listen.ToString(), "--patience", vice == Vice.None ? "20" : "3", "--quiet", "0.5"]);
        }
    }
}
