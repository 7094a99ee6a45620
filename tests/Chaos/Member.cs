using OneVisit.Support;

namespace OneVisit.Chaos;

/// <summary>One process of the platform, at one address through all its lives.</summary>
/// <param name="ignored">A signal that must not end it.</param>
internal sealed class Member(string name, Func<IEnumerable<string>> arguments, string? ignored = null) : IAsyncDisposable
{
    private PlatformProcess? _process;

    public string Name => name;

    public Uri? Address { get; private set; }

    public int Id => _process!.Id;

    /// <summary>The newest error in its log; null when there is none.</summary>
    public string? LastError => _process?.Output.Split('\n').LastOrDefault(line => line.Contains(" fail: ", StringComparison.Ordinal));

    /// <summary>Starts it, and waits until it listens.</summary>
    public async Task StartAsync()
    {
        _process?.Dispose();
        _process = PlatformProcess.Embedded(["--environment", "Development", "--urls", Address?.ToString() ?? "http://127.0.0.1:0", .. arguments()], ignored);
        Address = await _process.AddressAsync();
    }

    /// <summary>kill -9; it must have been alive.</summary>
    /// <exception cref="InvalidOperationException">It had ended by itself.</exception>
    public async Task KillAsync()
    {
        if (_process!.HasEnded)
            throw new InvalidOperationException($"{name} had ended by itself:\n{_process.Output}");
        await _process.KillAsync();
    }

    /// <summary>SIGTERM.</summary>
    /// <exception cref="InvalidOperationException">It did not end in order.</exception>
    public async Task StopAsync()
    {
        if (await _process!.StopAsync() is not 0 and var code)
            throw new InvalidOperationException($"{name} was asked to stop and ended with {code}:\n{_process.Output}");
    }

    public Task FreezeAsync() => _process!.FreezeAsync();

    public Task ThawAsync() => _process!.ThawAsync();

    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        return ValueTask.CompletedTask;
    }
}
