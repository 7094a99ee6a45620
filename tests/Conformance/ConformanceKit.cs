using System.Text.Json;
using OneVisit.Conformance.AgainstPlatform;
using OneVisit.Conformance.AgainstSystem;

namespace OneVisit.Conformance;

/// <summary>One run: settings, a play, a report.</summary>
internal static class ConformanceKit
{
    /// <summary>0: nothing failed. 1: something did. 2: the settings cannot be used, and every fault is named.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors, TimeProvider time, CancellationToken cancel = default)
    {
        if (Settings.Read(args, out var faults) is not { } settings)
        {
            foreach (var fault in faults)
                await errors.WriteLineAsync(fault);
            await errors.WriteLineAsync(Settings.Usage);
            return 2;
        }
        var (sheet, began) = (new Sheet(settings.PlaysDepartment ? PlatformChecks.All : SystemChecks.All), time.GetUtcNow());
        try
        {
            if (settings.PlaysDepartment)
                await DepartmentPlay.RunAsync(settings, sheet, errors, time, cancel);
            else
                await PlatformPlay.RunAsync(settings, sheet, errors, time, cancel);
        }
        catch (Exception e) when (e is UnplayableException or HttpRequestException or JsonException)
        {
            await errors.WriteLineAsync($"conformance: {e.Message}");
            sheet.BrokeOff(e.Message);
        }
        var report = new Report(settings, sheet, began, time.GetUtcNow());
        if (settings.Json is "-")
            await output.WriteLineAsync(report.ToJson());
        else
            await output.WriteLineAsync(report.ToString());
        if (settings.Json is { } file and not "-")
            await File.WriteAllTextAsync(file, report.ToJson() + "\n", cancel);
        return report.Good ? 0 : 1;
    }
}

/// <summary>The other side cannot be played with at all: it does not answer, or not as itself.</summary>
internal sealed class UnplayableException(string message) : Exception(message);
