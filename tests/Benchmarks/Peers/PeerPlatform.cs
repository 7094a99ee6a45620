using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.Yardstick;
using OneVisit.Support;

namespace OneVisit.Benchmarks.Peers;

/// <summary>
/// The yardstick's work as it is usually written: a MassTransit state machine and four consumers over RabbitMQ, one message on the wire for each
/// message of the domain. The saga is kept in memory and nothing is written to a database, so this is the bound of that transport for any
/// durable form of it. Tuned in its favour: prefetch as large
/// as our batches and no limit on what is handled at once; straight to the queue's exchange, without the exchanges that publishing by type would pass
/// through; all sends of a step at once; as much in flight as the yardstick has, which it takes best. Quorum queues with publisher confirms, as ours,
/// because fewer guarantees would compare different things; without them, or with a smaller prefetch, it moved by less than two runs differ.
/// This version of it cannot publish in batches.
/// </summary>
internal sealed class PeerPlatform : IDone, IAsyncDisposable
{
    public const string Join = "peer-approval";
    private const ushort Prefetch = 512;

    private readonly Completions _completions = new();
    private readonly ServiceProvider _provider;
    private readonly IBusControl _bus;
    private readonly JsonElement _form;
    private ISendEndpoint? _join;

    private PeerPlatform()
    {
        using var example = Example.Read();
        _form = example.RootElement.GetProperty("form").Clone();
        _provider = new ServiceCollection()
            .AddSingleton<IDone>(this)
            .AddSingleton<ILoggerFactory>(Complaints.Logger)
            .AddMassTransit(Configure)
            .BuildServiceProvider();
        _bus = _provider.GetRequiredService<IBusControl>();
    }

    /// <summary>What was set, for the result.</summary>
    public static object Settings => new
    {
        masstransit = typeof(IBusControl).Assembly.GetName().Version!.ToString(3),
        saga = "in memory",
        queues = "quorum",
        publisherConfirms = true,
        prefetch = Prefetch,
        concurrentMessageLimit = "none",
        usageTelemetry = false,
    };

    /// <summary>The exchange alone: the queue behind it is declared, as a quorum queue, by the endpoint that receives from it.</summary>
    public static Uri AddressOf(string service) => new($"exchange:{QueueOf(service)}");

    /// <summary>Starts, and returns when every endpoint receives: what is sent before a queue is bound is lost.</summary>
    public static async Task<PeerPlatform> StartAsync()
    {
        await DeleteQueuesAsync();
        var platform = new PeerPlatform();
        var handle = await platform._bus.StartAsync();
        await handle.Ready;
        platform._join = await platform._bus.GetSendEndpoint(AddressOf(Join));
        return platform;
    }

    /// <summary>Submits one and waits for its end.</summary>
    /// <returns>The instant of its end, as of <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</returns>
    public async Task<long> RunOneAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await _join!.Send(new SubmitApproval(id, [.. YardstickPlatform.Departments.Select(_ => Guid.CreateVersion7(now))], _form));
        return await _completions.OfAsync(id);
    }

    public void Completed(Guid id) => _completions.Completed(id);

    public async ValueTask DisposeAsync()
    {
        await _bus.StopAsync();
        await _provider.DisposeAsync();
        await DeleteQueuesAsync();
    }

    private static void Configure(IBusRegistrationConfigurator x)
    {
        x.DisableUsageTelemetry();
        x.AddSagaStateMachine<ApprovalStateMachine, Approval>().InMemoryRepository();
        x.AddConsumer<ReviewConsumer>();
        x.UsingRabbitMq((context, rabbit) =>
        {
            var server = TestServers.RabbitMq;
            var user = server.UserInfo.Split(':');
            rabbit.Host(server.Host, (ushort)server.Port, server.AbsolutePath is { Length: > 1 } path ? Uri.UnescapeDataString(path[1..]) : "/", host =>
            {
                host.Username(Uri.UnescapeDataString(user[0]));
                host.Password(Uri.UnescapeDataString(user[1]));
                host.PublisherConfirmation = true;
            });
            rabbit.PrefetchCount = Prefetch;
            Receive(rabbit, Join, endpoint => endpoint.ConfigureSaga<Approval>(context));
            foreach (var department in YardstickPlatform.Departments)
                Receive(rabbit, department, endpoint => endpoint.ConfigureConsumer<ReviewConsumer>(context));
        });
    }

    private static void Receive(IRabbitMqBusFactoryConfigurator rabbit, string service, Action<IRabbitMqReceiveEndpointConfigurator> configure) =>
        rabbit.ReceiveEndpoint(QueueOf(service), endpoint =>
        {
            endpoint.SetQuorumQueue();
            endpoint.ConfigureConsumeTopology = false;
            configure(endpoint);
        });

    private static string QueueOf(string service) => service == Join ? Join : $"peer-{service}";

    private static Task DeleteQueuesAsync() => Servers.DeleteQueuesAsync([Join, .. YardstickPlatform.Departments.Select(QueueOf)]);
}
