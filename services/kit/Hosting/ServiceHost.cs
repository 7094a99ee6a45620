using OneVisit.Kit.Store;

namespace OneVisit.Kit.Hosting;

/// <summary>Runs services.</summary>
public static class ServiceHost
{
    /// <summary>Runs one service in this process.</summary>
    public static Task<int> RunAsync<TService>(string[] args)
        where TService : IService, new() => RunAsync(args, new TService());

    /// <summary>Runs services together in this process. Returns 0 after a stop that was asked for, 2 when a setting kept it from starting.</summary>
    public static async Task<int> RunAsync(string[] args, params IService[] services)
    {
        if (args is ["health", ..])
            return await HealthCommand.RunAsync(args[1..], services);
        try
        {
            await using var platform = await Platform.StartAsync(args, services);
            await Console.Out.WriteLineAsync(platform.Greeting);
            // What only the start needed, some twenty megabytes, goes back to the machine.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            await platform.WaitForShutdownAsync();
            return 0;
        }
        catch (OperationCanceledException)
        {
            // Asked to stop before the start was through: nothing has been accepted yet.
            return 0;
        }
        catch (ConfigurationException e)
        {
            await Console.Error.WriteLineAsync($"OneVisit cannot start. {e.Message}");
            return 2;
        }
    }
}
