using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using OneVisit.Benchmarks.Measuring;
using Perfolizer.Horology;

namespace OneVisit.Benchmarks.Rules;

/// <summary>What one decision costs without anything around it: nanoseconds and bytes allocated for each event of a case's life.</summary>
internal static class RulesBenchmark
{
    public static IAsyncEnumerable<Result> RunAsync(Options options)
    {
        var job = options.Text("job", "short", "short", "default", "dry") switch
        {
            "default" => Job.Default,
            "dry" => Job.Dry,
            _ => Job.Default.WithWarmupCount(3).WithIterationCount(5).WithIterationTime(TimeInterval.FromMilliseconds(100)),
        };
        var artifacts = Directory.CreateTempSubdirectory("onevisit-rules-");
        try
        {
            var summary = BenchmarkRunner.Run<Decisions>(ManualConfig.CreateEmpty()
                .AddJob(job.WithToolchain(InProcessEmitToolchain.DontLogOutput))
                .AddDiagnoser(MemoryDiagnoser.Default)
                .AddColumnProvider(DefaultColumnProviders.Instance)
                .AddLogger(new Complaint())
                .WithOptions(ConfigOptions.DisableLogFile)
                .WithArtifactsPath(artifacts.FullName));
            var events = summary.Reports.ToDictionary(
                report => (string)report.BenchmarkCase.Parameters[nameof(Decisions.Event)],
                report => report.ResultStatistics is { } statistics
                    ? new { medianNs = Math.Round(statistics.Median), bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0 }
                    : throw new InvalidOperationException($"{report.BenchmarkCase.DisplayInfo} was not measured"));
            return new[]
            {
                new Result("rules", new Dictionary<string, object>
                {
                    ["events"] = events,
                    ["caseNs"] = events.Values.Sum(e => e.medianNs),
                    ["caseBytes"] = events.Values.Sum(e => e.bytes),
                }),
            }.ToAsyncEnumerable();
        }
        finally
        {
            artifacts.Delete(recursive: true);
        }
    }

    /// <summary>Only what went wrong: the report is in the result.</summary>
    private sealed class Complaint : ILogger
    {
        public string Id => nameof(Complaint);

        public int Priority => 0;

        public void Write(LogKind logKind, string text)
        {
        }

        public void WriteLine()
        {
        }

        public void WriteLine(LogKind logKind, string text)
        {
            if (logKind is LogKind.Error)
                Benchmark.Say($"rules: {text}");
        }

        public void Flush()
        {
        }
    }
}

/// <summary>One event at a time. Open and unsealed because the runner derives from it.</summary>
public class Decisions
{
    private Func<object> _decide = null!;

    public static IEnumerable<string> Events => CaseEvents.All.Keys;

    [ParamsSource(nameof(Events))]
    public string Event { get; set; } = "";

    [GlobalSetup]
    public void Find() => _decide = CaseEvents.All[Event];

    [Benchmark]
    public object Decide() => _decide();
}
