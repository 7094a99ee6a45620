using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OneVisit.Benchmarks.Limit;

/// <summary>PostgreSQL's own load generator.</summary>
internal static partial class PgBench
{
    private static readonly string[] Folders =
    [
        "/usr/lib/postgresql/15/bin",
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <summary>Null when it is not on this machine.</summary>
    public static string? Program => Folders.Select(folder => Path.Combine(folder, "pgbench")).FirstOrDefault(File.Exists);

    /// <summary>Transactions a second of a script, prepared, without the time of connecting.</summary>
    /// <param name="variables">Values that the script names, sent with each statement as parameters.</param>
    /// <exception cref="InvalidOperationException">It failed; the message is its own.</exception>
    public static async Task<double> RunAsync(Uri database, string script, IReadOnlyDictionary<string, string> variables, int clients, int seconds)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, script);
        try
        {
            string[] arguments =
            [
                "--no-vacuum", "-M", "prepared", "-f", file,
                "-c", clients.ToString(CultureInfo.InvariantCulture), "-j", "2", "-T", seconds.ToString(CultureInfo.InvariantCulture),
                .. variables.SelectMany(v => new[] { "-D", $"{v.Key}={v.Value}" }),
                "-h", database.Host, "-p", database.Port.ToString(CultureInfo.InvariantCulture), "-U", database.UserInfo.Split(':')[0], database.AbsolutePath.TrimStart('/'),
            ];
            var start = new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            if (database.UserInfo.Split(':') is [_, var password])
                start.Environment["PGPASSWORD"] = Uri.UnescapeDataString(password);
            using var process = Process.Start(start)!;
            var complaints = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 && PerSecond().Match(output) is { Success: true } match
                ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
                : throw new InvalidOperationException($"pgbench: {string.Join(' ', (await complaints).Split('\n').Take(5))}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"^tps = ([0-9.]+)", RegexOptions.Multiline)]
    private static partial Regex PerSecond();
}
