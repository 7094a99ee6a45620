using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using OneVisit.Integration.UnitOfWork;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Support;

namespace OneVisit.Integration.Buses;

public sealed partial class OnRabbitMq : BusSuite
{
    protected override IBus Make() => At(TestServers.RabbitMq);

    private protected override async Task<bool> IsNotBroughtAsync(Envelope envelope)
    {
        await Bus.SendAsync(Service, envelope, CancellationToken.None);
        return await RabbitQueues.SeeAsync(Service) is { Messages: > 0 };
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await RabbitQueues.RemoveAsync([Service]);
    }

    [Fact]
    public async Task What_is_sent_to_a_service_never_started_waits_in_a_quorum_queue()
    {
        var sent = Counter.Envelope(new Add(Guid.CreateVersion7(), 1));

        await Bus.SendAsync(Service, sent, CancellationToken.None);

        Assert.Equal((1u, 0u), await RabbitQueues.SeeAsync(Service));
        Assert.Equal("quorum", await RabbitQueues.TypeAsync(Service));
        Assert.Equal("quorum", await RabbitQueues.TypeAsync($"{Service}_dead"));
        Assert.Equal(sent.Body.ToArray(), (await RabbitQueues.TakeAsync(Service))!.Value.Body);
    }

    [Fact]
    public async Task A_queue_removed_by_an_operator_is_declared_again()
    {
        await Bus.SendAsync(Service, Counter.Envelope(new Add(Guid.CreateVersion7(), 1)), CancellationToken.None);
        await RabbitQueues.RemoveAsync([Service]);

        await Eventually.TrueAsync("an envelope is taken again", async () =>
        {
            try
            {
                await Bus.SendAsync(Service, Counter.Envelope(new Add(Guid.CreateVersion7(), 1)), CancellationToken.None);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        });

        Assert.Equal(1u, (await RabbitQueues.SeeAsync(Service))!.Value.Messages);
    }

    [Fact]
    public async Task A_wrong_password_ends_the_start_with_the_settings_name()
    {
        var bus = Track(At(new UriBuilder(TestServers.RabbitMq) { UserName = "guest", Password = "not-it" }.Uri));

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => bus.ReceiveAsync(Service, _ => Task.CompletedTask, CancellationToken.None));

        Assert.StartsWith("Bus:", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-it", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_ends_the_start_with_the_settings_name()
    {
        await using var proxy = new TcpProxy(TestServers.RabbitMq, 5672);
        proxy.Cut();
        var bus = Track(At(TestServers.RabbitMq.Through(proxy)));

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => bus.ReceiveAsync(Service, _ => Task.CompletedTask, CancellationToken.None));

        Assert.StartsWith("Bus:", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Receives the service's envelopes over a bus of its own, and notes which have arrived.</summary>
    private async Task<(IBus Bus, IAsyncDisposable Deliveries)> ReceiveAsync(RabbitBus bus, ConcurrentDictionary<Guid, byte> arrived)
    {
        Track(bus);
        return (bus, await bus.ReceiveAsync(Service, envelope =>
        {
            arrived[envelope.Id] = 0;
            return Task.CompletedTask;
        }, CancellationToken.None));
    }

    private static RabbitBus At(Uri address) => new(address, Counter.Types, NullLoggerFactory.Instance);
}
