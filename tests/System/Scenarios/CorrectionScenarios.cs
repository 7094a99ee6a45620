using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.All.Verify;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;
using static OneVisit.SystemTests.Scenarios.DeskCity;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>Clerical errors in licences that were issued: by a department with rules of its own, and by one whose system issues.</summary>
public abstract class CorrectionScenarios(TestPlatform platform)
{
    [Fact]
    public async Task A_slip_is_corrected_under_the_same_number_and_the_paper_with_the_slip_is_known_as_superseded()
    {
        var (applicant, id) = await CompletedAsync();
        var before = await applicant.GetAsync($"/api/cases/{id}");
        var permit = LicenceOf(before, "sign-permit");
        var number = permit.GetProperty("number").GetString()!;
        var officer = await platform.ClientAsync("officer", department: "signage", region: "430602");
        var path = PathOf(before, "signage");
        var seen = await officer.GetAsync(path);

        Assert.Equal(428, (await officer.PostAsync($"{path}/correction", Correction("sign-permit", new() { ["text"] = "岳阳楼书局" }))).Status);
        var key = Unique.Name("key");
        var corrected = await officer.PostAsync($"{path}/correction", Correction("sign-permit", new() { ["text"] = "岳阳楼书局" }), key, seen.ETag);
        Assert.True(corrected.Status == 200, corrected.Body);
        Assert.Equal((2, number, "岳阳楼书局"), corrected.Json.GetProperty("licences")[0] is var next ? (next.GetProperty("version").GetInt32(), next.GetProperty("number").GetString(), next.GetProperty("data").GetProperty("text").GetString()) : default);
        // The same again: under its key, and without one, whatever version was seen.
        Assert.Equal(corrected.Body, (await officer.PostAsync($"{path}/correction", Correction("sign-permit", new() { ["text"] = "岳阳楼书局" }), key, seen.ETag)).Body);
        Assert.Equal((200, corrected.ETag), await officer.PostAsync($"{path}/correction", Correction("sign-permit", new() { ["text"] = "岳阳楼书局" }), ifMatch: seen.ETag) is var again ? (again.Status, again.ETag) : default);
        Assert.Equal(412, (await officer.PostAsync($"{path}/correction", Correction("sign-permit", new() { ["text"] = "另一个" }), ifMatch: seen.ETag)).Status);

        await Eventually.EqualAsync("the case shows the new version", 2, async () => LicenceOf(await applicant.GetAsync($"/api/cases/{id}"), "sign-permit").GetProperty("version") is { ValueKind: JsonValueKind.Number } v ? v.GetInt32() : 1);
        var after = await applicant.GetAsync($"/api/cases/{id}");
        Assert.Equal((before.Text("lifecycle"), before.Text("outcome"), before.Text("endedAt")), (after.Text("lifecycle"), after.Text("outcome"), after.Text("endedAt")));
        Assert.Equal(permit.GetProperty("validUntil").GetString(), LicenceOf(after, "sign-permit").GetProperty("validUntil").GetString());
        Assert.Equal(["text"], after.Item("signage").GetProperty("corrections")[0].GetProperty("fields").EnumerateArray().Select(f => f.GetString()));

        var anybody = await platform.ClientAsync("applicant");
        var current = await anybody.GetAsync($"/api/licences/{number}");
        Assert.Equal(("valid", 2, JsonValueKind.Null, JsonValueKind.Null), (current.Text("status"), current.Json.GetProperty("version").GetInt32(), current.Json.GetProperty("supersededBy").ValueKind, current.Json.GetProperty("data").ValueKind));
        var old = await applicant.GetAsync($"/api/licences/{number}?version=1");
        Assert.Equal(("superseded", 1, 2), (old.Text("status"), old.Json.GetProperty("version").GetInt32(), old.Json.GetProperty("supersededBy").GetProperty("version").GetInt32()));
        Assert.Equal(permit.GetProperty("data").GetProperty("text").GetString(), old.Json.GetProperty("data").GetProperty("text").GetString());
        Assert.Equal((404, 404), ((await anybody.GetAsync($"/api/licences/{number}?version=3")).Status, (await anybody.GetAsync($"/api/licences/{number}?version=0")).Status));

        var told = Assert.Single(await NoticesAsync(applicant, id));
        Assert.Contains("a slip of the pen", told.GetProperty("text").GetProperty("en").GetString(), StringComparison.Ordinal);
        foreach (var documents in new[] { $"/api/cases/{id}/documents", $"{path}/documents" })
        {
            var notice = (await officer.GetAsync(documents)).Json.GetProperty("documents").EnumerateArray().Single(d => d.GetProperty("kind").GetString() == "correction-notice");
            Assert.Equal((number, 2), (notice.GetProperty("correction").GetProperty("number").GetString(), notice.GetProperty("correction").GetProperty("version").GetInt32()));
        }
        Assert.Single((await applicant.GetAsync($"/api/cases/{id}/journal?limit=500")).Json.GetProperty("items").EnumerateArray(), e => e.GetProperty("kind").GetString() == "licence-corrected");
        await SoundAsync();
    }

