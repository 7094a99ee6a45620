using OneVisit.SystemTests.Platforms;

namespace OneVisit.SystemTests.Conformance;

/// <summary>On a platform of its own: a department has one subscription, and the kit ends it.</summary>
public sealed class KitOnWebhooksTests(EmbeddedSystems platform) : IClassFixture<EmbeddedSystems>
{
    [Fact]
    public async Task The_platform_passes_the_kit_that_is_told_by_webhook()
    {
        var run = await KitRun.OfAsync("--department", "tax", "--platform", platform.Gateway.ToString(), "--patience", "40", "--listen", $"http://127.0.0.1:{KitRun.FreePort()}");

        Assert.True(run.Code == 0, run.Report);
        var offered = (await (await platform.ClientAsync("applicant")).GetAsync("/openapi/v1.json")).Body.Contains("/subscription", StringComparison.Ordinal);
        Assert.Empty(run.With("skipped").Except(offered ? ["stale-current"] : KitRun.MayBeSkipped));
    }
}
