using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneVisit.Kit.Hosting;
using OneVisit.Support;

namespace OneVisit.Integration.Hosting;

/// <summary>A start that does not come through ends with an exit code, never with a stack trace.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_stop_asked_for_before_the_start_is_through_is_no_failure() =>
        Assert.Equal(0, await RunAsync("http://127.0.0.1:0", service =>
            service.Endpoints(routes => routes.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().StopApplication())));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://127.0.0.1:65536")]
    [InlineData("http://127.0.0.1:0;http://")]
    // Of TEST-NET-1 (RFC 5737): no machine has it.
    [InlineData("http://192.0.2.1:8080")]
    public async Task An_address_it_cannot_listen_on_is_a_wrong_setting(string urls) => Assert.Equal(2, await RunAsync(urls, _ => { }));

    private static async Task<int> RunAsync(string urls, Action<ServiceDescription> describe)
    {
        using var folder = new TempFolder();
        return await ServiceHost.RunAsync(
            ["--environment", "Development", "--urls", urls, "--Data", folder.Path, "--Logging:LogLevel:Default", "None"], new BareService(describe));
    }

    private sealed class BareService(Action<ServiceDescription> describe) : IService
    {
        public string Name => "bare";

        public int DefaultPort => 0;

        public void Describe(ServiceDescription service) => describe(service);
    }
}
