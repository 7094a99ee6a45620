using System.Collections.Concurrent;
using System.Diagnostics;

namespace OneVisit.Benchmarks.Measuring;

/// <summary>Brings together who waits for a case's end and who sees it; either may come first.</summary>
internal sealed class Completions
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<long>> _cases = new();

    public void Completed(Guid id) => Of(id).TrySetResult(Stopwatch.GetTimestamp());

    /// <returns>The instant of the end, as of <see cref="Stopwatch.GetTimestamp"/>.</returns>
    /// <exception cref="TimeoutException">It has not ended within two minutes: what is measured does not work, and a figure would be worth nothing.</exception>
    public async Task<long> OfAsync(Guid id)
    {
        try
        {
            return await Of(id).Task.WaitAsync(Patience);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"case {id} has not ended within {Patience.TotalSeconds} s", e);
        }
        finally
        {
            _cases.TryRemove(id, out _);
        }
    }

    private TaskCompletionSource<long> Of(Guid id) =>
        _cases.GetOrAdd(id, static _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
}
