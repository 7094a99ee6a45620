using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneVisit.Contracts;
using OneVisit.Gateway;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.All.Verify;

/// <summary>
/// <c>verify [--Store postgres://…] [--Data folder] [--settle 2] [--stall 60]</c>: checks what must hold of the stored data, also while the
/// platform runs, and names every case that breaks it. Returns 0 when all is sound, 1 when something is broken, 2 when a setting is wrong.
/// </summary>
internal static class VerifyCommand
{
    /// <summary>Of one kind; a store that is broken all over must not flood the terminal.</summary>
    private const int MostShown = 100;

    public static async Task<int> RunAsync(string[] args, IReadOnlyList<IService> services, TextWriter output)
    {
        try
        {
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
            builder.Configuration.AddKeyPerFile("/run/secrets", optional: true);
            var options = OptionsOf(builder.Configuration);
            var counts = new SortedDictionary<Invariant, long>();
            var verifier = new Verifier(options, Keeping(services, builder.Configuration, builder.Environment), TimeProvider.System, finding =>
            {
                counts[finding.Invariant] = counts.GetValueOrDefault(finding.Invariant) + 1;
                if (counts[finding.Invariant] <= MostShown)
                    output.WriteLine(finding);
            });
            var report = await verifier.RunAsync(CancellationToken.None);
            await output.WriteLineAsync(Summary(report, counts));
            return report.Sound ? 0 : 1;
        }
        catch (ConfigurationException e)
        {
            await Console.Error.WriteLineAsync($"OneVisit cannot verify. {e.Message}");
            return 2;
        }
    }

    /// <summary>Each service that keeps something, with what it says of its own table.</summary>
    internal static IReadOnlyList<Keeper> Keeping(IReadOnlyList<IService> services, IConfiguration configuration, IHostEnvironment environment)
    {
        var together = services.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var keeping = new List<Keeper>();
        // The gateway keeps nothing, and describing it would ask for settings of its own.
        foreach (var service in services.Where(s => s is not GatewayService))
        {
            var description = new ServiceDescription(configuration, environment, new ServiceCollection(), together);
            service.Describe(description);
            if (description.Aggregate is { } table)
                keeping.Add(new Keeper(service.Name, table, description.Migrations));
        }
        return keeping;
    }

    private static VerifyOptions OptionsOf(IConfiguration configuration) => new(
        ProcessParts.StoreAddress(configuration),
        ProcessParts.DataFolder(configuration),
        TimeSpan.FromSeconds(Settings.Number(configuration, "settle", 2, 1, 3600)),
        TimeSpan.FromSeconds(Settings.Number(configuration, "stall", 60, 1, 7 * 24 * 3600)));

    private static string Summary(VerifyReport report, SortedDictionary<Invariant, long> counts)
    {
        var read = string.Create(CultureInfo.InvariantCulture,
            $"{report.Cases:N0} cases, {report.Tasks:N0} tasks, {report.Entries:N0} journal entries read in {report.Took.TotalSeconds:0.0} s ({report.Cases / Math.Max(0.001, report.Took.TotalSeconds):N0} cases/s)");
        var moving = report.Unsettled > 0 ? $"; {report.Unsettled} cases kept moving and were not compared between services" : "";
        return report.Sound
            ? $"sound: {read}{moving}"
            : $"BROKEN: {report.Findings} findings ({string.Join(", ", counts.Select(c => $"{KebabCase.Of(c.Key)} {c.Value}"))}): {read}{moving}";
    }
}