    [Fact]
    public async Task What_other_licences_carry_is_told_to_their_departments_and_every_field_that_cannot_be_corrected_is_named()
    {
        var (applicant, id) = await CompletedAsync();
        var granted = await applicant.GetAsync($"/api/cases/{id}");
        var head = await platform.ClientAsync("head", department: "market-registration", region: "430602");
        var path = PathOf(granted, "market-registration");
        var data = new JsonObject { ["unifiedSocialCreditCode"] = "91430602MA0000000X", ["name"] = "另一家", ["domicile"] = 7, ["scope"] = new JsonArray() };

        var refused = await head.PostAsync($"{path}/correction", new JsonObject { ["type"] = "business-licence", ["data"] = data }, ifMatch: "*");
        Assert.Equal(422, refused.Status);
        Assert.Equal(
            ["/data/domicile wrong-type", "/data/name shared-field", "/data/scope not-correctable", "/data/unifiedSocialCreditCode not-correctable", "/reason missing"],
            refused.Json.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("pointer").GetString()} {e.GetProperty("code").GetString()}").Order(StringComparer.Ordinal));

        var shared = Correction("business-licence", new() { ["legalRepresentative"] = "张叁" });
        shared["tellOthers"] = true;
        var corrected = await head.PostAsync($"{path}/correction", shared, ifMatch: "*");
        Assert.True(corrected.Status == 200, corrected.Body);
        foreach (var department in new[] { "seals", "tax" })
        {
            var officer = await platform.ClientAsync("officer", department: department, region: "430602");
            await Eventually.TrueAsync($"{department} is told", async () => (await NoticesAsync(officer, id)).Count == 1);
        }
        Assert.Empty(await NoticesAsync(await platform.ClientAsync("officer", department: "signage", region: "430602"), id));

        // Whoever did not issue it cannot correct it.
        var seals = await platform.ClientAsync("officer", department: "seals", region: "430602");
        Assert.Equal(404, (await seals.PostAsync($"{path}/correction", shared, ifMatch: "*")).Status);
        Assert.Equal(403, (await (await platform.ClientAsync("supervisor", region: "430602")).PostAsync($"{path}/correction", shared, ifMatch: "*")).Status);
        Assert.Equal(404, (await (await platform.ClientAsync("officer", department: "market-registration", region: "430603")).PostAsync($"{path}/correction", shared, ifMatch: "*")).Status);
        await SoundAsync();
    }

