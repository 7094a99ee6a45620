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
        var catalogue = CatalogueFolder.Load(service.Configuration["Catalogue:Folder"]);
        var calendars = CityCalendars.Load();
        var time = CityTime.Of(service.Configuration);
        var unit = new Unit<CaseState>(Name, new CaseRules(), CaseTable.Create(), MessageTypes.Contracts);
        service.Unit(unit, Migration.In(typeof(OrchestratorService).Assembly, Name), (routes, running) =>
        {
            new CaseEndpoints(catalogue, time, running).Map(routes);
            new JournalEndpoints(running, Settings.MaxEventStreams(service.Configuration)).Map(routes);
            new LicenceEndpoints(catalogue, time, running).Map(routes);
            new CatalogueEndpoints(catalogue, time, running.Clock).Map(routes);
            new ClockEndpoints(calendars).Map(routes);
        });
    }
}
