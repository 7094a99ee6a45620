using Microsoft.Extensions.Hosting;
using OneVisit.All;
using OneVisit.All.Verify;

namespace OneVisit.SystemTests.Verify;

/// <summary>Runs verify on a store.</summary>
internal static class Verified
{
    public static async Task<List<Finding>> FindingsAsync(FilledStore store, TimeSpan? stall = null) => (await RunAsync(store, stall)).Findings;

    public static async Task<List<Finding>> FindingsAsync(Uri? store, string folder) => (await RunAsync(store, folder, null)).Findings;

    public static Task<(VerifyReport Report, List<Finding> Findings)> RunAsync(FilledStore store, TimeSpan? stall = null) => RunAsync(store.Store, store.Folder, stall);

    private static async Task<(VerifyReport Report, List<Finding> Findings)> RunAsync(Uri? store, string folder, TimeSpan? stall)
    {
        var host = Host.CreateApplicationBuilder();
        var findings = new List<Finding>();
        var options = new VerifyOptions(store, folder, TimeSpan.FromMilliseconds(100), stall ?? TimeSpan.FromMilliseconds(200));
        var report = await new Verifier(options, VerifyCommand.Keeping(Everything.Services, host.Configuration, host.Environment), TimeProvider.System, findings.Add).RunAsync(CancellationToken.None);
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