    [Fact]
    public async Task A_department_s_system_corrects_what_it_issued_and_nothing_that_is_not_issued_is_corrected()
    {
        var (applicant, id) = await CompletedAsync();
        var granted = await applicant.GetAsync($"/api/cases/{id}");
        var system = await platform.ClientAsync("system", department: "tax", region: "430602");
        var number = LicenceOf(granted, "tax-registration").GetProperty("number").GetString();

        Assert.Equal(200, (await system.PostAsync($"{PathOf(granted, "tax")}/correction", Correction("tax-registration", new() { ["name"] = "更正后的名称" }), ifMatch: "*")).Status);
        Assert.Equal(200, (await system.PostAsync($"{PathOf(granted, "tax")}/correction", Correction("tax-registration", new() { ["name"] = "再次更正的名称" }), ifMatch: "*")).Status);
        await Eventually.EqualAsync("the third version holds", 3, async () => (await applicant.GetAsync($"/api/licences/{number}")).Json.GetProperty("version").GetInt32());
        var versions = await Task.WhenAll(new[] { 1, 2, 3 }.Select(async v => (await applicant.GetAsync($"/api/licences/{number}?version={v}")).Json.GetProperty("version").GetInt32()));
        Assert.Equal([1, 2, 3], versions);
        Assert.StartsWith("system:", (await applicant.GetAsync($"/api/cases/{id}")).Item("tax").GetProperty("corrections")[1].GetProperty("by").GetString(), StringComparison.Ordinal);

        var open = await applicant.PostAsync("/api/cases", Sample.StartUp());
        await Eventually.EqualAsync("the task is there", 200, async () => (await system.GetAsync(PathOf(open, "tax"))).Status);
        var early = await system.PostAsync($"{PathOf(open, "tax")}/correction", Correction("tax-registration", new() { ["name"] = "x" }), ifMatch: "*");
        Assert.Equal((409, "not-issued"), (early.Status, early.Text("code")));
        await SoundAsync();
    }

    private static JsonObject Correction(string type, JsonObject data) =>
        new() { ["type"] = type, ["data"] = data, ["reason"] = new JsonObject { ["zh"] = "笔误", ["en"] = "a slip of the pen" } };

    private static string PathOf(Reply reply, string department) => $"/api/departments/{department}/tasks/{reply.Item(department).GetProperty("task").GetString()}";

    private static JsonElement LicenceOf(Reply reply, string type) => reply.Json.GetProperty("licences").EnumerateArray().Single(l => l.GetProperty("type").GetString() == type);

    private static async Task<List<JsonElement>> NoticesAsync(Client caller, string id) =>
        [.. (await caller.GetAsync($"/api/notices?case={id}&limit=200")).Json.GetProperty("items").EnumerateArray().Where(n => n.GetProperty("kind").GetString() == "licence-corrected")];

    /// <summary>A case of four licences, whose tax registration the department's own system has issued.</summary>
    private async Task<(Client Applicant, string Id)> CompletedAsync()
    {
        var (applicant, system) = (await platform.ClientAsync("applicant"), await platform.ClientAsync("system", department: "tax", region: "430602"));
        var submitted = await applicant.PostAsync("/api/cases", Sample.StartUp());
        Assert.True(submitted.Status == 201, submitted.Body);
        var path = PathOf(submitted, "tax");
        await Eventually.EqualAsync("the task is there", 200, async () => (await system.GetAsync(path)).Status);
        Assert.Equal(200, (await system.PostAsync($"{path}/decision", Pass(), ifMatch: "*")).Status);
        await Eventually.TrueAsync("the system is asked to issue", async () => (await system.GetAsync(path)).Json.GetProperty("issue").ValueKind == JsonValueKind.Object);
        var licence = new JsonObject { ["type"] = "tax-registration", ["data"] = new JsonObject { ["name"] = "更正前的名称", ["taxpayerKind"] = "small-scale" } };
        Assert.Equal(200, (await system.PostAsync($"{path}/issue", new JsonObject { ["licences"] = new JsonArray(licence) })).Status);
        await EndOfAsync(applicant, submitted.Id);
        return (applicant, submitted.Id);
    }

    private async Task SoundAsync()
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        var code = await VerifyCommand.RunAsync(platform.Storage, Everything.Services, output);
        Assert.True(code == 0, output.ToString());
    }
}
