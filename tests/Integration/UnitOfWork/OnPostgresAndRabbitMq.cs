using Microsoft.Extensions.Logging.Abstractions;
using OneVisit.Integration.Buses;
using OneVisit.Integration.Stores;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Support;

namespace OneVisit.Integration.UnitOfWork;

public sealed class OnPostgresAndRabbitMq : WorkerSuite
{
    protected override TestDatabase NewDatabase() => new PostgresDatabase();

    protected override IBus NewBus() => new RabbitBus(TestServers.RabbitMq, Counter.Types, NullLoggerFactory.Instance);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await RabbitQueues.RemoveAsync([Here, There]);
    }

    [Fact]
    public async Task Two_copies_of_a_service_share_its_store_and_its_queue()
    {
        var database = Track(NewDatabase());
        var there = await StartAsync(There);
        CounterService[] copies = [await StartAsync(Here, await database.OpenMigratedAsync(Counter.Step)), await StartAsync(Here, database.Open())];
        Guid[] counters = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];
        var sender = Track(NewBus());

        // Commands to both copies, and messages to whichever copy takes them, all for the same few counters.
        await Task.WhenAll(
        [
            .. Enumerable.Range(0, 400).Select(i => copies[i % 2].AskAsync(new Add(counters[i % 5], 1, There))),
            .. Enumerable.Range(0, 100).Select(i => sender.SendAsync(Here, Counter.Envelope(new Add(counters[i % 5], 1, There), new Add(counters[(i + 1) % 5], 1, There)), CancellationToken.None)),
        ]);

        foreach (var counter in counters)
        {
            await Eventually.EqualAsync("all have taken effect", 120, () => copies[0].SumAsync(counter));
            await Eventually.EqualAsync("all have been passed on", 120, () => there.SumAsync(counter));
        }
        await Eventually.EqualAsync("all are confirmed", 0, () => copies[0].RowsAsync("outbox"));
        Assert.All(await copies[0].VerifiedAsync(), row => Assert.Equal((120, 120, 120), (row.Version, row.Sum, row.Entries)));
        Assert.All(await there.VerifiedAsync(), row => Assert.Equal((120, 120, 120), (row.Version, row.Sum, row.Entries)));
        Assert.Equal(0, await copies[0].RowsAsync("dead_letter"));
    }

    [Fact]
    public async Task With_two_copies_everybody_is_woken_once()
    {
        var database = Track(NewDatabase());
        var there = await StartAsync(There);
        CounterService[] copies = [await StartAsync(Here, await database.OpenMigratedAsync(Counter.Step)), await StartAsync(Here, database.Open())];
        Guid[] counters = [.. Enumerable.Range(0, 100).Select(_ => Guid.CreateVersion7())];

        var due = TimeProvider.System.GetUtcNow().AddSeconds(1);
        await Task.WhenAll(counters.Select((counter, i) => copies[i % 2].AskAsync(new Remind(counter, due, 1, There))));

        await Eventually.EqualAsync("nobody waits any more", "", copies[0].WaitingAsync);
        await Eventually.EqualAsync("all are confirmed", 0, () => copies[0].RowsAsync("outbox"));
        await Eventually.TrueAsync("all have arrived", async () => await there.TotalAsync() >= counters.Length);
        Assert.Equal(counters.Length, await there.TotalAsync());
        Assert.All(await there.VerifiedAsync(), row => Assert.Equal(1, row.Sum));
    }

    [Fact]
    public async Task While_the_store_is_away_commands_are_refused_and_messages_wait()
    {
        await using var proxy = new TcpProxy(TestServers.Postgres, 5432);
        var database = Track(new PostgresDatabase(proxy));
        var service = await StartAsync(Here, await database.OpenMigratedAsync(Counter.Step));
        var sender = Track(NewBus());
        var counter = Guid.CreateVersion7();
        await service.AskAsync(new Add(counter, 1));

        proxy.Cut();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => service.AskAsync(new Add(counter, 1000)));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => sender.SendAsync(Here, Counter.Envelope(new Add(counter, 1)), CancellationToken.None)));
        await Eventually.TrueAsync("the messages are in hand", async () => await RabbitQueues.SeeAsync(Here) is { Messages: 0 });
        // Refused at once, also while messages wait in front of it.
        for (var i = 0; i < 20; i++)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => service.AskAsync(new Add(counter, 1000)));
        Assert.Contains("PostgreSQL", service.Worker.Trouble, StringComparison.Ordinal);
        proxy.Restore();

        await Eventually.TrueAsync("the trouble is over", () => service.Worker.Trouble is null);
        await Eventually.EqualAsync("all have taken effect", 51, () => service.SumAsync(counter));
        Assert.Equal(52, await service.AskAsync(new Add(counter, 1)));
        Assert.Equal(52, Assert.Single(await service.VerifiedAsync()).Version);
        Assert.Equal(0, await service.RowsAsync("dead_letter"));
    }

    [Fact]
    public async Task A_service_stopped_while_its_store_is_away_leaves_its_messages_in_the_queue()
    {
        await using var proxy = new TcpProxy(TestServers.Postgres, 5432);
        var database = Track(new PostgresDatabase(proxy));
        var first = await StartAsync(Here, await database.OpenMigratedAsync(Counter.Step));
        var sender = Track(NewBus());
        var counter = Guid.CreateVersion7();

        proxy.Cut();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sender.SendAsync(Here, Counter.Envelope(new Add(counter, 1)), CancellationToken.None)));
        await Eventually.TrueAsync("the messages are in hand", async () => await RabbitQueues.SeeAsync(Here) is { Messages: 0 });
        await first.StopAsync();
        await Eventually.TrueAsync("the messages are back", async () => await RabbitQueues.SeeAsync(Here) is { Messages: 20, Consumers: 0 });
        Assert.Equal(0u, (await RabbitQueues.SeeAsync($"{Here}_error"))!.Value.Messages);

        proxy.Restore();
        var second = await StartAsync(Here, database.Open());
        await Eventually.EqualAsync("all have taken effect", 20, () => second.SumAsync(counter));
    }
}
