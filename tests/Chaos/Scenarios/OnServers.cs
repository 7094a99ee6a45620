namespace OneVisit.Chaos.Scenarios;

/// <summary>A scenario with PostgreSQL and RabbitMQ: those it is given, or its own.</summary>
internal abstract class OnServers(Uri? postgres, Uri? rabbitMq) : Scenario
{
    /// <summary>Null when servers were given: those may not be touched.</summary>
    protected Servers? Own { get; private set; }

    protected virtual int Nodes => 1;

    protected sealed override async Task<Fleet> BeginAsync()
    {
        if (postgres is null || rabbitMq is null)
            Own = await Servers.StartAsync(Nodes);
        return await OnAsync(postgres ?? Own!.Postgres, rabbitMq ?? Own!.RabbitMq);
    }

    protected abstract Task<Fleet> OnAsync(Uri database, Uri broker);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Own is not null)
            await Own.DisposeAsync();
    }
}
