namespace OneVisit.SystemTests.Conformance;

/// <summary>
/// Runs of the kit on all that may be wrong. They wait more than they work, so a few are under way at a time; what nothing is wrong with comes first and alone,
/// since there everything has to be in time. Each test looks at the run that is its own.
/// </summary>
/// <typeparam name="T">What may be wrong; its first value: nothing.</typeparam>
internal sealed class KitRuns<T> : IDisposable where T : struct, Enum
{
    private const int AtOnce = 4;

    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly Func<T, Task<KitRun>> _run;
    private readonly Lazy<Dictionary<T, Task<KitRun>>> _all;

    public KitRuns(Func<T, Task<KitRun>> run) => (_run, _all) = (run, new(Begin));

    public Task<KitRun> this[T wrong] => _all.Value[wrong];

    public Task EndedAsync() => _all.IsValueCreated ? Task.WhenAll(_all.Value.Values) : Task.CompletedTask;

    public void Dispose() => _turns.Dispose();

    private Dictionary<T, Task<KitRun>> Begin()
    {
        var right = _run(default);
        return Enum.GetValues<T>().ToDictionary(w => w, w => w.Equals(default(T)) ? right : RunAsync(w, right));
    }

    private async Task<KitRun> RunAsync(T wrong, Task after)
    {
        await after;
        await _turns.WaitAsync();
        try
        {
            return await _run(wrong);
        }
        finally
        {
            _turns.Release();
        }
    }
}
