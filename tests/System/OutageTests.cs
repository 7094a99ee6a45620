using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.All.Verify;
using OneVisit.Kit.Hosting;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;
using OneVisit.SystemTests.Scenarios;

namespace OneVisit.SystemTests;

/// <summary>The system of one department is away while days pass: the whole embedded platform, with the clock put forward, and a receiver that listens or does not.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private const string Tasks = "/api/departments/tax/tasks", Subscription = "/api/departments/tax/subscription";

    private readonly TempFolder _data = new();
    private readonly SystemCity _city = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private HookReceiver _receiver = null!;
    private Platform? _platform;
    private Uri? _address;

    public async Task InitializeAsync() => _receiver = await HookReceiver.StartAsync();

    public async Task DisposeAsync()
    {
        if (_platform is not null)
            await _platform.DisposeAsync();
        await _receiver.DisposeAsync();
        _http.Dispose();
        _city.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task A_department_whose_system_is_down_for_days_gets_its_queue_afterwards_its_limits_run_on_and_the_others_go_on()
    {
        _platform = await Platform.StartAsync([.. Arguments("http://127.0.0.1:0"), "--Clock:Mode", "virtual"], Everything.Services);
        _address = _platform.Address;
        await SubscribeAsync();
        await _receiver.DownAsync();

        var cases = new List<string>();
        for (var day = 0; day < 3; day++)
        {
            cases.Add((await SubmitAsync()).Id);
            // The outage begins with the first attempt: before the days pass, not after.
            await Eventually.EqualAsync("its system is tried", "failing", async () => (await (await ClientAsync("head", "tax")).GetAsync(Subscription)).Json.GetProperty("state").GetString());
            await ForwardAsync(hours: 24);
        }

        // The others have long decided; of this department the limits have passed, as they do for whoever is silent.
        foreach (var id in cases)
        {
            var reviewed = await (await ClientAsync("applicant")).GetAsync($"/api/cases/{id}");
            Assert.All(reviewed.Json.GetProperty("items").EnumerateArray().Where(i => i.GetProperty("department").GetString() != "tax"), i => Assert.Equal("review-passed", i.GetProperty("lifecycle").GetString()));
            Assert.Equal(("reviewing", "overdue", JsonValueKind.Null), reviewed.Item("tax").GetProperty("due") is var due
                ? (reviewed.Lifecycle("tax"), due.GetProperty("state").GetString(), due.GetProperty("cause").ValueKind) : default);
        }
        await Eventually.TrueAsync("the head is told", async () => (await NoticesAsync("head", "tax")).Contains("system-unreachable"));
        Assert.Contains("system-unreachable", await NoticesAsync("supervisor", null));
        Assert.DoesNotContain("system-unreachable", await NoticesAsync("head", "seals"));
        var failing = (await (await ClientAsync("head", "tax")).GetAsync(Subscription)).Json;
        Assert.Equal(("failing", 3), (failing.GetProperty("state").GetString(), failing.GetProperty("waiting").GetInt32()));
        Assert.StartsWith("no answer", failing.GetProperty("failing").GetProperty("lastError").GetString(), StringComparison.Ordinal);

        // It is back: everything that was decided without it comes, the oldest first of each case, and it catches up.
        _receiver.Behaviour = async (hook, http) =>
        {
            if (!await ActAsync(hook))
                http.Response.StatusCode = 500;
        };
        await _receiver.UpAsync();
        await ForwardAsync(hours: 5);
        foreach (var id in cases)
            Assert.Equal("granted", (await DeskCity.EndOfAsync(await ClientAsync("applicant"), id)).Text("outcome"));
        await Eventually.EqualAsync("the head is told of its end", "system-back", async () => (await NoticesAsync("head", "tax")).FirstOrDefault(k => k.StartsWith("system", StringComparison.Ordinal)));
        await Eventually.EqualAsync("nothing waits any more", "active 0", async () =>
            (await (await ClientAsync("head", "tax")).GetAsync(Subscription)).Json is var now ? $"{now.GetProperty("state").GetString()} {now.GetProperty("waiting").GetInt32()}" : "");
        Assert.All(_receiver.Heard.GroupBy(h => h.Json.GetProperty("data").GetProperty("case").GetString()),
            told => Assert.Equal(["task.requested", "task.issue-requested"], told.DistinctBy(h => h.Id).Select(h => h.Json.GetProperty("type").GetString())));
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        Assert.True(await VerifyCommand.RunAsync(["--Data", _data.Path], Everything.Services, output) == 0, output.ToString());
    }

    [Fact]
    public async Task Killed_between_a_delivery_and_its_record_the_platform_delivers_again_under_the_same_id()
    {
        using (var process = PlatformProcess.Embedded(KeepingShort("http://127.0.0.1:0")))
        {
            _address = await process.AddressAsync();
            await SubscribeAsync();
            var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _receiver.Behaviour = async (_, _) =>
            {
                // Heard, and acted upon; the platform never learns of it.
                await process.KillAsync();
                killed.TrySetResult();
            };
            await SubmitAsync();
            await killed.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        _receiver.Behaviour = (_, _) => Task.CompletedTask;
        using var again = PlatformProcess.Embedded(KeepingShort(_address.ToString()));
        await again.AddressAsync();

        await Eventually.TrueAsync("it is delivered again", () => _receiver.Heard.Count >= 2, within: TimeSpan.FromSeconds(90));

        Assert.Single(_receiver.Heard.Select(h => h.Id).Distinct());
        Assert.Single(_receiver.Heard.Select(h => h.Body).Distinct());
        Assert.All(_receiver.Heard, h => Assert.True(h.IsSignedWith(HookReceiver.Secret)));
    }

    private async Task<bool> ActAsync(Hook hook)
    {
        var (system, task) = (await ClientAsync("system", "tax"), hook.Json.GetProperty("data").GetProperty("task").GetString());
        var answer = hook.Json.GetProperty("type").GetString() == "task.requested"
            ? await system.PostAsync($"{Tasks}/{task}/decision", DeskCity.Pass(), ifMatch: "*")
            : await system.PostAsync($"{Tasks}/{task}/issue", new JsonObject { ["licences"] = new JsonArray(new JsonObject { ["type"] = "tax-registration", ["data"] = new JsonObject() }) });
        return answer.Status == 200;
    }

    private async Task SubscribeAsync()
    {
        var subscribed = await (await ClientAsync("system", "tax")).SendAsync(HttpMethod.Put, Subscription,
            new StringContent(new JsonObject { ["url"] = _receiver.Url, ["secret"] = HookReceiver.Secret }.ToJsonString(), System.Text.Encoding.UTF8, "application/json"));
        Assert.True(subscribed.Status == 201, subscribed.Body);
    }

    private async Task<Reply> SubmitAsync()
    {
        var submitted = await (await ClientAsync("applicant")).PostAsync("/api/cases", Sample.StartUp());
        Assert.True(submitted.Status == 201, submitted.Body);
        return submitted;
    }

    private async Task<List<string>> NoticesAsync(string role, string? department) =>
        [.. (await (await ClientAsync(role, department)).GetAsync("/api/notices?limit=200")).Json.GetProperty("items").EnumerateArray().Select(n => n.GetProperty("kind").GetString()!)];

    private async Task ForwardAsync(int hours)
    {
        using var response = await _http.PostAsync(new Uri(_address!, "/dev/clock"), new StringContent($$"""{"by":"PT{{hours}}H"}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Signed in anew each time: a token does not outlive the hours that are put forward.</summary>
    private Task<Client> ClientAsync(string role, string? department = null) =>
        Client.SignInAsync(_http, () => _address!, role, role == "applicant" ? "zhang" : null, department, role == "applicant" ? null : "430602");

    /// <summary>The right to deliver is kept for twice the time of an attempt and a little more: whoever comes after a kill waits for its end.</summary>
    private string[] KeepingShort(string address) => [.. Arguments(address), "--Webhooks:TimeoutSeconds", "2"];

    private string[] Arguments(string address) => ["--environment", "Development", "--Data", _data.Path, "--Catalogue:Folder", _city.Path, "--urls", address];
}
