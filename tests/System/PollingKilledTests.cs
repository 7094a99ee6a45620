using System.Text.Json.Nodes;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;
using OneVisit.SystemTests.Scenarios;

namespace OneVisit.SystemTests;

/// <summary>The embedded platform is killed at the worst moment: a closed system has filed a task, and nobody here has heard of it.</summary>
public sealed class PollingKilledTests : IAsyncLifetime
{
    private readonly TempFolder _data = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private ClosedCity _city = null!;
    private Uri? _address;

    public async Task InitializeAsync() => _city = await ClosedCity.StartAsync();

    public async Task DisposeAsync()
    {
        await _city.DisposeAsync();
        _http.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Killed_between_handing_in_and_remembering_it_the_platform_finds_what_it_has_filed_and_the_case_is_granted()
    {
        string id;
        using (var process = PlatformProcess.Embedded(Arguments("http://127.0.0.1:0")))
        {
            _address = await process.AddressAsync();
            var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _city.Server.Filing = async (_, _) =>
            {
                await process.KillAsync();
                killed.TrySetResult();
            };
            id = await SubmitAsync();
            await killed.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        _city.Server.Filing = (_, _) => Task.CompletedTask;
        _city.Server.Says = filed => new { state = filed.IsToIssue ? "50" : "20", licence = $"TC-{filed.Outside}", kind = "small-scale" };

        using var again = PlatformProcess.Embedded(Arguments(_address.ToString()));
        await again.AddressAsync();

        // The right to ask was the dead process's, for half a minute.
        await Eventually.TrueAsync("it is looked for", () => _city.Server.Heard.Any(h => h.Query.StartsWith("?no=", StringComparison.Ordinal)), within: TimeSpan.FromSeconds(90));
        var ended = await DeskCity.EndOfAsync(await ClientAsync(), id);
        Assert.Equal("granted", ended.Text("outcome"));
        Assert.Single(Assert.Single(_city.Server.Files.Values).Bodies);
        Assert.DoesNotContain(ClosedSystemServer.Key, again.Output, StringComparison.Ordinal);
        Assert.All(Sample.IdentityNumbers, number => Assert.DoesNotContain(number, again.Output, StringComparison.Ordinal));
    }

    private async Task<string> SubmitAsync()
    {
        var submitted = await (await ClientAsync()).PostAsync("/api/cases", (JsonObject)Sample.StartUp());
        Assert.True(submitted.Status == 201, submitted.Body);
        return submitted.Id;
    }

    private Task<Client> ClientAsync() => Client.SignInAsync(_http, () => _address!, "applicant", "zhang");

    private string[] Arguments(string address) =>
        ["--environment", "Development", "--Data", _data.Path, "--Catalogue:Folder", _city.Catalogue, "--urls", address, .. _city.Settings];
}
