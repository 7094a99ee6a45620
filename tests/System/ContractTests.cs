using OneVisit.Support;
using OneVisit.SystemTests.Platforms;

namespace OneVisit.SystemTests;

/// <summary>The published description of the outer contract is the one the code gives.</summary>
public sealed class ContractTests(EmbeddedPlatform platform) : IClassFixture<EmbeddedPlatform>
{
    private static readonly string Published = Path.Combine(Repository.Root, "contracts", "openapi", "v1.json");

    [Fact]
    public async Task The_published_description_is_what_the_platform_serves()
    {
        var client = await platform.ClientAsync("applicant");
        var served = Formatted((await client.GetAsync("/openapi/v1.json")).Body);
        if (Environment.GetEnvironmentVariable("ONEVISIT_UPDATE_CONTRACT") == "1")
            await File.WriteAllTextAsync(Published, served);
        Assert.True(
            served == await File.ReadAllTextAsync(Published),
            "The outer contract has changed. If that is meant, and only adds: ONEVISIT_UPDATE_CONTRACT=1 tests/run system, and commit contracts/openapi/v1.json.");
    }

    [Theory]
    [InlineData("/api/bundles")]
    [InlineData("/api/bundles/{id}")]
    [InlineData("/api/bundles/{id}/plan")]
    [InlineData("/api/items")]
    [InlineData("/api/guidance")]
    [InlineData("/api/cases")]
    [InlineData("/api/cases/{id}")]
    [InlineData("/api/cases/{id}/journal")]
    [InlineData("/api/cases/{id}/supplement")]
    [InlineData("/api/cases/{id}/withdrawal")]
    [InlineData("/api/licences/{number}")]
    [InlineData("/api/clock/projection")]
    [InlineData("/api/departments/tax/tasks")]
    [InlineData("/api/departments/tax/tasks/{task}/decision")]
    [InlineData("/api/about")]
    [InlineData("/health/ready")]
    public async Task The_description_names(string path)
    {
        var client = await platform.ClientAsync("applicant");
        Assert.True((await client.GetAsync("/openapi/v1.json")).Json.GetProperty("paths").TryGetProperty(path, out _), path);
    }

    private static string Formatted(string json) =>
        System.Text.Json.Nodes.JsonNode.Parse(json)!.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
}
