namespace OneVisit.SystemTests.Conformance;

/// <summary>The clients that integrators copy pass the kit that integrators run.</summary>
public sealed class WorkedClientTests
{
    [Theory]
    [InlineData("python3")]
    [InlineData("dotnet")]
    public async Task One_that_asks_its_inbox_passes_the_kit(string program)
    {
        var listen = $"http://127.0.0.1:{KitRun.FreePort()}";
        using var client = WorkedClient.Start(program, listen);
        var run = await KitRun.OfAsync("--department", "tax", "--pull", "--listen", listen, "--patience", "30");

        Assert.True(run.Code == 0, $"{run.Report}\n{client.Output}");
        Assert.Equal(
            ["accepts-events", "accepts-unknown", "refuses-other-secret", "refuses-altered-body", "refuses-altered-id", "refuses-old", "refuses-future", "refuses-unsigned", "forged-has-no-effect", "rotates", "repeats", "late", "out-of-order", "cancelled-first"],
            run.With("skipped"));
    }

    [Theory]
    [InlineData("python3")]
    [InlineData("dotnet")]
    public async Task One_that_is_told_by_webhook_passes_the_kit(string program)
    {
        var (listen, secret, port) = ($"http://127.0.0.1:{KitRun.FreePort()}", KitRun.NewSecret(), KitRun.FreePort());
        using var client = WorkedClient.Start(program, listen, "--webhook", program == "dotnet" ? $"http://127.0.0.1:{port}" : $"{port}", "--secret", secret);
        var run = await KitRun.OfAsync("--department", "tax", "--url", $"http://127.0.0.1:{port}/", "--secret", secret, "--listen", listen, "--patience", "30");

        Assert.True(run.Code == 0, $"{run.Report}\n{client.Output}");
        Assert.Equal(["pages", "conditional", "patient"], run.With("skipped"));
    }
}
