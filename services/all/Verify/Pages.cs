using System.Runtime.CompilerServices;
using OneVisit.Kit;
using OneVisit.Kit.Store;

namespace OneVisit.All.Verify;

/// <summary>All cases in the order of their ids, page by page: the next is read while the last is looked at.</summary>
internal sealed class Pages(Moment moment, int size)
{
    public async IAsyncEnumerable<Page> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var reading = NextAsync(Guid.Empty, cancel);
        try
        {
            Page page;
            do
            {
                page = await reading;
                if (page.Last is { } last)
                    reading = Task.Run(() => NextAsync(last, cancel), cancel);
                yield return page;
            }
            while (page.Last is not null);
        }
        finally
        {
            // Nobody may close the stores under it.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Page> NextAsync(Guid after, CancellationToken cancel)
    {
        var last = await moment.PageEndAsync(after, size, cancel);
        try
        {
            return new Page(await moment.PageAsync(after, last ?? Guid.AllBitsSet, cancel), [], last);
        }
        catch (UnreadableRowException)
        {
            return await OneByOneAsync(after, last, cancel);
        }
    }

    /// <summary>Case by case, so that a row that cannot be read hides no other.</summary>
    private async Task<Page> OneByOneAsync(Guid after, Guid? last, CancellationToken cancel)
    {
        var (cases, unreadable) = (new List<CaseBooks>(), new List<Finding>());
        foreach (var id in await moment.IdsAsync(after, last ?? Guid.AllBitsSet, cancel))
        {
            if (!Guid.TryParseExact(id, "D", out var known))
            {
                unreadable.Add(new Finding(Invariant.State, ServiceNames.Orchestrator, null, null, $"'{id}' is no case's id"));
                continue;
            }
            try
            {
                cases.AddRange(await moment.CasesAsync([known], cancel));
            }
            catch (UnreadableRowException e)
            {
                unreadable.Add(new Finding(Invariant.State, e.Service, known, null, $"what is kept for it cannot be read: {e.Message}"));
            }
        }
        return new Page(cases, unreadable, last);
    }
}

/// <param name="Last">Null when it is the last page.</param>
internal sealed record Page(IReadOnlyList<CaseBooks> Cases, IReadOnlyList<Finding> Unreadable, Guid? Last);
