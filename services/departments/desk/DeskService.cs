using OneVisit.Catalogue;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.Desk;

/// <summary>Every department that has no code of its own: <c>desk: true</c> in the catalogue. One queue, one store, an inbox for each.</summary>
public sealed class DeskService : IService
{
    public string Name => ServiceNames.Desk;

    public int DefaultPort => 8086;

    public void Describe(ServiceDescription service)
    {
        var folder = CatalogueFolder.Of(service);
        var (cities, kept) = (folder.Live, folder.Kept);
        service.TasksOfMany(
            Name,
            new DeskItems(kept.Of).Find,
            Migration.In(typeof(DeskService).Assembly, Name),
            // One that is no longer a desk may still have tasks here; the gateway knows the way to a service of its own.
            department => cities.Current.All.Any(c => c.Departments.Any(d => d.Id == department)),
            cities.Calendars,
            item => SystemLicences.Of(kept.Of(item), item),
            kept.Find,
            cities.DocumentsOf,
            kept);
    }
}
