using Microsoft.Extensions.Configuration;
using OneVisit.Kit.Hosting;

namespace OneVisit.All;

/// <summary><c>--services a,b</c>: only these of the services in this process; without it, all of them.</summary>
internal static class Selection
{
    public static async Task<int> RunAsync(string[] args, IReadOnlyList<IService> services)
    {
        var wanted = new ConfigurationBuilder().AddCommandLine(args).Build()["services"]?
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = (wanted ?? []).Except(services.Select(s => s.Name), StringComparer.Ordinal).ToList();
        if (unknown.Count == 0 && wanted is not [])
            return await ServiceHost.RunAsync(args, [.. services.Where(s => wanted is null || wanted.Contains(s.Name, StringComparer.Ordinal))]);
        await Console.Error.WriteLineAsync(
            $"OneVisit cannot start. --services: expected names of {string.Join(", ", services.Select(s => s.Name))}, not '{string.Join(", ", unknown)}'");
        return 2;
    }
}
