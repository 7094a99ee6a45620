using OneVisit.Catalogue;

namespace OneVisit.Orchestrator.Api;

/// <summary>
/// The catalogues that earlier cases were compiled with, by digest: each is read once however many ask at the same moment, and the one that
/// nobody has asked for the longest makes room for a new one.
/// </summary>
/// <param name="most">How many are kept in memory.</param>
/// <param name="read">Reads the catalogue of a digest.</param>
internal sealed class EarlierCatalogues(int most, Func<string, Task<CityCatalogue>> read)
{
    private readonly Lock _gate = new();
    // The one asked for last stands last.
    private readonly List<(string Digest, Task<CityCatalogue> Reading)> _known = [];

    /// <param name="cancel">Of the one who asks: the reading goes on for others.</param>
    public Task<CityCatalogue> OfAsync(string digest, CancellationToken cancel)
    {
        lock (_gate)
        {
            var at = _known.FindIndex(k => k.Digest == digest);
            // A reading that failed is not remembered: the store may be there again.
            var reading = at >= 0 && _known[at].Reading is { IsFaulted: false, IsCanceled: false } known ? known : Task.Run(() => read(digest), CancellationToken.None);
            if (at >= 0)
                _known.RemoveAt(at);
            else if (_known.Count >= most)
                _known.RemoveAt(0);
            _known.Add((digest, reading));
            return reading.WaitAsync(cancel);
        }
    }
}
