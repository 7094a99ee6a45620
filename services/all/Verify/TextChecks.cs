using OneVisit.Catalogue;
using OneVisit.Kit.Store;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Verify;

/// <summary>Texts are kept under their own digest: what was kept can be found again, and is word for word what it was.</summary>
internal static class TextChecks
{
    /// <param name="catalogues">Those that cases were submitted under.</param>
    /// <param name="calendars">Those by which dates were told.</param>
    public static async Task LookAsync(
        (string Service, IAggregateTable Table, Snapshot Snapshot) store, IReadOnlySet<string> catalogues, IReadOnlySet<string> calendars, Action<Finding> found, CancellationToken cancel)
    {
        var isOfCases = store.Table is AggregateTable<CaseState>;
        // A department without texts of its own has no such table.
        if (isOfCases || (await store.Snapshot.QueryAsync<long>("select count(*) from migration where name like '%catalogue_text%'", null, cancel))[0] > 0)
            await LookAsync(store.Service, store.Snapshot, "catalogue", "catalogue_text", "digest", isOfCases ? catalogues : null, found, cancel);
        if (isOfCases)
            await LookAsync(store.Service, store.Snapshot, "calendar", "calendar_text", "edition", calendars, found, cancel);
    }

    private static async Task LookAsync(string service, Snapshot snapshot, string what, string table, string key, IReadOnlySet<string>? named, Action<Finding> found, CancellationToken cancel)
    {
        var kept = await snapshot.QueryAsync<string>($"select {key} from {table} order by {key}", null, cancel);
        foreach (var lost in named?.Except(kept) ?? [])
            found(new Finding(Invariant.Text, service, null, null, $"the {what} {lost} is not kept, and there are cases that name it"));
        // One after the other: a catalogue can be large.
        foreach (var digest in kept)
        {
            var content = await snapshot.QueryAsync<byte[]>($"select content from {table} where {key} = @digest", new { digest }, cancel);
            if (content is not [var packed] || DigestOf(packed) != digest)
                found(new Finding(Invariant.Text, service, null, null, $"the {what} {digest} is not kept as it was"));
        }
    }

    /// <summary>Null when it is no packed text.</summary>
    private static string? DigestOf(byte[] packed)
    {
        try
        {
            return PackedText.Read(packed).Digest;
        }
        catch (Exception e) when (e is InvalidDataException or System.Text.Json.JsonException or ArgumentException or NullReferenceException or IOException)
        {
            return null;
        }
    }
}
