using System.Diagnostics;
using System.Text.RegularExpressions;
using OneVisit.Support;

namespace OneVisit.SystemTests.Platforms;

/// <summary>A process of the platform that can be killed, or kills itself at a chosen moment.</summary>
public sealed partial class KilledProcess : IDisposable
{
    private const int SigKill = 9;
    private readonly Process _process;
    private readonly List<string> _output = [];

    /// <summary>A host that kills itself between a commit and its publication to <paramref name="killedAt"/>.</summary>
    public KilledProcess(string killedAt, IEnumerable<string> services, IEnumerable<string> arguments)
        : this("tests/KilledHost", "OneVisit.KilledHost.dll", [killedAt, string.Join(',', services), .. arguments])
    {
    }

    private KilledProcess(string project, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Repository.Output(project), program), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The embedded platform as its users start it.</summary>
    public static KilledProcess Embedded(IEnumerable<string> arguments) => new("services/all", "OneVisit.All.dll", arguments);

    /// <summary>What it has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    /// <summary>Where it listens, once it does.</summary>
    public async Task<Uri> AddressAsync()
    {
        await Eventually.TrueAsync("the process listens", () => _process.HasExited || Listening().IsMatch(Output));
        return Listening().Match(Output) is { Success: true } match
            ? new Uri(match.Groups[1].Value)
            : throw new InvalidOperationException($"The process ended before it listened:\n{Output}");
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until it has killed itself.</summary>
    public async Task DiedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(128 + SigKill, _process.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            if (line is not null)
                _output.Add(line);
        }
    }

    [GeneratedRegex(@"listens on (http://\S+)")]
    private static partial Regex Listening();
}

/// <summary>Where things of this repository are.</summary>
internal static class Repository
{
    /// <summary>A project's own build output, of the same configuration as these tests.</summary>
    public static string Output(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (here.Name, here.Parent!.Name);
        return Path.Combine(Root, project, "bin", configuration, framework);
    }

    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
                folder = folder.Parent ?? throw new InvalidOperationException("These tests run from within the repository.");
            return folder.FullName;
        }
    }
}
