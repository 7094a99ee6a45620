using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.All.Demo;

/// <summary>
/// <c>demo [--url http://localhost:8080] [--wait 60]</c>: opens a company through the front door of a running platform, or of one started here for
/// the while, and shows who holds what as it happens. Returns 0 when every department has answered and the licences are issued, otherwise 1.
/// </summary>
internal static class DemoCommand
{
    private static readonly Uri Usual = new("http://localhost:8080");

    public static async Task<int> RunAsync(string[] args, IReadOnlyList<IService> services)
    {
        var screen = Screen.OfConsole();
        try
        {
            var options = new ConfigurationBuilder().AddCommandLine(args).Build();
            var wait = TimeSpan.FromSeconds(int.Parse(options["wait"] ?? "60", NumberStyles.None, CultureInfo.InvariantCulture));
            var named = options["url"] is { } url ? new Uri(url) : null;
            if (await FrontDoor.FindAsync(named ?? Usual) is { } found)
            {
                using (found)
                    return await ShowAsync(screen, found, wait);
            }
            if (named is not null)
                throw new DemoException($"No OneVisit platform answers at {named}.");
            // The demo's own lines are what there is to see.
            await using var platform = await Platform.StartAsync([.. args, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Error"], services);
            using var own = new FrontDoor(platform.Address);
            return await ShowAsync(screen, own, wait);
        }
        catch (Exception e) when (e is DemoException or ConfigurationException or HttpRequestException or Polly.Timeout.TimeoutRejectedException or FormatException or OperationCanceledException)
        {
            screen.Trouble(e is FormatException ? $"Expected: demo [--url http://localhost:8080] [--wait seconds] ({e.Message})" : e.Message);
            return 1;
        }
    }

    private static async Task<int> ShowAsync(Screen screen, FrontDoor door, TimeSpan wait)
    {
        var application = SampleApplication.New();
        screen.Title(door.Address, application.TradeName);
        using var deadline = new CancellationTokenSource(wait);
        await door.SignInAsync("zhang-san", "张三", deadline.Token);

        var start = Stopwatch.GetTimestamp();
        var id = await door.SubmitAsync(application.Body, deadline.Token);
        try
        {
            await foreach (var entry in door.FollowAsync(id, deadline.Token))
                screen.Entry(entry);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            screen.Trouble(string.Create(CultureInfo.InvariantCulture, $"Not finished after {wait.TotalSeconds} s."));
        }
        var took = Stopwatch.GetElapsedTime(start);
        using var afterwards = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var outcome = await door.CaseAsync(id, afterwards.Token);
        var completed = outcome.Text("lifecycle") == "completed";
        screen.Decisions(outcome);
        screen.Licences(outcome);
        if (completed)
            screen.Completed(outcome, took);
        else
            screen.InTheWay(outcome);
        return completed ? 0 : 1;
    }
}

/// <summary>What keeps the demo from going on, in words for whoever runs it.</summary>
internal sealed class DemoException(string message) : Exception(message);
