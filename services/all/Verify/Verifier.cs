using System.Diagnostics;
using OneVisit.Kit.Store;

namespace OneVisit.All.Verify;

/// <summary>What to verify, and how patiently.</summary>
/// <param name="Store">The PostgreSQL database; null for SQLite files in <paramref name="Folder"/>.</param>
/// <param name="Settle">How long a case must rest between the two looks that make a suspicion a finding.</param>
/// <param name="Stall">How long a message may be on its way before who waits for it counts as stalled.</param>
internal sealed record VerifyOptions(Uri? Store, string Folder, TimeSpan Settle, TimeSpan Stall);

/// <summary>What was looked at.</summary>
/// <param name="Unsettled">Cases that kept moving, so that nothing can be said of what their stores say together.</param>
internal sealed record VerifyReport(long Cases, long Tasks, long Entries, long Findings, int Unsettled, TimeSpan Took)
{
    public bool Sound => Findings == 0;
}

/// <summary>
/// Reads every store once, in the order of the cases, page by page, and checks each case with all that is kept for it. What compares two
/// stores is looked at again until the case has rested, so that a platform at work gives no false alarm.
/// </summary>
internal sealed class Verifier(VerifyOptions options, IReadOnlyList<Keeper> services, TimeProvider clock, Action<Finding> report)
{
    private const int PageSize = 500;
    private readonly Dictionary<Guid, (string Fingerprint, DateTimeOffset Since)> _suspects = [];
    private readonly RecordChecks _records = new();
    private readonly NumberChecks _numbers = new();
    private readonly HashSet<string> _catalogues = new(StringComparer.Ordinal);
    private readonly HashSet<string> _calendars = new(StringComparer.Ordinal);
    private long _cases, _tasks, _entries, _findings;

    /// <exception cref="ConfigurationException">A store cannot be read.</exception>
    public async Task<VerifyReport> RunAsync(CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        await using (var moment = await OpenAsync(cancel))
        {
            await StoreChecks.FilesAsync(moment, Found, cancel);
            await ReadAsync(moment, cancel);
        }
        var took = Stopwatch.GetElapsedTime(started);
        await ReconsiderAsync(cancel);
        return new VerifyReport(_cases, _tasks, _entries, _findings, _suspects.Count, took);
    }

    private Task<Moment> OpenAsync(CancellationToken cancel) => Moment.OpenAsync(options.Store, options.Folder, services, cancel);

    private async Task ReadAsync(Moment moment, CancellationToken cancel)
    {
        await foreach (var page in new Pages(moment, PageSize).ReadAsync(cancel))
        {
            foreach (var finding in page.Unreadable)
                Found(finding);
            foreach (var books in page.Cases)
                Look(books);
        }
        foreach (var finding in _records.Of())
            Found(finding);
        var before = clock.GetUtcNow() - options.Stall;
        foreach (var store in moment.Stores)
        {
            await WholeAsync(() => StoreChecks.OrphansAsync(moment, store, Found, cancel));
            await WholeAsync(() => StoreChecks.LeftBehindAsync(store, before, Found, cancel));
            await WholeAsync(() => _numbers.LookAsync(store.Service, store.Snapshot, Found, cancel));
            await WholeAsync(() => TellingChecks.LookAsync(store, Found, cancel));
            await WholeAsync(() => TextChecks.LookAsync(store, _catalogues, _calendars, Found, cancel));
        }
        await WholeAsync(() => AnswerChecks.LookAsync(moment, Found, cancel));
    }

    /// <summary>A look at a whole store; what it cannot read is a finding, and hides nothing of the others.</summary>
    private async Task WholeAsync(Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (UnreadableRowException e)
        {
            Found(new Finding(Invariant.State, e.Service, null, null, e.Message));
        }
    }

    private void Look(CaseBooks books)
    {
        _cases += books.File is null ? 0 : 1;
        _tasks += books.Tasks.Count;
        _entries += books.Entries;
        if (books.File?.State?.Catalogue is { } catalogue)
            _catalogues.Add(catalogue);
        if (books.File?.State?.Calendar is { } calendar)
            _calendars.Add(calendar);
        foreach (var task in books.Tasks)
        {
            _records.Take(task);
            _numbers.Take(task);
        }
        try
        {
            // All of them before the first is told: what breaks off has told nothing.
            foreach (var finding in CaseChecks.Of(books).Concat(books.Tasks.SelectMany(TaskChecks.Of)).ToList())
                Found(finding);
            if (AgreementChecks.Of(books, clock.GetUtcNow()).Any())
                _suspects[books.Id] = (books.Fingerprint, clock.GetUtcNow());
        }
        catch (Exception e) when (e is NullReferenceException or ArgumentException or InvalidOperationException)
        {
            Found(new Finding(Invariant.State, books.File?.Service ?? books.Tasks[0].Service, books.Id, null, $"what is kept for it says nothing where something must be, and cannot be checked: {e.Message}"));
        }
    }

    /// <summary>Looks at the suspects again until each is cleared, or has rested and is still broken, or the patience ends.</summary>
    private async Task ReconsiderAsync(CancellationToken cancel)
    {
        var until = clock.GetUtcNow() + options.Stall + options.Settle + options.Settle;
        while (_suspects.Count > 0 && clock.GetUtcNow() < until)
        {
            await Task.Delay(options.Settle, clock, cancel);
            await using var moment = await OpenAsync(cancel);
            var underWay = await moment.UnderWayAsync(cancel);
            foreach (var ids in _suspects.Keys.Chunk(200).ToList())
            {
                var read = (await moment.CasesAsync(ids, cancel)).ToDictionary(b => b.Id);
                foreach (var id in ids)
                    Reconsider(id, read.GetValueOrDefault(id), underWay.Contains(id));
            }
        }
    }

    private void Reconsider(Guid id, CaseBooks? books, bool underWay)
    {
        var now = clock.GetUtcNow();
        var findings = books is null ? [] : AgreementChecks.Of(books, now).ToList();
        if (findings.Count == 0)
        {
            _suspects.Remove(id);
            return;
        }
        var (before, since) = _suspects[id];
        var same = before == books!.Fingerprint;
        _suspects[id] = (books.Fingerprint, same ? since : now);
        // Whoever has not moved for so long rests, whatever its journal says of its last day, and whatever seems to be on its way to it.
        var stands = same && now - since >= options.Stall;
        if (!stands && (!same || underWay || findings.Exists(f => f.Certainty == Certainty.Behind && now - books.LastTouched < options.Stall)))
            return;
        _suspects.Remove(id);
        findings.ForEach(Found);
    }

    private void Found(Finding finding)
    {
        _findings++;
        report(finding);
    }
}
