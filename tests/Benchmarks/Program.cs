using OneVisit.Benchmarks;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.Yardstick;

// dotnet run -c Release --project tests/Benchmarks -- <name> [--option value ...]
// One JSON line a result on standard output; what is going on, on standard error.
var options = Options.Of(args.Skip(1));
return args.FirstOrDefault() switch
{
    "parallel-approval" => await Benchmark.RunAsync(options, ParallelApproval.DistributedAsync),
    "embedded" => await Benchmark.RunAsync(options, ParallelApproval.EmbeddedAsync),
    var name => Usage.Refuse(name),
};
