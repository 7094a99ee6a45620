namespace OneVisit.Chaos.Scenarios;

/// <summary>PostgreSQL and RabbitMQ go away: in order, and with -9.</summary>
internal sealed class ServersDown() : OnServers(null, null)
{
    public override string Name => "servers";

    public override string What => "PostgreSQL and RabbitMQ stopped and killed with -9, in turn";

    public override Extent Long => new(40, 8_000);

    public override Extent Short => new(4, 133, Few);

    protected override Task<Fleet> OnAsync(Uri database, Uri broker) => Fleet.DistributedAsync(database, broker, broker.ToString());

    public override async Task<DateTimeOffset> FaultAsync(int number, Load load)
    {
        var server = number % 2 == 0 ? "postgres" : "rabbitmq-1";
        if (number / 2 % 2 == 0)
        {
            await Own!.KillAsync(server);
            Kills++;
        }
        else
        {
            await Own!.HaltAsync(server);
        }
        await Own.ResumeAsync(server);
        return Now;
    }
}

/// <summary>A broker of three nodes: one at a time is killed, and the others go on.</summary>
internal sealed class Cluster() : OnServers(null, null)
{
    public override string Name => "cluster";

    public override string What => "three RabbitMQ nodes with quorum queues: one at a time killed with -9";

    public override Extent Long => new(15, 5_000);

    public override Extent Short => new(3, 100, Few);

    protected override int Nodes => 3;

    protected override Task<Fleet> OnAsync(Uri database, Uri broker) => Fleet.DistributedAsync(database, broker, Own!.Bus);

    public override async Task<DateTimeOffset> FaultAsync(int number, Load load)
    {
        var node = $"rabbitmq-{1 + (number % 3)}";
        await Own!.KillAsync(node);
        Kills++;
        var killed = Now;
        // It must work with two of three, before the third is back.
        if (await load.RecoveredAsync(killed) is null)
            throw new InvalidOperationException($"with {node} away, nothing was completed for a minute");
        await Own.ResumeAsync(node);
        return killed;
    }
}
