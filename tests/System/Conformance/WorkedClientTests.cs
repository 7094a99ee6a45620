using System.Diagnostics;
using OneVisit.Support;

namespace OneVisit.SystemTests.Conformance;

/// <summary>The clients that integrators copy pass the kit that integrators run.</summary>
public sealed class WorkedClientTests
{
    private static readonly string Python = Path.Combine(Repository.Root, "contracts", "clients", "python", "department.py");
    private static readonly string CSharp = Path.Combine(Repository.Output("contracts/clients/csharp"), "OneVisit.Department.dll");

    [Theory]
    [InlineData("python3")]
    [InlineData("dotnet")]
    public async Task One_that_asks_its_inbox_passes_the_kit(string program)
    {
        var listen = $"http://127.0.0.1:{KitRun.FreePort()}";
        using var client = Start(program, listen);
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
        using var client = Start(program, listen, "--webhook", program == "dotnet" ? $"http://127.0.0.1:{port}" : $"{port}", "--secret", secret);
        var run = await KitRun.OfAsync("--department", "tax", "--url", $"http://127.0.0.1:{port}/", "--secret", secret, "--listen", listen, "--patience", "30");

        Assert.True(run.Code == 0, $"{run.Report}\n{client.Output}");
        Assert.Equal(["pages", "conditional", "patient"], run.With("skipped"));
    }

    private static ClientProcess Start(string program, string platform, params string[] more) =>
        new(program, [program == "dotnet" ? CSharp : Python, "--platform", platform, "--department", "tax", .. more]);
}

/// <summary>A worked client as a process of its own.</summary>
internal sealed class ClientProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    public ClientProcess(string program, IEnumerable<string> arguments)
    {
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it said on standard error; ends it.</summary>
    public string Output
    {
        get
        {
            _process.Kill();
            return _errors.GetAwaiter().GetResult();
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }
}
