using System.Text.Json;
using System.Text.RegularExpressions;
using OneVisit.Support;

namespace OneVisit.SystemTests.Description;

/// <summary>What the documents show to be sent is what the description lets be sent.</summary>
public sealed partial class DescribedRequestTests
{
    private const string Paper = """{"material":"sign-rendering","name":"sign.png","ref":"m-1"}""";

    [Fact]
    public void Every_body_that_the_README_sends_is_as_its_operation_is_described()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "contracts", "README.md"))
            .Replace("""'"$RENDERING"'""", Paper, StringComparison.Ordinal).Replace("""'"$SIGN"'""", "{}", StringComparison.Ordinal);
        var sent = Sent().Matches(text).Select(m => (Path: m.Groups["path"].Value, Body: m.Groups["body"].Value)).ToList();
        Assert.True(sent.Count >= 10, $"only {sent.Count} are found");
        Assert.All(sent, s => Assert.Empty(PublishedDescription.FaultsOfRequest("post", s.Path, JsonElement.Parse(s.Body))));
    }

    [Fact]
    public void Every_sample_application_is_as_a_submission_is_described()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "services", "all", "Simulate", "applications"), "*.json").Append(Path.Combine(Repository.Root, "contracts", "examples", "business-start-up.json"));
        Assert.All(files, f => Assert.Empty(PublishedDescription.FaultsOfRequest("post", "/api/cases", JsonElement.Parse(File.ReadAllBytes(f)))));
    }

    [Theory]
    [InlineData("/api/departments/tax/tasks/t/decision", """{"outcome":"pass"}""")]
    [InlineData("/api/departments/tax/tasks/t/decision", """{"outcome":"pass","reason":null,"legalBasis":null}""")]
    [InlineData("/api/departments/tax/tasks/t/decision", """{"outcome":"refuse","reason":{"zh":"太宽"},"legalBasis":"l"}""")]
    [InlineData("/api/departments/tax/tasks/t/decision", """{"outcome":"supplement","reason":"again","legalBasis":"l","supplement":{"materials":[{"material":"m","why":"blurred"}]}}""")]
    [InlineData("/api/departments/tax/tasks/t/signature", """{"agrees":true}""")]
    [InlineData("/api/departments/tax/tasks/t/issue", """{"attempt":1,"licences":[{"type":"tax-registration","number":"T-1","data":{"taxpayerKind":"small-scale"},"validUntil":"2030-12-31"}]}""")]
    [InlineData("/api/departments/tax/tasks/t/issue", """{"failure":{"code":"register-closed","reason":"closed","final":false}}""")]
    [InlineData("/api/departments/tax/tasks/t/extension", """{"days":2,"reason":"again","legalBasis":"l"}""")]
    [InlineData("/api/cases/c/extension", """{"days":2,"reason":"again","legalBasis":"l"}""")]
    [InlineData("/api/cases/c/supplement", """{"items":["signage.shop-sign"]}""")]
    [InlineData("/api/cases/c/supplement", """{"form":null,"materials":[{"material":"m","name":"n","digest":null,"ref":"r"}]}""")]
    [InlineData("/api/bundles/business-start-up/plan", """{"region":"430602"}""")]
    [InlineData("/api/bundles/business-start-up/plan", """{"region":"430602","answers":null,"at":null}""")]
    [InlineData("/dev/tokens", """{"subject":"a","role":"applicant"}""")]
    [InlineData("/dev/clock", """{"by":"P1D"}""")]
    public void This_may_be_sent(string path, string body) => Assert.Empty(PublishedDescription.FaultsOfRequest("post", path, JsonElement.Parse(body)));

    [Theory]
    [InlineData("/api/departments/tax/tasks/t/decision", """{"reason":"again"}""")]
    [InlineData("/api/departments/tax/tasks/t/decision", """{"outcome":"pass","reason":""}""")]
    [InlineData("/api/departments/tax/tasks/t/extension", """{"days":"2","reason":"again","legalBasis":"l"}""")]
    [InlineData("/api/cases/c/extension", """{"days":2,"at":"2026-12-01"}""")]
    [InlineData("/api/clock/projection", """{"calendar":"cn","start":"2026-02-12","budget":{"days":"2","unit":"working-day"}}""")]
    public void This_may_not_be_sent(string path, string body) => Assert.NotEmpty(PublishedDescription.FaultsOfRequest("post", path, JsonElement.Parse(body)));

    [Fact]
    public void Headers_are_described_where_they_are_read()
    {
        Assert.All(PublishedDescription.Operations, o =>
        {
            var answers = o.Operation.GetProperty("responses");
            if (answers.TryGetProperty("428", out _))
                Assert.Contains("If-Match!", PublishedDescription.Parameters(o.Method, o.Path));
            else if (answers.TryGetProperty("412", out _))
                Assert.Contains("If-Match", PublishedDescription.Parameters(o.Method, o.Path));
        });
        foreach (var path in new[] { "/api/cases", "/api/cases/{id}/supplement", "/api/cases/{id}/materials" })
            Assert.Contains("Idempotency-Key", PublishedDescription.Parameters("post", path));
        Assert.Contains("If-Match!", PublishedDescription.Parameters("post", "/api/departments/{department}/tasks/{task}/decision"));
        Assert.Contains("If-Match", PublishedDescription.Parameters("post", "/api/departments/{department}/tasks/{task}/issue"));
        Assert.Superset(new HashSet<string> { "wait", "If-None-Match", "Prefer" }, PublishedDescription.Parameters("get", "/api/departments/{department}/tasks").ToHashSet());
        Assert.Superset(new HashSet<string> { "limit", "cursor", "Last-Event-ID" }, PublishedDescription.Parameters("get", "/api/cases/{id}/journal").ToHashSet());
    }

    [GeneratedRegex("""\$U(?<path>/(?:api|dev)/[^\s"'|)]*)(?:(?!\$U).)*?-d '(?<body>[^']*)'""", RegexOptions.Singleline)]
    private static partial Regex Sent();
}
