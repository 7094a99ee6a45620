using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;
using OneVisit.Kit.Webhooks;

namespace OneVisit.Kit.Polling;

/// <summary>The closed systems of a service that handles tasks, as the operator has configured them; without any, nothing runs.</summary>
internal sealed class PollingParts
{
    /// <summary>What the settings begin with that hold what is sent in headers.</summary>
    public const string SecretsPrefix = "PollingSecrets:";

    /// <summary><c>Polling:tax</c>: the files of the department's closed systems, separated by commas.</summary>
    private const string Section = "Polling";

    private Running<TaskState>? _running;

    /// <exception cref="ConfigurationException">Something is wrong with the files: everything is named at once.</exception>
    public PollingParts(ServiceDescription service, InboxScope scope, TaskRules rules, DeclarationOf? declarationOf, DateOnly today)
    {
        var targets = WebhookTargets.Read(service.Configuration[WebhookTargets.Setting], service.Environment.IsDevelopment());
        var faults = new List<string>();
        var systems = new List<ClosedSystem>();
        foreach (var department in DepartmentsOf(service, scope, faults))
        {
            var context = new MappingContext(
                department,
                name => service.Configuration[name],
                url => FaultOf(targets, url),
                declarationOf is null ? null : (item, region) => declarationOf(new ItemVersion(item, region ?? "", today)));
            foreach (var file in service.Configuration[$"{Section}:{department}"]!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                Read(file, context, systems, faults);
        }
        if (faults.Count > 0)
            throw new ConfigurationException($"{Section}: {faults.Count} fault{(faults.Count == 1 ? "" : "s")} in what is configured of closed systems:{string.Concat(faults.Select(f => $"\n  {f}"))}");
        // Not AddHostedService: of that there is one of a type, and a process runs many departments.
        if (systems.Count > 0)
            service.Services.AddSingleton<IHostedService>(provider => Make(provider, systems, targets, rules));
    }

    public void Run(Running<TaskState> running) => _running = running;

    private Polling Make(IServiceProvider provider, List<ClosedSystem> systems, WebhookTargets targets, TaskRules rules)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        var wire = clock is VirtualClock virtualClock ? virtualClock.Real : clock;
        return new Polling(
            () => _running!, [.. systems.Select(s => (s, (Func<Action<TimeSpan>, ClosedSystemClient>)(leaveAlone => new ClosedSystemClient(s, targets, clock, wire, leaveAlone))))], rules, clock,
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("OneVisit.polling"));
    }

    /// <summary>Those of this service that have closed systems. Where everything runs in one process, a name that nobody answers to is a fault.</summary>
    private static IEnumerable<string> DepartmentsOf(ServiceDescription service, InboxScope scope, List<string> faults)
    {
        foreach (var department in service.Configuration.GetSection(Section).GetChildren().Where(c => !string.IsNullOrWhiteSpace(c.Value)).Select(c => c.Key.ToLowerInvariant()))
        {
            if (scope.Department is { } one ? one == department : scope.Keeps(department) && !service.Together.Contains(department))
                yield return department;
            else if (scope.Department is null && service.Together.Count > 1 && !service.Together.Contains(department))
                faults.Add($"{Section}:{department}: no department has this name");
        }
    }

    private static void Read(string file, MappingContext context, List<ClosedSystem> systems, List<string> faults)
    {
        var found = new List<string>();
        try
        {
            if (ClosedSystemReader.Read(File.ReadAllText(file), context, found) is { } system)
            {
                if (systems.Any(s => s.Id == system.Id))
                    found.Add("/id: another closed system has this name");
                if (systems.Any(s => s.Items.Intersect(system.Items).Any() && IsSharedWith(s.Region, system.Region)))
                    found.Add("/items: another closed system handles one of them in this place");
                systems.Add(system);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            found.Add($"the file cannot be read ({e.Message})");
        }
        faults.AddRange(found.Select(f => $"{Section}:{context.Department}: {file}: {f}"));
    }

    /// <summary>Whether one of two places lies within the other.</summary>
    private static bool IsSharedWith(string? one, string? other)
    {
        var (first, second) = (one is null ? "" : RegionCode.Stem(one), other is null ? "" : RegionCode.Stem(other));
        return first.StartsWith(second, StringComparison.Ordinal) || second.StartsWith(first, StringComparison.Ordinal);
    }

    private static string? FaultOf(WebhookTargets targets, string url)
    {
        var faults = new List<Fault>();
        targets.ReadUnresolved(url, "", faults);
        return faults.Count == 0 ? null : string.Join(" ", faults.Select(f => f.Message));
    }
}
