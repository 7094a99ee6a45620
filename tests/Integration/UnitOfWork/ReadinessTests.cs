using System.Net;
using System.Net.Http.Json;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Support;

namespace OneVisit.Integration.UnitOfWork;

/// <summary>What a worker has to tell operators stands in the answer of its process.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public async Task A_process_that_works_and_cannot_reach_another_service_is_degraded_and_names_it()
    {
        using var data = new TempFolder();
        using var http = new HttpClient();
        var (clock, counters, way) = (new StandingClock(), new Counters("counters"), (BarredBus?)null);
        await using var platform = await Platform.StartAsync(
            ["--environment", "Development", "--urls", "http://127.0.0.1:0", "--Data", data.Path], [counters, new Counters("others")],
            new PlatformOverrides { Clock = clock, Bus = bus => way = new BarredBus(bus) });
        Task<HttpResponseMessage> ReadyAsync() => http.GetAsync(new Uri(platform.Address, "/health/ready"));
        Assert.Equal("""{"status":"ready","trouble":[]}""", await (await ReadyAsync()).Content.ReadAsStringAsync());

        await counters.Running!.Worker.AskAsync(new Command<CounterState>(new Add(Guid.CreateVersion7(), 1, "others"), (_, _, _) => new Answer(200, "")));
        for (var seconds = 0; seconds < 30; seconds += 5)
        {
            var refused = way!.Refused;
            await Eventually.TrueAsync("it is tried again", () => way.Refused > refused);
            clock.Now += TimeSpan.FromSeconds(5);
        }

        var answer = await ReadyAsync();
        var health = await answer.Content.ReadFromJsonAsync<Health>();
        Assert.Equal((HttpStatusCode.OK, Health.Degraded), (answer.StatusCode, health!.Status));
        Assert.StartsWith("counters: nothing that was sent to 'others' since ", Assert.Single(health.Trouble), StringComparison.Ordinal);
    }

    private sealed class Counters(string name) : IService
    {
        public string Name => name;

        public int DefaultPort => 0;

        public Running<CounterState>? Running { get; private set; }

        public void Describe(ServiceDescription service) => service.Unit(Counter.Unit(Name), [Counter.Step], (_, running) => Running = running);
    }
}
