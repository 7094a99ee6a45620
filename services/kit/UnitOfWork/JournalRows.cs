using System.Text;
using System.Text.Json;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>
/// What one transaction enters in the journal of one aggregate is one row of the table (or one for each <see cref="Store.Enclosure"/>), since a row costs a database far more than its bytes. A single entry stands as it
/// is. Of several the row has the first one's number, the kinds with commas between, an array of what each says, and the hash of the last, from which with the row before
/// those between follow.
/// </summary>
public static class JournalRows
{
    /// <summary>In no kind.</summary>
    private const char Between = ',';

    /// <summary>The columns <c>kind</c> and <c>data</c> of the row.</summary>
    internal static (string Kind, Utf8Json Data) Join(List<(string Kind, Utf8Json Data)> entries, JsonPages pages)
    {
        if (entries.Count == 1)
            return entries[0];
        // A bracket before each but the first becomes a comma; and one at the end.
        var length = 1;
        foreach (var (_, data) in entries)
            length += data.Bytes.Length + 1;
        var array = pages.Write(length, entries, static (bytes, entries) =>
        {
            var at = 0;
            foreach (var (_, data) in entries)
            {
                bytes[at] = at == 0 ? (byte)'[' : (byte)',';
                data.Bytes.Span.CopyTo(bytes[(at + 1)..]);
                at += data.Bytes.Length + 1;
            }
            bytes[at] = (byte)']';
        });
        return (string.Join(Between, entries.Select(e => e.Kind)), array);
    }

    /// <summary>The entries of rows that are in the order of owner and number, each with the hash that it has, or that follows for it.</summary>
    /// <param name="before">The hash of the entry before the first row; that of the origin where the row is an owner's first.</param>
    public static IEnumerable<WrittenEntry> Split(IEnumerable<(Guid Owner, long Seq, DateTimeOffset At, string Kind, string Data, string Hash)> rows, string? before = null)
    {
        var (owner, hash) = (default(Guid?), before ?? JournalChain.Origin);
        foreach (var row in rows)
        {
            if (owner is not null && owner != row.Owner)
                hash = JournalChain.Origin;
            owner = row.Owner;
            foreach (var entry in Split(row.Owner, row.Seq, row.At, row.Kind, row.Data, row.Hash, hash))
                yield return entry;
            hash = row.Hash;
        }
    }

    /// <summary>The entries of one row. One whose kinds and data are not as many is left whole: its hash tells that it is not what was written.</summary>
    public static IEnumerable<WrittenEntry> Split(Guid owner, long seq, DateTimeOffset at, string kind, string data, string hash, string before)
    {
        if (!kind.Contains(Between, StringComparison.Ordinal))
            return [new WrittenEntry(owner, seq, at, kind, data, hash)];
        var kinds = kind.Split(Between);
        if (ElementsOf(data) is not { } elements || elements.Count != kinds.Length)
            return [new WrittenEntry(owner, seq, at, kind, data, hash)];
        var entries = new WrittenEntry[kinds.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            before = i == entries.Length - 1 ? hash : JournalChain.Next(before, owner, seq + i, at, kinds[i], elements[i]);
            entries[i] = new WrittenEntry(owner, seq + i, at, kinds[i], elements[i], before);
        }
        return entries;
    }

    /// <summary>The elements of an array, byte for byte; null where the text is none.</summary>
    private static List<string>? ElementsOf(string array)
    {
        var bytes = Encoding.UTF8.GetBytes(array);
        var reader = new Utf8JsonReader(bytes);
        var elements = new List<string>();
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                return null;
            // One byte before each element, one at the end: what else stands between is part of no entry, and in no hash.
            var expected = 1;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                if (from != expected)
                    return null;
                expected = (int)reader.BytesConsumed + 1;
                elements.Add(Encoding.UTF8.GetString(bytes, from, (int)reader.BytesConsumed - from));
            }
            return expected == bytes.Length && !reader.Read() ? elements : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>An entry of a journal, as it was written.</summary>
public sealed record WrittenEntry(Guid Owner, long Seq, DateTimeOffset At, string Kind, string Data, string Hash);
