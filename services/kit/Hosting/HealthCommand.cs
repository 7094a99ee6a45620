using Polly;
using Polly.Timeout;

namespace OneVisit.Kit.Hosting;

/// <summary><c>health [address]</c>: asks a running process whether it is ready; for container health checks, where no other client is at hand.</summary>
internal static class HealthCommand
{
    public static async Task<int> RunAsync(string[] args, IService[] services)
    {
        var address = args.FirstOrDefault()
            ?? Environment.GetEnvironmentVariable("ASPNETCORE_URLS")?.Split(';')[0].Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            ?? $"http://localhost:{Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS")?.Split(';')[0] ?? Platform.PortOf(services).ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var asking = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(5)).Build();
        try
        {
            using var response = await asking.ExecuteAsync(async cancel => await client.GetAsync(new Uri(new Uri(address), "/health/ready"), cancel));
            await Console.Out.WriteLineAsync(await response.Content.ReadAsStringAsync());
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException)
        {
            await Console.Error.WriteLineAsync($"{address}: {e.Message}");
            return 1;
        }
    }
}
