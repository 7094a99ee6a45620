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
        var catalogue = CityCatalogue.Load();
        var book = RuleBook<DeskRules>.Load("desk", "desk");
        var handlers = catalogue.Items.Where(i => i.Department.Desk).ToDictionary(i => i.Id, i => new DeskItem(i, book, _ => null), StringComparer.Ordinal);
        service.TasksOfMany(
            Name,
            handlers.GetValueOrDefault,
            Migration.In(typeof(DeskService).Assembly, Name),
            department => catalogue.Departments.Any(d => d.Desk && d.Id == department));
    }
}
