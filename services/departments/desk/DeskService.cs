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
        var handlers = catalogue.Items.Select(i => HandlerOf(catalogue, i.Id)).OfType<IItemHandler>().ToDictionary(h => h.Item, StringComparer.Ordinal);
        service.TasksOfMany(
            Name,
            handlers.GetValueOrDefault,
            Migration.In(typeof(DeskService).Assembly, Name),
            department => catalogue.Departments.Any(d => d.Desk && d.Id == department));
    }

    /// <summary>How an item is handled; null when it is not the desk's.</summary>
    internal static IItemHandler? HandlerOf(CityCatalogue catalogue, string item) =>
        catalogue.FindItem(item) is { Department.Desk: true } known ? new DeskItem(known, Book, _ => null) : null;
}
