using OneVisit.All;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Hosting;
using OneVisit.KilledHost;

// killed-host <service to be killed at> <services, comma separated> <host arguments>: runs the services, and kills its own process with
// SIGKILL in the moment between a commit and the publication of what was committed for that service.
var wanted = args[1].Split(',');
await using var platform = await Platform.StartAsync(
    args[2..],
    [.. Everything.Services.Where(s => wanted.Contains(s.Name))],
    new PlatformOverrides { Bus = bus => new DyingBus(bus, args[0]) });
await Console.Out.WriteLineAsync(platform.Greeting);
await platform.WaitForShutdownAsync();

namespace OneVisit.KilledHost
{
    /// <summary>Ends the process, without warning, when something is to be sent to one service: it is committed by then, and not published.</summary>
    internal sealed class DyingBus(IBus bus, string killedAt) : IBus
    {
        public string Kind => bus.Kind;

        public string? Trouble => bus.Trouble;

        public Task SendAsync(string destination, Envelope envelope, CancellationToken cancel)
        {
            if (destination == killedAt)
                System.Diagnostics.Process.GetCurrentProcess().Kill();
            return bus.SendAsync(destination, envelope, cancel);
        }

        public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel) =>
            bus.ReceiveAsync(service, receive, cancel);

        public ValueTask DisposeAsync() => bus.DisposeAsync();
    }
}
