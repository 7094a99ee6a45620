using OneVisit.SystemTests.Platforms;

namespace OneVisit.SystemTests.Conformance;

/// <summary>The kit's checks of a platform can fail: it finds what spoils one.</summary>
public sealed class DisguisedPlatformTests(DisguisedPlatformTests.Disguised platform) : IClassFixture<DisguisedPlatformTests.Disguised>
{
    [Fact]
    public async Task Nothing_is_found_in_a_platform_that_is_passed_on_as_it_is()
    {
        var run = await platform.Runs[Disguise.None];

        Assert.True(run.Code == 0, run.Report);
    }

    [Theory]
    [InlineData(Disguise.ShowsTheApplicant, "declared-only")]
    [InlineData(Disguise.TakesWhatIsStale, "if-match-required", "stale")]
    [InlineData(Disguise.TellsOneFault, "query-faults", "decision-faults")]
    [InlineData(Disguise.TakesEverybodyForTheSystem, "foreign-department", "reads-only")]
    [InlineData(Disguise.NeverSaysUnchanged, "unchanged", "waits")]
    [InlineData(Disguise.WritesErrorsAsText, "problems")]
    [InlineData(Disguise.RefusesRepeats, "claim", "receipt", "supplement", "decision-repeated")]
    [InlineData(Disguise.ListsForms, "inbox")]
    [InlineData(Disguise.SendsNoTags, "task", "unchanged")]
    [InlineData(Disguise.StandsOnTheFirstPage, "pages")]
    [InlineData(Disguise.TakesEverything, "held-by-another", "receipt", "if-match-required", "stale", "decision-faults", "malformed", "supplement-undeclared", "issue-early", "issue-faults")]
    [InlineData(Disguise.RefusesEverything, "claim", "receipt", "supplement", "decision")]
    [InlineData(Disguise.LosesAnswers, "supplement-answered")]
    public async Task What_spoils_a_platform_is_found(Disguise disguise, params string[] checks)
    {
        var run = await platform.Runs[disguise];

        Assert.Equal(1, run.Code);
        Assert.Empty(checks.Except(run.With("failed")));
    }

    /// <summary>One platform behind all disguises.</summary>
    public sealed class Disguised : EmbeddedSystems
    {
        public Disguised() => Runs = new(RunAsync);

        internal KitRuns<Disguise> Runs { get; }

        public override async Task DisposeAsync()
        {
            await Runs.EndedAsync();
            Runs.Dispose();
            await base.DisposeAsync();
        }

        private async Task<KitRun> RunAsync(Disguise disguise)
        {
            await using var disguised = await DisguisedPlatform.StartAsync(disguise, Gateway);
            return await KitRun.OfAsync("--department", "tax", "--platform", disguised.Url, "--patience", disguise == Disguise.None ? "40" : "6");
        }
    }
}
