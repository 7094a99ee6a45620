using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Support;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>What several departments ask of an applicant is one notice, which is answered in parts, and nothing is asked for twice.</summary>
public abstract partial class CaseScenarios
{
    private const string SignTasks = "/api/departments/signage/tasks";

    [Fact]
    public async Task Two_departments_requests_are_one_notice_and_each_is_answered_on_its_own_with_what_changed_marked()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp(body =>
        {
            Sample.LeaveRegistrationToPeople(body);
            // A sign in a protected street, which people judge.
            (body["form"]!["sign"]!["street"], body["form"]!["sign"]!["heightMetres"], body["form"]!["sign"]!["lighting"]) = ("洞庭南路", 0.7, "external");
        }));
        var id = submitted.Id;
        await HeldByPoolAsync(applicant, id);
        await Eventually.EqualAsync("signage is left to people too", "reviewing", async () => (await applicant.GetAsync($"/api/cases/{id}")).Lifecycle("signage"));
        var (registrar, signage) = (await Platform.ClientAsync("officer", department: "market-registration", region: "430602"), await Platform.ClientAsync("officer", department: "signage", region: "430602"));
        var (registration, sign) = ($"{Tasks}/{submitted.Item("market-registration").GetProperty("task").GetString()}", $"{SignTasks}/{submitted.Item("signage").GetProperty("task").GetString()}");

        // What the item does not declare nobody could give.
        var unknown = await registrar.PostAsync($"{registration}/decision", Ask(["domicile-proof", "sign-rendering"], "/enterprise/domicile/address", "/sign/text"), ifMatch: "*");
        Assert.Equal(422, unknown.Status);
        Assert.Equal(["/supplement/materials/1/material", "/supplement/fields/1/pointer"], unknown.Faults);

        Assert.Equal(200, (await registrar.PostAsync($"{registration}/decision", Ask(["domicile-proof"], "/enterprise/domicile/address"), ifMatch: "*")).Status);
        var gathered = await SupplementAsync(applicant, id, s => s.GetProperty("requests").GetArrayLength() == 1);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.String), (gathered.GetProperty("toldAt").ValueKind, gathered.GetProperty("collectingUntil").ValueKind));
        Assert.Empty(await NoticesAsync(applicant, id));
        Assert.Equal(200, (await signage.PostAsync($"{sign}/decision", Ask(["sign-rendering"]), ifMatch: "*")).Status);

        // Nobody is left who may still ask.
        var told = await SupplementAsync(applicant, id, s => s.GetProperty("toldAt").ValueKind == JsonValueKind.String);
        Assert.Equal(2, told.GetProperty("requests").GetArrayLength());
        var notice = Assert.Single(await NoticesAsync(applicant, id));
        Assert.Contains("住所使用证明", notice.GetProperty("text").GetProperty("zh").GetString(), StringComparison.Ordinal);
        Assert.Contains("Rendering of the sign", notice.GetProperty("text").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.All(Sample.IdentityNumbers, number => Assert.DoesNotContain(number, notice.GetRawText(), StringComparison.Ordinal));

        // Neither got what it asked for.
        var nothing = await applicant.PostAsync($"/api/cases/{id}/supplement", Answer(["sign-site-agreement"]));
        Assert.Equal((422, "supplement-incomplete"), (nothing.Status, nothing.Text("code")));
        Assert.Equal(["/form/enterprise/domicile/address", "/materials", "/materials"], nothing.Faults.Order(StringComparer.Ordinal));

        // Items may be named alone, and are those that wait.
        Assert.Equal(["/items/0"], (await applicant.PostAsync($"/api/cases/{id}/supplement", new JsonObject { ["items"] = new JsonArray("tax.registration") })).Faults);

        var key = Unique.Name("key");
        var first = await applicant.PostAsync($"/api/cases/{id}/supplement", Answer(["sign-rendering"]), key);
        Assert.True(first.Status == 200, first.Body);
        Assert.Equal(first.Body, (await applicant.PostAsync($"/api/cases/{id}/supplement", Answer(["sign-rendering"]), key)).Body);
        Assert.Equal(422, (await applicant.PostAsync($"/api/cases/{id}/supplement", Answer(["domicile-proof"]), key)).Status);
        Assert.Equal("market-registration.company-set-up", Assert.Single(first.Json.GetProperty("supplement").GetProperty("requests").EnumerateArray()).GetProperty("item").GetString());
        await ChangedAsync(signage, sign, """{"fields":[],"materials":["sign-rendering"]}""");

        var enterprise = Sample.StartUp(Sample.LeaveRegistrationToPeople)["form"]!["enterprise"]!.DeepClone();
        enterprise["name"] = JsonNode.Parse((await registrar.GetAsync(registration)).Json.GetProperty("form").GetProperty("enterprise").GetProperty("name").GetRawText());
        enterprise["domicile"]!["address"] = "岳阳楼区洞庭北路 20 号";
        var second = Answer(["domicile-proof"]);
        second["form"] = new JsonObject { ["enterprise"] = enterprise };
        Assert.Equal(200, (await applicant.PostAsync($"/api/cases/{id}/supplement", second)).Status);
        await ChangedAsync(registrar, registration, """{"fields":["/enterprise/domicile/address"],"materials":["domicile-proof"]}""");

        var again = await registrar.PostAsync($"{registration}/decision", Ask(["articles-of-association", "domicile-proof"]), ifMatch: "*");
        Assert.Equal((409, "told-once"), (again.Status, again.Text("code")));
        Assert.Equal(["/supplement/materials/1"], again.Faults);
        Assert.Equal(200, (await registrar.PostAsync($"{registration}/decision", Pass(), ifMatch: "*")).Status);
        Assert.Equal(200, (await signage.PostAsync($"{sign}/decision", Pass(), ifMatch: "*")).Status);
        Assert.Equal("granted", (await EndOfAsync(applicant, id)).Text("outcome"));
        var kinds = (await JournalAsync(applicant, id)).Select(e => e.GetProperty("kind").GetString()).Where(k => k!.StartsWith("supplement", StringComparison.Ordinal));
        Assert.Equal(["supplement-told", "supplement-answered", "supplement-answered"], kinds);
    }

    private static JsonObject Ask(string[] materials, params string[] fields) => new()
    {
        ["outcome"] = "supplement",
        ["reason"] = new JsonObject { ["zh"] = "请补正", ["en"] = "Please add what is missing" },
        ["legalBasis"] = "行政许可法 第三十二条",
        ["supplement"] = new JsonObject
        {
            ["materials"] = new JsonArray([.. materials.Select(m => new JsonObject { ["material"] = m, ["why"] = new JsonObject { ["zh"] = "看不清", ["en"] = "it cannot be read" } })]),
            ["fields"] = new JsonArray([.. fields.Select(f => new JsonObject { ["pointer"] = f })]),
        },
    };

    private static JsonObject Answer(string[] materials) => new()
    {
        ["materials"] = new JsonArray([.. materials.Select(m => new JsonObject { ["material"] = m, ["name"] = $"{m}.pdf", ["digest"] = $"sha256:{new string('9', 64)}" })]),
    };

    private static async Task<JsonElement> SupplementAsync(Client applicant, string id, Func<JsonElement, bool> until)
    {
        JsonElement found = default;
        await Eventually.TrueAsync("the case says what is asked", async () =>
            (found = (await applicant.GetAsync($"/api/cases/{id}")).Json.GetProperty("supplement")).ValueKind == JsonValueKind.Object && until(found));
        return found;
    }

    private static async Task<List<JsonElement>> NoticesAsync(Client applicant, string id) =>
        [.. (await applicant.GetAsync($"/api/notices?case={id}")).Json.GetProperty("items").EnumerateArray().Where(n => n.GetProperty("kind").GetString() == "supplement-notice")];

    private static Task ChangedAsync(Client officer, string task, string changed) => Eventually.TrueAsync($"the task says that {changed} has changed", async () =>
        (await officer.GetAsync(task)).Json.GetProperty("changed") is { ValueKind: JsonValueKind.Object } said && said.GetRawText() == changed);
}
