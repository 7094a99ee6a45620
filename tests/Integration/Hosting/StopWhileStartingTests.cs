using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneVisit.Kit.Hosting;
using OneVisit.Support;

namespace OneVisit.Integration.Hosting;

public sealed class StopWhileStartingTests
{
    [Fact]
    public async Task A_stop_asked_for_before_the_start_is_through_is_no_failure()
    {
        using var folder = new TempFolder();

        Assert.Equal(0, await ServiceHost.RunAsync(
            ["--environment", "Development", "--urls", "http://127.0.0.1:0", "--Data", folder.Path, "--Identity:Key", Convert.ToBase64String(new byte[32])],
            new StoppedService()));
    }

    /// <summary>Is asked to stop while it is being put together, as by a signal.</summary>
    private sealed class StoppedService : IService
    {
        public string Name => "stopped";

        public int DefaultPort => 0;

        public void Describe(ServiceDescription service) =>
            service.Endpoints(routes => routes.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().StopApplication());
    }
}
