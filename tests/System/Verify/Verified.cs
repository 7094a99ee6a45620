using Microsoft.Extensions.Hosting;
using OneVisit.All;
using OneVisit.All.Verify;

namespace OneVisit.SystemTests.Verify;

/// <summary>Runs verify on a store.</summary>
internal static class Verified
{
    private static readonly Lazy<IReadOnlyList<Keeper>> Services = new(() =>
    {
        var host = Host.CreateApplicationBuilder();
        return VerifyCommand.Keeping(Everything.Services, host.Configuration, host.Environment);
    });

    /// <summary>What is found in data at rest, which need not be waited for.</summary>
    public static Task<List<Finding>> FindingsAsync(FilledStore store) => FindingsAsync(store.Store, store.Folder);

    public static async Task<List<Finding>> FindingsAsync(Uri? store, string folder) =>
        (await RunAsync(new VerifyOptions(store, folder, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200)), new LeapingClock())).Findings;

    /// <summary>What is found beside a platform that may be at work.</summary>
    public static Task<(VerifyReport Report, List<Finding> Findings)> RunAsync(FilledStore store, TimeSpan stall) =>
        RunAsync(new VerifyOptions(store.Store, store.Folder, TimeSpan.FromMilliseconds(100), stall), TimeProvider.System);

    public static async Task<(VerifyReport Report, List<Finding> Findings)> RunAsync(VerifyOptions options, TimeProvider clock)
    {
        var findings = new List<Finding>();
        var report = await new Verifier(options, Services.Value, clock, findings.Add).RunAsync(CancellationToken.None);
        return (report, findings);
    }

    /// <summary>The command as it is typed.</summary>
    public static async Task<(int Code, string Output)> CommandAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var code = await VerifyCommand.RunAsync(arguments, Everything.Services, output);
        return (code, output.ToString());
    }
}
