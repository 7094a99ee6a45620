using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.All.Simulate;

/// <summary>
/// <c>simulate SCENARIO [--json FILE]</c>: a year of a city through the real rules, in memory. Returns 0 when it ran, 1 when the scenario has faults,
/// 2 when the call is wrong.
/// </summary>
internal static class SimulateCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Usage => $"""
        simulate <scenario> [--json FILE]   a year of a city; FILE gets the report as JSON, - is the terminal, without the table
        built in: {string.Join(", ", BuiltIn.ScenarioNames)}
        or the path of a scenario of your own, written like services/all/Simulate/scenarios/{BuiltIn.ScenarioNames[0]}.yaml
        """;

    public static async Task<int> RunAsync(string[] args, Func<IReadOnlyList<IService>> services, TextWriter output, TextWriter errors)
    {
        var (named, json) = args switch
        {
            [{ Length: > 0 } only] when only[0] != '-' => (only, null),
            [{ Length: > 0 } first, "--json", var file] when first[0] != '-' => (first, file),
            ["--json", var file, var last] => (last, file),
            _ => (null, (string?)null),
        };
        if (named is null)
            return await RefuseAsync(Usage, errors);
        if (BuiltIn.Scenario(named) is null && !File.Exists(named))
            return await RefuseAsync($"'{named}' is neither a scenario built in nor a file.\n{Usage}", errors);
        try
        {
            var (scenario, faults) = ScenarioReader.Read(named);
            if (scenario is null)
            {
                foreach (var fault in faults)
                    await output.WriteLineAsync(fault.ToString());
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{faults.Count} faults"));
                return 1;
            }
            var started = Stopwatch.GetTimestamp();
            var report = Simulator.Run(scenario, services());
            var took = Stopwatch.GetElapsedTime(started);
            if (json != "-")
                new ReportScreen(output).Show(report);
            else
                await output.WriteLineAsync(JsonSerializer.Serialize(report, Json));
            if (json is not null and not "-")
                await File.WriteAllTextAsync(json, JsonSerializer.Serialize(report, Json) + "\n");
            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"simulated in {took.TotalSeconds:0.0} s ({report.Cases.Submitted / took.TotalSeconds:N0} cases/s)"));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ConfigurationException)
        {
            return await RefuseAsync(e.Message, errors);
        }
    }

    private static async Task<int> RefuseAsync(string message, TextWriter errors)
    {
        await errors.WriteLineAsync(message);
        return 2;
    }
}
