using OneVisit.Kit.Departments;
using OneVisit.Kit.Store;

namespace OneVisit.All.Verify;

/// <summary>No sequence goes on with a number that was drawn: with each issue a journal tells the last that it drew of each.</summary>
internal sealed class NumberChecks
{
    private readonly Dictionary<(string Service, string Sequence), long> _last = [];

    public void Take(Book<TaskState> book)
    {
        foreach (var (sequence, number) in book.Tale.Numbers)
            _last[(book.Service, sequence)] = Math.Max(number, _last.GetValueOrDefault((book.Service, sequence)));
    }

    public async Task LookAsync(string service, Snapshot snapshot, Action<Finding> found, CancellationToken cancel)
    {
        var sequences = await snapshot.QueryAsync<(string Name, long Next)>("select name, next from number_sequence", null, cancel);
        foreach (var finding in Of(service, sequences.ToDictionary(s => s.Name, s => s.Next, StringComparer.Ordinal)))
            found(finding);
    }

    /// <param name="sequences">With the number that each goes on with.</param>
    public IEnumerable<Finding> Of(string service, IReadOnlyDictionary<string, long> sequences)
    {
        foreach (var ((_, sequence), last) in _last.Where(l => l.Key.Service == service))
        {
            if (!sequences.TryGetValue(sequence, out var next))
                yield return new Finding(Invariant.Sequence, service, null, null, $"the sequence '{sequence}' is gone and would begin anew, and {last} was drawn of it");
            else if (next <= last)
                yield return new Finding(Invariant.Sequence, service, null, null, $"the sequence '{sequence}' would go on with {next}, and {last} was drawn of it");
        }
    }
}
