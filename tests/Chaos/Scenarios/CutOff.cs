using OneVisit.Support;

namespace OneVisit.Chaos.Scenarios;

/// <summary>The network between the services and their servers: broken, or silent.</summary>
internal class CutOff(Uri? postgres = null, Uri? rabbitMq = null, bool packed = false) : OnServers(postgres, rabbitMq)
{
    private TcpProxy _store = null!;
    private TcpProxy _bus = null!;

    public override string Name => "cut-off";

    public override string What => "between the services and PostgreSQL or RabbitMQ: connections reset, or nothing comes through";

    public override Extent Long => new(60, 8_000);

    public override Extent Short => new(4, 100, Few);

    protected override async Task<Fleet> OnAsync(Uri database, Uri broker)
    {
        _store = new TcpProxy(database, 5432);
        _bus = new TcpProxy(broker, 5672);
        var fleet = await Fleet.DistributedAsync(database, broker, broker.Through(_bus).ToString(), packed: packed, storeProxy: _store);
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

/// <summary>Killed, frozen, cut off and met with silence, in turn: every fault that leaves the servers themselves alone, on one platform.</summary>
internal sealed class Mixed(Uri? postgres = null, Uri? rabbitMq = null, bool packed = false) : CutOff(postgres, rabbitMq, packed)
{
    public override string Name => "mixed";

    public override string What => "one after the other: a service killed, one frozen, and its servers cut off and silent";

    public override async Task<DateTimeOffset> FaultAsync(int number, Load load)
    {
        var member = Any(Fleet.Members);
        switch (number % 4)
        {
            case 0:
                await member.KillAsync();
                Kills++;
                var end = Now;
                await member.StartAsync();
                return end;
            case 1:
                await member.FreezeAsync();
                await Pause.ForAsync(Between(0.5, 2));
                await member.ThawAsync();
                return Now;
            default:
                // A reset of the one, silence from the other, and the other way round the next time.
                return await base.FaultAsync(number % 4 == 2 ? number / 4 % 2 : 3 - (number / 4 % 2), load);
        }
    }
}
