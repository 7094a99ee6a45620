using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneVisit.Catalogue;

namespace OneVisit.Orchestrator.Api;

/// <summary>Keeps the catalogue's text before the first request, then looks at its folder again and again: a new version needs no restart.</summary>
internal sealed partial class CatalogueWatch(Catalogues catalogues, TimeSpan interval, TimeProvider clock, ILogger<CatalogueWatch> log) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await catalogues.KeepAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            switch (await catalogues.LookAsync(cancel))
            {
                case Look.Changed:
                    Changed(catalogues.Current.Text.Digest, catalogues.Current.Items.Count);
                    break;
                case Look.Refused refused:
                    Refused(refused.Faults.Count, string.Join('\n', refused.Faults));
                    break;
            }
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // The folder or the store is out of reach: the catalogue in force stays, and the next look may succeed.
            Unreachable(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A new catalogue is in force: {Digest}, {Items} items")]
    private partial void Changed(string digest, int items);

    [LoggerMessage(Level = LogLevel.Error, Message = "The catalogue in the folder has {Count} faults and is not used; the one before stays in force:\n{Faults}")]
    private partial void Refused(int count, string faults);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The catalogue's folder could not be looked at; the catalogue in force stays")]
    private partial void Unreachable(Exception e);
}
