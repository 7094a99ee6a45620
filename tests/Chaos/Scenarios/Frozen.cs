using OneVisit.Support;

namespace OneVisit.Chaos.Scenarios;

/// <summary>Processes that hold on to everything and do nothing, for seconds.</summary>
internal sealed class Frozen(Uri? postgres = null, Uri? rabbitMq = null) : OnServers(postgres, rabbitMq)
{
    public override string Name => "frozen";

    public override string What => "SIGSTOP for seconds, then SIGCONT: ours, PostgreSQL, RabbitMQ";

    public override Extent Long => new(40, 8_000);

    protected override Task<Fleet> OnAsync(Uri database, Uri broker) => Fleet.DistributedAsync(database, broker, broker.ToString());

    public override async Task<DateTimeOffset> FaultAsync(int number, Load load)
    {
        var time = Between(1, Own is null ? 2 : 6);
        if (Own is not null && number % 3 > 0)
        {
            var server = number % 3 == 1 ? "postgres" : "rabbitmq-1";
            await Own.FreezeAsync(server);
            await Pause.ForAsync(time);
            await Own.ThawAsync(server);
        }
        else
        {
            var member = Any(Fleet.Members);
            await member.FreezeAsync();
            await Pause.ForAsync(time);
            await member.ThawAsync();
        }
        return Now;
    }
}

/// <summary>The network between the services and their servers: broken, or silent.</summary>
internal sealed class CutOff(Uri? postgres = null, Uri? rabbitMq = null) : OnServers(postgres, rabbitMq)
{
    private TcpProxy _store = null!;
    private TcpProxy _bus = null!;

    public override string Name => "cut-off";

    public override string What => "between the services and PostgreSQL or RabbitMQ: connections reset, or nothing comes through";

    public override Extent Long => new(60, 8_000);

    public override Extent Short => new(4, 300);

    protected override async Task<Fleet> OnAsync(Uri database, Uri broker)
    {
        _store = new TcpProxy(database, 5432);
        _bus = new TcpProxy(broker, 5672);
        var fleet = await Fleet.DistributedAsync(database, broker, broker.Through(_bus).ToString(), storeProxy: _store);
        fleet.AtTheEnd(() => _store.DisposeAsync());
        fleet.AtTheEnd(() => _bus.DisposeAsync());
        return fleet;
    }

    public override async Task<DateTimeOffset> FaultAsync(int number, Load load)
    {
        var proxy = number % 2 == 0 ? _bus : _store;
        if (number / 2 % 2 == 0)
        {
            proxy.Cut();
            await Pause.ForAsync(Between(0.2, 2));
        }
        else
        {
            // Silence, and then the connections are gone: what was under way is answered by nobody.
            proxy.Hold();
            await Pause.ForAsync(Between(0.5, 3));
            proxy.Cut();
        }
        proxy.Restore();
        return Now;
    }
}
