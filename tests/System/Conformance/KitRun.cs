using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using OneVisit.Conformance;

namespace OneVisit.SystemTests.Conformance;

/// <summary>The kit, run as its command line runs it, and what its report says.</summary>
internal sealed record KitRun(int Code, string Report)
{
    /// <summary>What a platform may leave out, or is not asked for without an address to be told at.</summary>
    public static readonly IReadOnlyList<string> MayBeSkipped = ["stale-current", "subscription", "told", "signed", "told-again", "in-order", "gone"];

    public static string NewSecret() => $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";

    /// <summary>A port that nobody has at this moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static async Task<KitRun> OfAsync(params string[] args)
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        await using var errors = new StringWriter(CultureInfo.InvariantCulture);
        var code = await ConformanceKit.RunAsync([.. args, "--json", "-"], output, errors, TimeProvider.System);
        return new KitRun(code, code == 2 ? errors.ToString() : output.ToString());
    }

    public IReadOnlyList<string> With(string verdict) =>
        [.. JsonElement.Parse(Report).GetProperty("checks").EnumerateArray().Where(c => c.GetProperty("verdict").GetString() == verdict).Select(c => c.GetProperty("id").GetString()!)];
}
