using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;
using OneVisit.Support;

namespace OneVisit.Integration.Polling;

/// <summary>What is wrong with a closed system's file ends the start, and is named.</summary>
public sealed class PollingStartTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_fault_of_every_file_is_named_at_once_and_no_secret()
    {
        await using var server = await ClosedSystemServer.StartAsync();
        var file = server.File("parks-county", "parks.tree");
        await WriteAsync("sound.json", file);
        await WriteAsync("same.json", file);
        file["id"] = "Other";
        file["items"]![0] = "tax.registration";
        await WriteAsync("wrong.json", file);
        await File.WriteAllTextAsync(_folder.File("broken.json"), "{");

        var message = await FaultAsync("Development", "sound.json,same.json,wrong.json,broken.json,none.json");

        Assert.StartsWith("Polling: 6 faults", message, StringComparison.Ordinal);
        Assert.All(
            (string[])["same.json: /id: ", "same.json: /items: ", "wrong.json: /id: ", "wrong.json: /items/0: ", "broken.json: line 1: ", "none.json: the file cannot be read"],
            expected => Assert.Contains(expected, message, StringComparison.Ordinal));
        Assert.DoesNotContain(ClosedSystemServer.Key, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_Development_only_https_and_public_addresses_are_taken()
    {
        await using var server = await ClosedSystemServer.StartAsync();
        await WriteAsync("parks.json", server.File("parks-county", "parks.tree"));

        var message = await FaultAsync("Production", "parks.json");

        Assert.Equal(5, message.Split("/url: An https address is expected. An address on the public internet is expected").Length - 1);
    }

    [Fact]
    public async Task Where_everything_runs_in_one_process_a_department_that_nobody_is_is_named()
    {
        var fault = await Assert.ThrowsAsync<ConfigurationException>(() => Platform.StartAsync(
            ["--environment", "Development", "--urls", "http://127.0.0.1:0", "--Data", _folder.Path, "--Polling:parrks", "/nowhere.json"], [new Parks(), new OneVisit.Desk.DeskService()]));

        Assert.Contains("Polling:parrks: no department has this name", fault.Message, StringComparison.Ordinal);
    }

    private Task WriteAsync(string name, System.Text.Json.Nodes.JsonObject file) => File.WriteAllTextAsync(_folder.File(name), file.ToJsonString());

    private async Task<string> FaultAsync(string environment, string files) => (await Assert.ThrowsAsync<ConfigurationException>(() => Platform.StartAsync(
        [
            "--environment", environment, "--urls", "http://127.0.0.1:0", "--Data", _folder.Path, $"--Identity:Key={Convert.ToBase64String(new byte[32])}",
            "--Polling:parks", string.Join(", ", files.Split(',').Select(f => _folder.File(f))), "--PollingSecrets:closed", ClosedSystemServer.Key,
        ], [new Parks()]))).Message;

    private sealed class Parks : DepartmentService
    {
        public override string Name => "parks";

        public override int DefaultPort => 0;

        protected override IReadOnlyList<IItemHandler> Handlers => [];
    }
}
