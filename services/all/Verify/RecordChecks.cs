using OneVisit.Contracts;
using OneVisit.Kit.Departments;

namespace OneVisit.All.Verify;

/// <summary>
/// Whether a department keeps a record in its register of what it issues is its handlers' matter, and the same for every task of an item: one that has none,
/// unlike the others, has lost it, and its number or name is free again.
/// </summary>
internal sealed class RecordChecks
{
    /// <summary>Of one item, also where none is kept at all.</summary>
    private const int MostNamed = 1000;

    private readonly Dictionary<(string Service, string Item), (long Kept, List<Finding> Lost)> _items = [];

    public void Take(Book<TaskState> book)
    {
        if (book.State is not { Lifecycle: ItemLifecycle.Issued or ItemLifecycle.Revoked, Licences.Count: > 0 } task)
            return;
        var (kept, lost) = _items.GetValueOrDefault((book.Service, task.Item), (0, []));
        var keeps = book.Register.Any(r => r.Lasting);
        if (!keeps && lost.Count < MostNamed)
            lost.Add(new Finding(Invariant.Register, book.Service, book.CaseId, book.Id, $"it is {KebabCase.Of(task.Lifecycle)}, and unlike the others of {task.Item} it has no record in the register"));
        _items[(book.Service, task.Item)] = (keeps ? kept + 1 : kept, lost);
    }

    public IEnumerable<Finding> Of() => _items.Values.Where(i => i.Kept > 0).SelectMany(i => i.Lost);
}
