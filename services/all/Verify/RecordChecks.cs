using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.All.Verify;

/// <summary>
/// Whether a department keeps a record in its register of what it issues, and what it says there, is its handlers' matter, and the same for every task of an item: one that
/// is unlike the others has lost it, and its number or name is free again. What a department's own system issues is recorded there: the same item may have been issued by rule before.
/// </summary>
internal sealed class RecordChecks
{
    /// <summary>Of one kind, also where none is kept at all.</summary>
    private const int MostNamed = 1000;

    private readonly Dictionary<(string Service, string Item, bool BySystem, string Kind), (long Kept, List<Finding> Lost)> _kinds = [];

    public void Take(Book<TaskState> book)
    {
        if (book.State is not { Lifecycle: ItemLifecycle.Issued or ItemLifecycle.Revoked, Licences.Count: > 0 } task)
            return;
        Take(book, task, "", book.Register.Any(r => r.Lasting), $"it is {KebabCase.Of(task.Lifecycle)}, and unlike the others of {task.Item} it has no record in the register");
        foreach (var licence in task.Licences)
            Take(book, task, $"licence {licence.Type}", book.Register.Any(r => r.Lasting && r.Key == new RegisterKey(licence.Type, licence.Number)), $"unlike the others of {task.Item} its {licence.Type} {licence.Number} has no record in the register");
        foreach (var record in book.Register.Where(r => r.Lasting))
            Take(book, task, $"record {record.Key.Kind}", RegisterChecks.SaysWhatItIsOf(record, task.Licences), $"unlike the others of {task.Item} its record '{record.Key.Kind}' {record.Key.Key} says nothing of its licence");
    }

    public IEnumerable<Finding> Of() => _kinds.Values.Where(k => k.Kept > 0).SelectMany(k => k.Lost).DistinctBy(f => (f.Task, f.What));

    private void Take(Book<TaskState> book, TaskState task, string kind, bool isKept, string lost)
    {
        var like = (book.Service, task.Item, task.Terms?.IssuedBySystem is not null, kind);
        var (kept, all) = _kinds.GetValueOrDefault(like, (0, []));
        if (!isKept && all.Count < MostNamed)
            all.Add(new Finding(Invariant.Register, book.Service, book.CaseId, book.Id, lost));
        _kinds[like] = (isKept ? kept + 1 : kept, all);
    }
}
