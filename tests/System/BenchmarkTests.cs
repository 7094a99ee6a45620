using System.Diagnostics;
using System.Text.Json;
using OneVisit.Support;

namespace OneVisit.SystemTests;

/// <summary>Every benchmark in its smallest form: it ends, and its result has the keys that reports are made of. How fast it was is not asked.</summary>
public sealed class BenchmarkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("parallel-approval --runs 1 --seconds 0.3 --inflight 64 --rates 20 --open-seconds 0.3 --limit-seconds 1",
        "casesPerSecond cpuMsPerCase p50MsAt20 p99MsAt20 limitPerSecond ratioToLimit transportPerSecond ratioToTransport")]
    [InlineData("embedded --runs 1 --seconds 0.3 --inflight 64 --rates 20 --open-seconds 0.3", "casesPerSecond roundTripsPerCase p99MsAt20 peakMemoryMb collector compiledByProfile")]
    [InlineData("peers --runs 1 --seconds 0.3 --inflight 64", "transportPerSecond transportSettings p99Ms")]
    [InlineData("whole-life --platform embedded --runs 1 --seconds 0.3 --inflight 16 --rates 10 --open-seconds 0.3", "casesPerSecond p99Ms p99MsAt10 cpuMsPerCase casesCompleted")]
    [InlineData("growth --cases 20,60 --runs 1 --seconds 0.3 --inflight 16 --platform embedded", "sizes ratioToSmallest extrapolatedTo100Million")]
    [InlineData("growth --cases 20,60 --runs 1 --seconds 0.3 --inflight 16", "sizes ratioToSmallest extrapolatedTo100Million")]
    [InlineData("verify --cases 10,30 --runs 1 --platform embedded", "sizes ratioToSmallest")]
    [InlineData("desks --tasks 300 --officers 12 --rate 40 --runs 1 --seconds 1 --rivals 30", "openTasks inboxP95Ms decisionP95Ms claimP95Ms turnP95Ms cpuMsPerTurn lostUpdates actsChecked")]
    [InlineData("desks --tasks 300 --officers 6 --think 0 --runs 1 --seconds 0.3 --platform embedded", "turnsPerSecond inboxP50Ms decisionP99Ms lostUpdates")]
    [InlineData("gateway --runs 1 --seconds 0.3 --clients 2", "requestsPerSecond ratioToDirect overheadP50Ms")]
    [InlineData("rules --job dry", "events caseNs caseBytes")]
    [InlineData("clock --runs 1 --seconds 0.1", "projectionsPerSecond projectionNs projectionBytes explanationNs explanationBytes")]
    [InlineData("catalogue --items 300 --runs 1", "items firstLoadMs loadMs loadProcessorMs searchP50Ms searchP95Ms guidanceP95Ms compileUs compileBytes")]
    [InlineData("wakes --armed 2000 --rate 200 --seconds 2 --backlog 500", "wokenPerSecond lateP50Ms lateP99Ms lateMaxMs caughtUpPerSecond missed twice")]
    [InlineData("soak --minutes 2 --minute-seconds 0.3 --rate 20", "heapMbPerHour residentMbPerHour p99DriftMs storageMb walBytesPerCase")]
    [InlineData("soak --minutes 2 --minute-seconds 0.3 --rate 20 --platform embedded", "heapMbPerHour storageMb storageBytesPerCase")]
    public async Task Ends_with_a_result_that_has_its_figures(string command, string figures)
    {
        string[] arguments = command.Split(' ');
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Repository.Output("tests/Benchmarks"), "OneVisit.Benchmarks.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        await using var stop = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        var complaints = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"ended with {process.ExitCode}:\n{await complaints}");

        var result = JsonElement.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(arguments[0], result.GetProperty("benchmark").GetString());
        Assert.All(figures.Split(' '), figure => Assert.True(result.TryGetProperty(figure, out _), $"no figure {figure} in {result}"));
    }

    [Fact]
    public async Task Refuses_a_name_that_no_benchmark_has()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Repository.Output("tests/Benchmarks"), "OneVisit.Benchmarks.dll"), "fastest"]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        Assert.Contains("There is no benchmark 'fastest'", await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await process.WaitForExitAsync();
        Assert.Equal(2, process.ExitCode);
    }
}
