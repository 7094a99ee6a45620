using OneVisit.Support;
using OneVisit.SystemTests.Platforms;

namespace OneVisit.SystemTests.Conformance;

/// <summary>The platform itself passes the kit, and the worked clients work on it as they do before the kit's stand-in.</summary>
public sealed class OnAPlatformTests(EmbeddedSystems platform) : IClassFixture<EmbeddedSystems>
{
    [Fact]
    public async Task The_platform_passes_the_kit_where_a_department_s_system_decides_and_issues()
    {
        var run = await KitRun.OfAsync("--department", "tax", "--platform", platform.Gateway.ToString(), "--patience", "40");

        Assert.True(run.Code == 0, run.Report);
        Assert.Empty(run.With("skipped").Except(KitRun.MayBeSkipped));
    }

    [Fact]
    public async Task Where_the_department_decides_by_rule_what_needs_its_system_is_skipped_and_not_passed()
    {
        var run = await KitRun.OfAsync("--department", "seals", "--platform", platform.Gateway.ToString(), "--patience", "40");

        Assert.True(run.Code == 0, run.Report);
        Assert.Contains("decision", run.With("skipped"));
        Assert.Contains("declared-only", run.With("passed"));
    }

    [Theory]
    [InlineData("python3")]
    [InlineData("dotnet")]
    public async Task A_case_is_granted_whose_tax_department_is_a_worked_client(string program)
    {
        using var client = WorkedClient.Start(program, platform.Gateway.ToString());
        var applicant = await platform.ClientAsync("applicant");
        var submitted = await applicant.PostAsync("/api/cases", Sample.StartUp());
        Assert.True(submitted.Status == 201, submitted.Body);

        await Eventually.EqualAsync("the case is granted", "granted", async () => (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Json.GetProperty("outcome").GetString() ?? "");
    }
}
