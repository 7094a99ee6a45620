using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.All.Verify;

/// <summary>A journal, recomputed.</summary>
internal static class JournalChecks
{
    private static readonly string[] Final = [.. new[] { ReviewOutcome.Pass, ReviewOutcome.Refuse, ReviewOutcome.NotAccepted }.Select(KebabCase.Of)];

    public static IEnumerable<Finding> Of<TState>(Book<TState> book, Guid? task)
        where TState : class
    {
        var hash = JournalChain.Origin;
        for (var i = 0; i < book.Journal.Count; i++)
        {
            var entry = book.Journal[i];
            if (entry.Seq != i + 1)
            {
                yield return Broken(Invariant.JournalChain, $"entry {i + 1} is missing, {entry.Seq} follows");
                yield break;
            }
            if (entry.At.Ticks % TimeSpan.TicksPerMillisecond != 0)
                yield return Broken(Invariant.JournalChain, $"the instant of entry {entry.Seq} ({entry.Kind}) is finer than a millisecond, which no hash covers");
            hash = JournalChain.Next(hash, book.Id, entry.Seq, entry.At, entry.Kind, entry.Data);
            if (hash != entry.Hash)
            {
                yield return Broken(Invariant.JournalChain, $"the hash of entry {entry.Seq} ({entry.Kind}) is not that of its content and the entry before");
                yield break;
            }
        }
        if (book.JournalCount != book.Journal.Count || book.JournalHash != hash)
            yield return Broken(Invariant.JournalEnd, $"the journal ends with entry {book.Journal.Count}, the aggregate says {book.JournalCount}{(book.JournalCount == book.Journal.Count ? " with another hash" : "")}");

        Finding Broken(Invariant invariant, string what) => new(invariant, book.Service, book.CaseId, task, what);
    }

    /// <summary>Each change raises the version, and what changes together has one instant.</summary>
    public static long LeastVersion(IReadOnlyList<JournalRow> journal) => Math.Max(1, journal.DistinctBy(j => j.At).Count());

    /// <summary>How often each item was decided for good; the key is empty where the journal is of one item.</summary>
    public static Dictionary<string, int> FinalDecisions(IEnumerable<JournalRow> journal) =>
        Count(journal.Where(j => j.Kind == "review-decided"), data => Final.Contains(Text(data, "outcome")));

    /// <summary>How often each item was issued.</summary>
    public static Dictionary<string, int> Issues(IEnumerable<JournalRow> journal) => Count(journal.Where(j => j.Kind == "licences-issued"), _ => true);

    /// <summary>How often a licence of each item was corrected.</summary>
    public static Dictionary<string, int> Corrections(IEnumerable<JournalRow> journal) => Count(journal.Where(j => j.Kind == "licence-corrected"), _ => true);

    /// <summary>How often each item asked for a supplement.</summary>
    public static Dictionary<string, int> Supplements(IEnumerable<JournalRow> journal) =>
        Count(journal.Where(j => j.Kind == "review-decided"), data => Text(data, "outcome") == KebabCase.Of(ReviewOutcome.Supplement));

    /// <summary>How often the applicant was told of what each item asks for.</summary>
    public static Dictionary<string, int> Told(IEnumerable<JournalRow> journal) => journal.Where(j => j.Kind == "supplement-told").SelectMany(j => Elements(j.Parsed, "requests"))
        .CountBy(request => Text(request, "item") ?? "").ToDictionary(StringComparer.Ordinal);

    /// <summary>The items that were done without a licence, because they yield none.</summary>
    public static IReadOnlyCollection<string> IssuedNothing(IEnumerable<JournalRow> journal) => Count(
        journal.Where(j => j.Kind == "licences-issued"),
        data => Member(data, "licences") is { ValueKind: JsonValueKind.Array } licences && licences.GetArrayLength() == 0).Keys;

    private static Dictionary<string, int> Count(IEnumerable<JournalRow> entries, Func<JsonElement, bool> counts)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var data = entry.Parsed;
            if (!counts(data))
                continue;
            var item = Text(data, "item") ?? "";
            found[item] = found.GetValueOrDefault(item) + 1;
        }
        return found;
    }

    internal static string? Text(JsonElement data, string name) => Member(data, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    internal static JsonElement? Member(JsonElement data, string name) => data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) ? value : null;

    internal static IEnumerable<JsonElement> Elements(JsonElement data, string name) => Member(data, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
