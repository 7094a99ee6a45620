using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneVisit.Catalogue;
using OneVisit.Kit;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Api;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator;

/// <summary>Coordinates the departments: one case, reviewed by all at once, answered as one.</summary>
public sealed class OrchestratorService : IService
{
    public string Name => ServiceNames.Orchestrator;

    public int DefaultPort => 8081;

    public void Describe(ServiceDescription service)
    {
        var folder = CatalogueFolder.Of(service);
        var catalogues = new Catalogues(folder.Live, folder.Kept);
        var time = CityTime.Of(service.Configuration);
        var clocks = new CityClocks(catalogues, time);
        Running<CaseState>? started = null;
        folder.Before((next, cancel) => clocks.KeepAsync(next, started!.Store, started.Clock.GetUtcNow(), cancel));
        service.Services.AddHostedService(provider => new Recounting(
            clocks, () => new(started!.Store, started.Worker), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Recounting>>()));
        var unit = new Unit<CaseState>(Name, new CaseRules(clocks.Of), CaseTable.Create(), MessageTypes.Contracts);
        service.Unit(unit, Migration.In(typeof(OrchestratorService).Assembly, Name), (routes, running) =>
        {
            started = running;
            folder.Kept.KeepIn(running.Store, running.Clock);
            new CaseEndpoints(catalogues, time, running, clocks.Of).Map(routes);
            new JournalEndpoints(running, Settings.MaxEventStreams(service.Configuration)).Map(routes);
            new LicenceEndpoints(time, running).Map(routes);
            new CatalogueEndpoints(catalogues, time, running.Clock).Map(routes);
            new ClockEndpoints(catalogues).Map(routes);
            new NoticeEndpoints(running.Store).Map(routes);
        });
    }
}
