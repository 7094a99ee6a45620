using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneVisit.Contracts;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>
/// Counts every open case anew when the calendar in force is another than before, also when that happened while no process ran. It may run in
/// several processes, and begin again after a crash: a case that has been counted by the edition in force is left alone.
/// </summary>
internal sealed partial class Recounting(CityClocks clocks, Func<Recounting.Running> running, TimeProvider clock, ILogger<Recounting> log) : BackgroundService
{
    private const int Page = 500;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly string[] Open = [KebabCase.Of(CaseLifecycle.Submitted), KebabCase.Of(CaseLifecycle.Reviewing), KebabCase.Of(CaseLifecycle.Issuing)];

    private IReadOnlyList<string> _done = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        try
        {
            do
            {
                if (clocks.Editions is var editions && !editions.SequenceEqual(_done))
                    await TryAsync(editions, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops; the next start goes on.
        }
    }

    private async Task TryAsync(IReadOnlyList<string> editions, CancellationToken cancel)
    {
        try
        {
            var (store, worker) = running();
            await using var connection = await store.OpenAsync(cancel);
            var counted = await connection.QueryAsync<string>("select edition from calendar_text where recounted_at is not null");
            // What another process has counted is believed at the start only: one that still had the edition before may have been at work since.
            if (_done.Count > 0 || !counted.ToHashSet(StringComparer.Ordinal).SetEquals(editions))
            {
                await clocks.LearnAsync(store, cancel);
                var cases = await RecountAsync(store, worker, cancel);
                // Only those in force may be marked: an edition that comes back later is counted anew.
                await connection.ExecuteAsync("update calendar_text set recounted_at = null where recounted_at is not null");
                foreach (var edition in editions)
                    await connection.ExecuteAsync("update calendar_text set recounted_at = @now where edition = @edition", new { edition, now = clock.GetUtcNow() });
                Recounted(log, cases, string.Join(", ", editions));
            }
            _done = editions;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            PutOff(log, e.Message);
        }
    }

    private static async Task<int> RecountAsync(Store store, Worker<CaseState> worker, CancellationToken cancel)
    {
        var cases = 0;
        // A case that has ended may still wait for its check after the issue.
        foreach (var condition in Open.Select(l => $"lifecycle = '{l}'").Append("lifecycle = 'completed' and wakes_at is not null"))
        {
            for (var after = Guid.Empty;;)
            {
                await using var connection = await store.OpenAsync(cancel);
                var ids = (await connection.QueryAsync<Guid>(
                    $"select id from case_file where {condition} and id > @after order by id limit @Page", new { after, Page })).AsList();
                if (ids.Count == 0)
                    break;
                await Task.WhenAll(ids.Select(id => worker.AskAsync(new Command<CaseState>(new RecountCase(id), (_, _, _) => new Answer(204, "")))));
                (after, cases) = (ids[^1], cases + ids.Count);
            }
        }
        return cases;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Cases} open cases were counted anew by the calendars in force: {Editions}")]
    private static partial void Recounted(ILogger log, int cases, string editions);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Counting the open cases anew is put off: {Reason}")]
    private static partial void PutOff(ILogger log, string reason);

    /// <summary>What it works with, once that runs.</summary>
    internal sealed record Running(Store Store, Worker<CaseState> Worker);
}
