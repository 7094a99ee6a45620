namespace OneVisit.Catalogue;

/// <summary>
/// The catalogues that earlier cases were compiled with, by digest: each is read once however many ask at the same moment, and the one that
/// nobody has asked for the longest makes room for a new one. One that somebody still holds is found all the same.
/// </summary>
/// <param name="most">How many are kept in memory.</param>
/// <param name="read">Reads the catalogue of a digest.</param>
internal sealed class EarlierCatalogues(int most, Func<string, Task<CityCatalogue>> read)
{
    private readonly Lock _gate = new();
    // The one asked for last stands last.
    private readonly List<(string Digest, Task<CityCatalogue> Reading)> _known = [];
    private readonly Dictionary<string, WeakReference<CityCatalogue>> _held = new(StringComparer.Ordinal);

    /// <param name="cancel">Of the one who asks: the reading goes on for others.</param>
    public Task<CityCatalogue> OfAsync(string digest, CancellationToken cancel)
    {
        lock (_gate)
        {
            // A reading that failed is not remembered: the store may be there again.
            var reading = Known(digest) is { IsFaulted: false, IsCanceled: false } known ? known
                : Held(digest) is { } held ? Task.FromResult(held)
                : Task.Run(() => read(digest), CancellationToken.None);
            Keep(digest, reading);
            return reading.WaitAsync(cancel);
        }
    }

    /// <summary>The catalogue of a digest, if nobody has to wait for it.</summary>
    public CityCatalogue? AtHand(string digest)
    {
        lock (_gate)
        {
            var reading = Known(digest) ?? (Held(digest) is { } held ? Task.FromResult(held) : null);
            if (reading is not { IsCompletedSuccessfully: true })
                return null;
            Keep(digest, reading);
            return reading.Result;
        }
    }

    /// <summary>A catalogue that was in force until now.</summary>
    public void Remember(CityCatalogue catalogue)
    {
        lock (_gate)
            Keep(catalogue.Text.Digest, Task.FromResult(catalogue));
    }

    private Task<CityCatalogue>? Known(string digest) => _known.FindIndex(k => k.Digest == digest) is >= 0 and var at ? _known[at].Reading : null;

    private CityCatalogue? Held(string digest) => _held.TryGetValue(digest, out var held) && held.TryGetTarget(out var catalogue) ? catalogue : null;

    private void Keep(string digest, Task<CityCatalogue> reading)
    {
        var at = _known.FindIndex(k => k.Digest == digest);
        if (at < 0 && _known.Count >= most)
            at = 0;
        if (at >= 0)
        {
            if (_known[at] is { Digest: var gone, Reading: { IsCompletedSuccessfully: true } read } && gone != digest)
                _held[gone] = new(read.Result);
            _known.RemoveAt(at);
        }
        _known.Add((digest, reading));
    }
}
