using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Support;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>What applicants and officers do in the city of <c>tests/Samples/desk-city</c>.</summary>
internal static class DeskCity
{
    public static JsonObject Pass() => new() { ["outcome"] = "pass" };

    public static async Task<Reply> SubmitAsync(Client applicant, string bundle, JsonObject form, params string[] materials)
    {
        var reply = await applicant.PostAsync("/api/cases", ApplicationOf("430602", bundle, form, materials));
        Assert.True(reply.Status == 201, reply.Body);
        return reply;
    }

    public static JsonObject ApplicationOf(string region, string bundle, JsonObject form, params string[] materials) => new()
    {
        ["bundle"] = bundle,
        ["region"] = region,
        ["applicant"] = new JsonObject { ["kind"] = "natural-person", ["name"] = "张三", ["idNumber"] = Sample.IdentityNumbers[0], ["phone"] = "13907300001" },
        ["answers"] = new JsonObject(),
        ["form"] = form,
        ["materials"] = new JsonArray([.. materials.Select(m => new JsonObject { ["material"] = m, ["name"] = $"{m}.pdf", ["digest"] = $"sha256:{new string('a', 64)}" })]),
    };

    /// <summary>The case once it has ended.</summary>
    public static async Task<Reply> EndOfAsync(Client caller, string id)
    {
        Reply? last = null;
        await Eventually.TrueAsync($"case {id} has ended", async () =>
            (last = await caller.GetAsync($"/api/cases/{id}")).Json.GetProperty("endedAt").ValueKind == JsonValueKind.String);
        return last!;
    }
}
