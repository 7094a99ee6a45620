using OneVisit.Catalogue;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.Desk;

/// <summary>Every department that has no code of its own: <c>desk: true</c> in the catalogue. One queue, one store, an inbox for each.</summary>
public sealed class DeskService : IService
{
    private static readonly RuleBook<DeskRules> Book = RuleBook<DeskRules>.Load("desk", "desk");

    public string Name => ServiceNames.Desk;

    public int DefaultPort => 8086;

    public void Describe(ServiceDescription service)
    {
        var catalogue = CatalogueFolder.Load(service.Configuration["Catalogue:Folder"]);
        service.TasksOfMany(
            Name,
            HandlersOf(catalogue),
            Migration.In(typeof(DeskService).Assembly, Name),
            department => catalogue.Departments.Any(d => d.Desk && d.Id == department));
    }

    /// <summary>How the desk's items are handled, each as it stood when it was applied for.</summary>
    internal static HandlerOf HandlersOf(CityCatalogue catalogue)
    {
        var handlers = catalogue.Items.Where(i => i.Department.Desk).ToDictionary<ServiceItem, ServiceItem, IItemHandler>(
            i => i, i => new DeskItem(i, Book, type => catalogue.FindLicence(type)?.Validity?.Years), ReferenceEqualityComparer.Instance);
        return (item, submitted) => (catalogue.FindItem(item, submitted) ?? catalogue.FindItem(item)) is { } known ? handlers.GetValueOrDefault(known) : null;
    }
}
