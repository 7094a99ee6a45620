using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Support;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>What applicants and officers do in the city of <c>tests/Samples/visit-city</c>.</summary>
internal static class VisitCity
{
    public static readonly string Folder = Path.Combine(Repository.Root, "tests", "Samples", "visit-city");

    public static readonly string Digest = $"sha256:{new string('c', 64)}";

    private static readonly string[] Departments = ["health", "fire", "ecology", "streets"];

    public static JsonObject Pass() => new() { ["outcome"] = "pass" };

    public static JsonObject Inspect() => new()
    {
        ["outcome"] = "inspect",
        ["reason"] = new JsonObject { ["zh"] = "需现场查看", ["en"] = "it has to be seen" },
        ["legalBasis"] = "行政许可法 第三十四条",
    };

    public static JsonObject Finding(bool agrees) => new()
    {
        ["agrees"] = agrees,
        ["finding"] = new JsonObject { ["zh"] = "现场所见", ["en"] = "as seen" },
        ["photographs"] = new JsonArray(new JsonObject { ["name"] = "front.jpg", ["digest"] = Digest }),
    };

    public static Task<Reply> SubmitAsync(Client applicant) =>
        DeskCity.SubmitAsync(applicant, "open-a-workshop", new JsonObject { ["workshop"] = new JsonObject { ["name"] = "洞庭木作" } });

    /// <summary>An officer of each department.</summary>
    public static async Task<Dictionary<string, Client>> OfficersAsync(Func<string, string?, string?, string?, Task<Client>> signIn)
    {
        var officers = new Dictionary<string, Client>();
        foreach (var department in Departments)
            officers[department] = await signIn("officer", null, department, "430602");
        return officers;
    }

    /// <summary>Every department has the task in hand.</summary>
    public static Task HeldAsync(Client applicant, string id) => Eventually.TrueAsync("every desk holds its task", async () =>
        (await applicant.GetAsync($"/api/cases/{id}")).Json.GetProperty("items").EnumerateArray().All(i => i.GetProperty("lifecycle").GetString() == "reviewing"));

    /// <summary>The officer's task of a case.</summary>
    public static async Task<Reply> TaskAsync(Client officer, string id)
    {
        var found = await officer.GetAsync($"/api/cases/{id}");
        foreach (var department in Departments)
        {
            var task = await officer.GetAsync($"/api/departments/{department}/tasks/{found.Item(department).GetProperty("task").GetString()}");
            if (task.Status == 200)
                return task;
        }
        throw new InvalidOperationException("it has none");
    }

    public static string PathOf(Reply task) => $"/api/departments/{task.Text("department")}/tasks/{task.Text("task")}";

    public static async Task DecideAsync(Client officer, string id, JsonObject decision)
    {
        var task = await TaskAsync(officer, id);
        var decided = await officer.PostAsync($"{PathOf(task)}/decision", decision, ifMatch: task.ETag);
        Assert.True(decided.Status == 200, decided.Body);
    }

    public static Task<Reply> FindAsync(Client officer, Reply task, JsonObject finding) => officer.PostAsync($"{PathOf(task)}/inspection", finding, ifMatch: task.ETag);

    /// <summary>The visit once it has come so far.</summary>
    public static async Task<JsonElement> PhaseAsync(Client caller, string id, string phase)
    {
        JsonElement visit = default;
        await Eventually.EqualAsync($"the visit is {phase}", phase, async () =>
            (visit = (await caller.GetAsync($"/api/cases/{id}")).Json.GetProperty("inspection")).ValueKind == JsonValueKind.Object ? visit.GetProperty("phase").GetString() : null);
        return visit;
    }

    /// <summary>The task once it knows of its appointment.</summary>
    public static Task<Reply> AppointedAsync(Client officer, string id) => OnceAsync(officer, id, "the appointment is known", visit => visit.GetProperty("slot").ValueKind == JsonValueKind.Object);

    /// <summary>The task once it knows that the visit is over.</summary>
    public static Task<Reply> OverAsync(Client officer, string id) => OnceAsync(officer, id, "the end of the visit is known", visit => visit.GetProperty("isOver").GetBoolean());

    public static DateOnly DateOf(JsonElement slot) => DateOnly.ParseExact(slot.GetProperty("date").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static JsonNode Json(JsonElement element) => JsonNode.Parse(element.GetRawText())!;

    private static async Task<Reply> OnceAsync(Client officer, string id, string what, Func<JsonElement, bool> holds)
    {
        Reply? task = null;
        await Eventually.TrueAsync(what, async () => (task = await TaskAsync(officer, id)).Json.GetProperty("inspection") is { ValueKind: JsonValueKind.Object } visit && holds(visit));
        return task!;
    }
}
