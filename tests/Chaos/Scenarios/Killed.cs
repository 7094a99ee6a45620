using OneVisit.Support;

namespace OneVisit.Chaos.Scenarios;

/// <summary>The embedded platform, killed again and again.</summary>
internal sealed class Embedded : Scenario
{
    private TempFolder? _data;

    public override string Name => "embedded";

    public override string What => "everything in one process on files: kill -9, again and again";

    public override Extent Long => new(500, 50_000);

    protected override Task<Fleet> BeginAsync()
    {
        _data = new TempFolder();
        return Fleet.EmbeddedAsync(_data.Path);
    }

    public override async Task<DateTimeOffset> FaultAsync(int number, Load load)
    {
        await Fleet.Members[0].KillAsync();
        Kills++;
        var end = Now;
        await Fleet.Members[0].StartAsync();
        return end;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _data?.Dispose();
    }
}

/// <summary>Every service its own process, random ones killed.</summary>
internal sealed class Distributed(Uri? postgres = null, Uri? rabbitMq = null) : OnServers(postgres, rabbitMq)
{
    public override string Name => "distributed";

    public override string What => "every service a process on PostgreSQL and RabbitMQ: random ones killed with -9";

    public override Extent Long => new(400, 30_000);

    protected override Task<Fleet> OnAsync(Uri database, Uri broker) => Fleet.DistributedAsync(database, broker, broker.ToString());

    public override async Task<DateTimeOffset> FaultAsync(int number, Load load)
    {
        // One, or two at once.
        var victims = Fleet.Members.OrderBy(_ => Random.Shared.Next()).Take(1 + (number % 2)).ToList();
        await Task.WhenAll(victims.Select(v => v.KillAsync()));
        Kills += victims.Count;
        var end = Now;
        await Task.WhenAll(victims.Select(v => v.StartAsync()));
        return end;
    }
}
