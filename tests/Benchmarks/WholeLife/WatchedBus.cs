using OneVisit.Benchmarks.Measuring;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Bus;

namespace OneVisit.Benchmarks.WholeLife;

/// <summary>
/// Sees every case's end without asking for it: a bus is told that an envelope was dealt with when its effect is committed, and a case is completed
/// by the transaction that takes in the last of its licences. So the instant is that of the commit, to the microsecond, and costs the
/// platform under measurement next to nothing, where polling would cost it a query a case.
/// </summary>
internal sealed class WatchedBus(IBus bus, Completions completions) : IBus
{
    /// <summary>The items of the contracts' example: registration, tax, seals, sign.</summary>
    private const int Licences = 4;

    private readonly Dictionary<Guid, HashSet<Guid>> _issued = [];

    public string Kind => bus.Kind;

    public string? Trouble => bus.Trouble;

    public Task SendAsync(string destination, Envelope envelope, CancellationToken cancel) => bus.SendAsync(destination, envelope, cancel);

    public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel) =>
        bus.ReceiveAsync(service, service == ServiceNames.Orchestrator ? envelope => WatchAsync(receive, envelope) : receive, cancel);

    public ValueTask DisposeAsync() => bus.DisposeAsync();

    private async Task WatchAsync(Func<Envelope, Task> receive, Envelope envelope)
    {
        await receive(envelope);
        foreach (var message in envelope.Messages)
        {
            if (message.Message is LicencesIssued issued && IsLast(issued))
                completions.Completed(issued.CaseId);
        }
    }

    /// <summary>A repeated delivery is not counted twice.</summary>
    private bool IsLast(LicencesIssued issued)
    {
        lock (_issued)
        {
            if (!_issued.TryGetValue(issued.CaseId, out var tasks))
                _issued[issued.CaseId] = tasks = [];
            return tasks.Add(issued.TaskId) && tasks.Count == Licences && _issued.Remove(issued.CaseId);
        }
    }
}
