using System.Diagnostics;
using System.Security.Cryptography;
using OneVisit.All;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.WholeLife;
using OneVisit.Gateway;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Identity;
using OneVisit.Support;

namespace OneVisit.Benchmarks.Gateway;

/// <summary>
/// What the front door costs: one case view through the gateway, which checks the token, keeps the limits, vouches and forwards over HTTP,
/// against the same view straight from the service with a header that vouches already. Two hosts in this process, and the driver.
/// </summary>
internal static class GatewayBenchmark
{
    private static readonly Caller Applicant = new("visitor", "visitor", Role.Applicant, null, null);

    public static async IAsyncEnumerable<Result> RunAsync(Options options)
    {
        using var folder = new TempFolder();
        var key = RandomNumberGenerator.GetBytes(32);
        string[] arguments = WholePlatform.Arguments(folder.Path, "--Identity:Key", Convert.ToBase64String(key));
        await using var behind = await Platform.StartAsync(arguments, [.. Everything.Services.Where(s => s is not GatewayService)]);
        await using var gateway = await Platform.StartAsync([.. arguments, "--Services:orchestrator", behind.Address.ToString()], [new GatewayService()]);
        using var front = Visitor.Http(gateway.Address);
        using var straight = Visitor.Http(behind.Address);
        var through = await Visitor.OfAsync(front, Applicant.Subject, "applicant");
        var direct = new Visitor(straight, null, Vouching(new IdentityHeader(key, TimeProvider.System)));
        var path = $"/api/cases/{await through.SubmitAsync(new Submissions().Next())}";
        yield return await MeasureAsync(() => TimedAsync(through, path), () => TimedAsync(direct, path), options);
    }

    private static async Task<Result> MeasureAsync(Func<Task<long>> through, Func<Task<long>> direct, Options options)
    {
        var clients = options.Number("clients", 16);
        var seconds = options.Seconds("seconds", 5);
        var (busy, busyDirect, calm, calmDirect) = (new List<Measured>(), new List<Measured>(), new List<Measured>(), new List<Measured>());
        // In turns, so that both meet the machine as it is.
        for (var run = options.Number("runs", 3); run > 0; run--)
        {
            busy.Add(await Load.ClosedAsync(through, clients, seconds));
            busyDirect.Add(await Load.ClosedAsync(direct, clients, seconds));
            calm.Add(await Load.ClosedAsync(through, 1, seconds / 2));
            calmDirect.Add(await Load.ClosedAsync(direct, 1, seconds / 2));
            Benchmark.Say($"gateway: {busy[^1]}");
            Benchmark.Say($"direct:  {busyDirect[^1]}");
        }
        var (rate, directRate) = (Of(busy, r => r.PerSecond), Of(busyDirect, r => r.PerSecond));
        return new Result("gateway", new Dictionary<string, object>
        {
            ["requestsPerSecond"] = rate,
            ["directRequestsPerSecond"] = directRate,
            ["ratioToDirect"] = rate / directRate,
            ["p50Ms"] = Of(busy, r => r.P50Ms),
            ["p95Ms"] = Of(busy, r => r.P95Ms),
            ["directP50Ms"] = Of(busyDirect, r => r.P50Ms),
            ["directP95Ms"] = Of(busyDirect, r => r.P95Ms),
            ["oneClientP50Ms"] = Of(calm, r => r.P50Ms),
            ["oneClientDirectP50Ms"] = Of(calmDirect, r => r.P50Ms),
            ["overheadP50Ms"] = Of(calm, r => r.P50Ms) - Of(calmDirect, r => r.P50Ms),
            ["overheadCpuMs"] = Of(busy, r => r.OursMs) - Of(busyDirect, r => r.OursMs),
        });
    }

    private static double Of(List<Measured> runs, Func<Measured, double> figure) => Series.Median(runs.Select(figure));

    private static async Task<long> TimedAsync(Visitor visitor, string path)
    {
        await visitor.GetAsync(path);
        return Stopwatch.GetTimestamp();
    }

    /// <summary>The gateway's header, made anew every minute: it is good for two.</summary>
    private static Func<(string, string)> Vouching(IdentityHeader header)
    {
        var (made, value) = (Stopwatch.GetTimestamp(), header.Write(Applicant));
        return () =>
        {
            if (Stopwatch.GetElapsedTime(made) > TimeSpan.FromMinutes(1))
                (made, value) = (Stopwatch.GetTimestamp(), header.Write(Applicant));
            return (IdentityHeader.Name, value);
        };
    }
}
