using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Support;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>What was told and decided can be read as the written documents of the case, by whom it concerns.</summary>
public abstract partial class CaseScenarios
{
    [Fact]
    public async Task A_refused_case_has_its_written_documents_for_the_applicant_and_of_its_own_item_for_the_department()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp(Sample.LeaveRegistrationToPeople));
        await HeldByPoolAsync(applicant, submitted.Id);
        var registrar = await Platform.ClientAsync("officer", department: "market-registration", region: "430602");
        var task = $"{Tasks}/{submitted.Item("market-registration").GetProperty("task").GetString()}";
        Assert.Equal(200, (await registrar.PostAsync($"{task}/decision", Ask(["domicile-proof"]), ifMatch: "*")).Status);
        await SupplementAsync(applicant, submitted.Id, s => s.GetProperty("toldAt").ValueKind == JsonValueKind.String);
        Assert.Equal(200, (await applicant.PostAsync($"/api/cases/{submitted.Id}/supplement", Answer(["domicile-proof"]))).Status);
        await ChangedAsync(registrar, task, """{"fields":[],"materials":["domicile-proof"]}""");
        var refusal = new JsonObject { ["outcome"] = "refuse", ["reason"] = new JsonObject { ["zh"] = "注册资本明显不合理", ["en"] = "The capital is not plausible" }, ["legalBasis"] = "市场主体登记管理条例 第十七条" };
        Assert.Equal(200, (await registrar.PostAsync($"{task}/decision", refusal, ifMatch: "*")).Status);
        await EndOfAsync(applicant, submitted.Id);

        var written = await DocumentsAsync(applicant, $"/api/cases/{submitted.Id}");
        Assert.Equal(["acceptance-notice", "refusal-decision", "supplement-notice"], KindsOf(written));
        var decision = written.Single(d => d.GetProperty("kind").GetString() == "refusal-decision");
        Assert.Equal("注册资本明显不合理", decision.GetProperty("reason").GetProperty("zh").GetString());
        Assert.StartsWith("市场主体登记管理条例 第十七条; 中华人民共和国行政许可法 第三十八条", decision.GetProperty("legalBasis").GetString(), StringComparison.Ordinal);
        Assert.Equal(["litigation", "reconsideration"], decision.GetProperty("remedies").EnumerateArray().Select(r => r.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
        var asked = written.Single(d => d.GetProperty("kind").GetString() == "supplement-notice");
        Assert.Equal("domicile-proof", Assert.Single(asked.GetProperty("requested").GetProperty("materials").EnumerateArray()).GetProperty("material").GetString());
        Assert.Empty(asked.GetProperty("remedies").EnumerateArray());

        // The department has what is of its own item, and a colleague elsewhere what is of the whole.
        Assert.Equal(["refusal-decision", "supplement-notice"], KindsOf(await DocumentsAsync(registrar, task)));
        var seals = await Platform.ClientAsync("officer", department: "seals", region: "430602");
        Assert.Equal(["acceptance-notice"], KindsOf(await DocumentsAsync(seals, $"/api/cases/{submitted.Id}")));
        Assert.Equal(404, (await seals.GetAsync($"{task}/documents")).Status);
        Assert.Equal(404, (await (await Platform.ClientAsync("applicant")).GetAsync($"/api/cases/{submitted.Id}/documents")).Status);
        foreach (var text in new[] { (await applicant.GetAsync($"/api/cases/{submitted.Id}/documents")).Body, (await registrar.GetAsync($"{task}/documents")).Body })
            Assert.All(Sample.IdentityNumbers, number => Assert.DoesNotContain(number, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_granted_case_has_an_approval_of_each_item()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var ended = await EndOfAsync(applicant, (await SubmitAsync(applicant, Sample.StartUp())).Id);

        var written = await DocumentsAsync(applicant, $"/api/cases/{ended.Id}");

        Assert.Equal(["acceptance-notice", "approval", "approval", "approval", "approval"], KindsOf(written));
        Assert.Equal(4, written.Select(d => d.GetProperty("item").GetString()).OfType<string>().Distinct().Count());
    }

    private static async Task<List<JsonElement>> DocumentsAsync(Client caller, string of)
    {
        var reply = await caller.GetAsync($"{of}/documents");
        Assert.True(reply.Status == 200, reply.Body);
        return [.. reply.Json.GetProperty("documents").EnumerateArray()];
    }

    private static IEnumerable<string> KindsOf(IEnumerable<JsonElement> documents) => documents.Select(d => d.GetProperty("kind").GetString()!).Order(StringComparer.Ordinal);
}
