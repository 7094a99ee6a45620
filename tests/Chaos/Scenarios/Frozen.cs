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
