using OneVisit.Benchmarks;
using OneVisit.Benchmarks.Catalogues;
using OneVisit.Benchmarks.Clock;
using OneVisit.Benchmarks.Desks;
using OneVisit.Benchmarks.Gateway;
using OneVisit.Benchmarks.Growth;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.Peers;
using OneVisit.Benchmarks.Rules;
using OneVisit.Benchmarks.Soak;
using OneVisit.Benchmarks.Verify;
using OneVisit.Benchmarks.Wakes;
using OneVisit.Benchmarks.WholeLife;
using OneVisit.Benchmarks.Yardstick;

// dotnet run -c Release --project tests/Benchmarks -- <name> [--option value ...]
// One JSON line a result on standard output; what is going on, on standard error.
var options = Options.Of(args.Skip(1));
return args.FirstOrDefault() switch
{
    "parallel-approval" => await Benchmark.RunAsync(options, ParallelApproval.DistributedAsync),
    "embedded" => await Benchmark.RunAsync(options, ParallelApproval.EmbeddedAsync),
    "peers" => await Benchmark.RunAsync(options, TransportLimit.AloneAsync),
    "whole-life" => await Benchmark.RunAsync(options, WholeLifeBenchmark.RunAsync),
    "growth" => await Benchmark.RunAsync(options, GrowthBenchmark.RunAsync),
    "desks" => await Benchmark.RunAsync(options, DesksBenchmark.RunAsync),
    "gateway" => await Benchmark.RunAsync(options, GatewayBenchmark.RunAsync),
    "rules" => await Benchmark.RunAsync(options, RulesBenchmark.RunAsync),
    "catalogue" => await Benchmark.RunAsync(options, CatalogueBenchmark.RunAsync),
    "clock" => await Benchmark.RunAsync(options, ClockBenchmark.RunAsync),
    "wakes" => await Benchmark.RunAsync(options, WakesBenchmark.RunAsync),
    "verify" => await Benchmark.RunAsync(options, VerifyBenchmark.RunAsync),
    "soak" => await Benchmark.RunAsync(options, SoakBenchmark.RunAsync),
    var name => Usage.Refuse(name),
};
