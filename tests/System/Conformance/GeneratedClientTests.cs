using System.Diagnostics;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;

namespace OneVisit.SystemTests.Conformance;

/// <summary>A client that is generated from the outer contract as published.</summary>
public sealed class GeneratedClientTests(EmbeddedSystems platform) : IClassFixture<EmbeddedSystems>
{
    private static readonly string Project = Path.Combine(Repository.Root, "tests", "GeneratedClient");

    [Fact]
    public async Task A_generated_client_builds_and_finds_the_tasks_of_its_department()
    {
        var submitted = await (await platform.ClientAsync("applicant")).PostAsync("/api/cases", Sample.StartUp());
        Assert.True(submitted.Status == 201, submitted.Body);

        var (built, said) = await RunAsync("build", Project, "--configuration", "Release", "--nologo", "--verbosity", "minimal");
        Assert.True(built == 0, said);

        var task = submitted.Item("tax").GetProperty("task").GetString()!;
        await Eventually.TrueAsync("the client sees the task", async () =>
        {
            var (ran, printed) = await RunAsync(Path.Combine(Project, "bin", "Release", "net10.0", "OneVisit.GeneratedClient.dll"), platform.Gateway.ToString().TrimEnd('/'), "tax");
            Assert.True(ran == 0, printed);
            return printed.Contains($"{task} tax.registration", StringComparison.Ordinal);
        });
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
