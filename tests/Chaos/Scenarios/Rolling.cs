namespace OneVisit.Chaos.Scenarios;

/// <summary>Two copies of everything, stopped in order and started again, one after the other.</summary>
internal sealed class Rolling(Uri? postgres = null, Uri? rabbitMq = null, bool packed = false) : OnServers(postgres, rabbitMq)
{
    public override string Name => "rolling";

    public override string What => "two copies of every service and gateway: SIGTERM and a new start, one after the other";

    public override Extent Long => new(120, 12_000);

    public override Extent Short => new(6, 133, Few);

    protected override Task<Fleet> OnAsync(Uri database, Uri broker) => Fleet.DistributedAsync(database, broker, broker.ToString(), copies: 2, packed: packed);

    public override async Task<DateTimeOffset> FaultAsync(int number, Load load)
    {
        // A short run meets gateways, orchestrators and departments alike: neither 6 nor 12 members share a factor with 7 or 5.
        var member = Fleet.Members[number * (Fleet.Members.Count > 6 ? 7 : 5) % Fleet.Members.Count];
        await member.StopAsync();
        await member.StartAsync();
        return Now;
    }
}
