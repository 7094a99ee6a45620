using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Store;

namespace OneVisit.Catalogue;

/// <summary>
/// The catalogues in force and those before them, by digest: what was begun under one is ended by it. Each service of the process keeps the text of a
/// catalogue in its own store before anybody is served by it; what is not in memory is read from whichever of these stores has it.
/// </summary>
public sealed class KeptCatalogues : IKeptTexts
{
    // What was begun under an older one is rare, and a large catalogue takes tens of megabytes.
    private const int MostRemembered = 8;

    private readonly LiveCities _live;
    private readonly EarlierCatalogues _earlier;
    private readonly List<(Store Store, TimeProvider Clock)> _stores = [];
    // With the reason, until somebody has been told it.
    private readonly ConcurrentDictionary<string, string?> _lost = new(StringComparer.Ordinal);

    internal KeptCatalogues(LiveCities live)
    {
        _live = live;
        _earlier = new EarlierCatalogues(MostRemembered, ReadAsync);
    }

    public IReadOnlyList<Migration> Migrations => Migration.In(typeof(KeptCatalogues).Assembly, "catalogue");

    public void KeepIn(Store store, TimeProvider clock) => _stores.Add((store, clock));

    /// <summary>
    /// The catalogue by which an item is judged: the one its case names, if it is at hand (<see cref="Ahead"/>). Otherwise the one in force in the
    /// city of the matter's place, as for a case that names none.
    /// </summary>
    public CityCatalogue Of(ItemVersion item)
    {
        // Once: a new one may come into force between two looks.
        var current = _live.Current.Of(item.Region);
        return item.Catalogue is { } digest && digest != current.Text.Digest ? AtHand(digest) ?? current : current;
    }

    /// <summary>The item, in the version of the day it was applied for; null when its catalogue does not know it.</summary>
    public ServiceItem? Find(ItemVersion item) => Of(item).FindItem(item);

    /// <summary>The catalogue of a digest; of null, the one in force in the city of a place.</summary>
    /// <exception cref="InvalidOperationException">No store has the text.</exception>
    /// <exception cref="InvalidCatalogueException">It can no longer be read.</exception>
    /// <exception cref="StoreUnavailableException">A store cannot be read.</exception>
    public Task<CityCatalogue> OfAsync(string? digest, string region, CancellationToken cancel)
    {
        var current = _live.Current.Of(region);
        return digest is null || digest == current.Text.Digest ? Task.FromResult(current) : _earlier.OfAsync(digest, cancel);
    }

    public Task<object?>? Ahead(string digest) => AtHand(digest) is not null || _lost.ContainsKey(digest) ? null : BringAsync(digest);

    /// <summary>Keeps a catalogue's text in every store, before anybody is served by it.</summary>
    internal async Task KeepAsync(CityCatalogue catalogue, CancellationToken cancel)
    {
        var content = new Lazy<byte[]>(() => PackedText.Of(catalogue.Text));
        // Each is a database of its own.
        await Task.WhenAll(_stores.Select(s => KeepAsync(s.Store, s.Clock.GetUtcNow(), catalogue.Text.Digest, content, cancel)));
        _lost.TryRemove(catalogue.Text.Digest, out _);
    }

    /// <summary>A catalogue that another takes the place of: what is open was begun under it.</summary>
    internal void Remember(CityCatalogue replaced) => _earlier.Remember(replaced);

    /// <summary>The digests that tasks named and nobody has the text of, each once, and why.</summary>
    internal IEnumerable<(string Digest, string Reason)> TakeLost()
    {
        foreach (var (digest, reason) in _lost)
        {
            if (reason is not null && _lost.TryUpdate(digest, null, reason))
                yield return (digest, reason);
        }
    }

    private CityCatalogue? AtHand(string digest)
    {
        var cities = _live.Current.All;
        for (var i = 0; i < cities.Count; i++)
        {
            if (cities[i].Text.Digest == digest)
                return cities[i];
        }
        return _earlier.AtHand(digest);
    }

    /// <summary>A text that nobody has, or that brings the reader down, must not keep a task from being decided.</summary>
    private async Task<object?> BringAsync(string digest)
    {
        try
        {
            return await _earlier.OfAsync(digest, CancellationToken.None);
        }
        catch (Exception e) when (e is not (StoreUnavailableException or DbException))
        {
            _lost.TryAdd(digest, e.Message);
            return null;
        }
    }

    private async Task<CityCatalogue> ReadAsync(string digest)
    {
        foreach (var (store, _) in _stores)
        {
            if (await store.ReadAsync(
                connection => connection.QueryFirstOrDefaultAsync<byte[]>("select content from catalogue_text where digest = @digest", new { digest }), CancellationToken.None) is { } content)
                return CityCatalogue.LoadKept(PackedText.Read(content));
        }
        throw new InvalidOperationException($"the store lacks the catalogue {digest}");
    }

    private static async Task KeepAsync(Store store, DateTimeOffset now, string digest, Lazy<byte[]> content, CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        if (await connection.ExecuteScalarAsync<long>("select count(*) from catalogue_text where digest = @digest", new { digest }) == 0)
        {
            await connection.ExecuteAsync(
                "insert into catalogue_text (digest, content, kept_at) values (@digest, @content, @now) on conflict (digest) do nothing",
                new { digest, content = content.Value, now });
        }
    }
}
