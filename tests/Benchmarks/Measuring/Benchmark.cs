using System.Diagnostics;
using System.Text.Json;

namespace OneVisit.Benchmarks.Measuring;

/// <summary>Runs one benchmark and prints what it found, one JSON line a result.</summary>
internal static class Benchmark
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync(Options options, Func<Options, IAsyncEnumerable<Result>> benchmark)
    {
        Say($"{Environment.ProcessorCount} cores, .NET {Environment.Version}");
        await foreach (var result in benchmark(options))
        {
            var whole = new Dictionary<string, object>
            {
                ["benchmark"] = result.Name,
                ["cores"] = Environment.ProcessorCount,
                ["runtime"] = $".NET {Environment.Version}",
                ["collector"] = System.Runtime.GCSettings.IsServerGC ? "of servers" : "of workstations",
                ["compiledByProfile"] = CompiledByProfile,
                ["settings"] = options.Used,
            };
            foreach (var (key, value) in result.Figures)
                whole[key] = value is double d ? Math.Round(d, d < 10 ? 3 : 1) : value;
            Console.WriteLine(JsonSerializer.Serialize(whole, Json));
        }
        return 0;
    }

    /// <summary>Tells whoever waits what is going on.</summary>
    public static void Say(string what) => Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(Started).TotalSeconds,7:0.0} s  {what}");

    /// <summary>Whether the runtime compiles by what it saw run most, as the services do on their own.</summary>
    private static bool CompiledByProfile =>
        Environment.GetEnvironmentVariable("DOTNET_TieredPGO") is { } set ? set != "0" : !AppContext.TryGetSwitch("System.Runtime.TieredPGO", out var on) || on;

    private static readonly long Started = Stopwatch.GetTimestamp();
}

/// <summary>Figures under their JSON names.</summary>
internal sealed record Result(string Name, IReadOnlyDictionary<string, object> Figures);
