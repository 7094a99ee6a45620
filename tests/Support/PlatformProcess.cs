using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OneVisit.Support;

/// <summary>A process of the platform that can be killed, frozen and asked to stop, or kills itself at a chosen moment.</summary>
public sealed partial class PlatformProcess : IDisposable
{
    private const int SigKill = 9;
    private const int MostLines = 2000;
    private readonly Process _process;
    private readonly Queue<string> _output = [];

    /// <summary>A host that kills itself between a commit and its publication to <paramref name="killedAt"/>.</summary>
    public PlatformProcess(string killedAt, IEnumerable<string> services, IEnumerable<string> arguments)
        : this("tests/KilledHost", "OneVisit.KilledHost.dll", [killedAt, string.Join(',', services), .. arguments])
    {
    }

    private PlatformProcess(string project, string program, IEnumerable<string> arguments, string? ignored = null)
    {
        string[] command = ["dotnet", Path.Combine(Repository.Output(project), program), .. arguments];
        // What a shell ignores, the program it becomes ignores too.
        var start = new ProcessStartInfo(ignored is null ? command[0] : "sh", ignored is null ? command[1..] : ["-c", $"trap '' {ignored}; exec \"$0\" \"$@\"", .. command])
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
    /// <param name="ignored">A signal that must not end it, for instance <c>XFSZ</c>.</param>
    public static PlatformProcess Embedded(IEnumerable<string> arguments, string? ignored = null) => new("services/all", "OneVisit.All.dll", arguments, ignored);

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

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
    /// <exception cref="InvalidOperationException">It ended in another way.</exception>
    public async Task DiedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        if (_process.ExitCode != 128 + SigKill)
            throw new InvalidOperationException($"The process was to kill itself and ended with {_process.ExitCode}:\n{Output}");
    }

    /// <summary>SIGTERM, and waits for the end it makes of itself; its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await Signal.SendAsync("TERM", _process.Id);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    /// <summary>SIGSTOP: it holds on to everything and does nothing.</summary>
    public Task FreezeAsync() => Signal.SendAsync("STOP", _process.Id);

    /// <summary>SIGCONT.</summary>
    public Task ThawAsync() => Signal.SendAsync("CONT", _process.Id);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            if (line is null)
                return;
            _output.Enqueue(line);
            if (_output.Count > MostLines)
                _output.Dequeue();
        }
    }

    [GeneratedRegex(@"listens on (http://\S+)")]
    private static partial Regex Listening();
}

/// <summary>Signals to processes, by id.</summary>
public static class Signal
{
    /// <exception cref="InvalidOperationException">There is no such process, or it is not ours.</exception>
    public static async Task SendAsync(string signal, int process)
    {
        if (await KillAsync(signal, [process]) is var (code, said) && code != 0)
            throw new InvalidOperationException($"SIG{signal} could not be sent: {said}");
    }

    /// <summary>To the processes of a server, of which some may end in the same moment by themselves.</summary>
    public static Task SendToAllAsync(string signal, IEnumerable<int> processes) => KillAsync(signal, processes);

    private static async Task<(int Code, string Said)> KillAsync(string signal, IEnumerable<int> processes)
    {
        string[] arguments = [$"-{signal}", "--", .. processes.Select(p => p.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        using var kill = Process.Start(new ProcessStartInfo("kill", arguments) { RedirectStandardError = true })!;
        var said = await kill.StandardError.ReadToEndAsync();
        await kill.WaitForExitAsync();
        return (kill.ExitCode, said);
    }
}
