using OneVisit.Kit.Store;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>An aggregate while a batch works on it.</summary>
internal sealed class Live<TState>
    where TState : class
{
    public TState? State { get; private set; }

    /// <summary>The version in the database; 0 when it is not there yet.</summary>
    public long LoadedVersion { get; private init; }

    /// <summary>Counts every change, also those of one batch, so that no two states ever share an ETag.</summary>
    public long Version { get; private set; }

    public long JournalCount { get; private set; }

    public string JournalHash { get; private set; } = JournalChain.Origin;

    /// <summary>The rows that this batch adds to the journal: one, or one for each enclosure. The last one's hash is <see cref="JournalHash"/>.</summary>
    public List<NewJournalRow> Rows { get; } = [];

    public bool Changed => Version != LoadedVersion;

    /// <summary>The number of the row whose enclosure is in force; null where none came with this batch.</summary>
    public long? EnclosedIn => Rows.LastOrDefault(r => r.Enclosure is not null)?.First;

    /// <summary>True when it was taken from memory: that it is still so has to be asserted.</summary>
    public bool Remembered { get; private init; }

    public static Live<TState> From(StoredAggregate stored, AggregateTable<TState> table)
    {
        var state = stored.State.Read(table.Json);
        return From(
            new CommittedAggregate<TState>(stored.Enclosure is null ? state : table.WithEnclosure!(state, stored.Enclosure), stored.Version, stored.JournalCount, stored.JournalHash),
            remembered: false);
    }

    public static Live<TState> From(CommittedAggregate<TState> committed, bool remembered) => new()
    {
        State = committed.State,
        LoadedVersion = committed.Version,
        Version = committed.Version,
        JournalCount = committed.JournalCount,
        JournalHash = committed.JournalHash,
        Remembered = remembered,
    };

    /// <summary>As it is in the database once the batch is committed.</summary>
    public CommittedAggregate<TState> ToCommitted() => new(State!, Version, JournalCount, JournalHash);

    /// <summary>The entries with their data as the journal keeps it.</summary>
    public static (string Kind, Utf8Json Data)[] Serialized(IReadOnlyList<JournalEntry> entries, JsonPages pages)
    {
        if (entries.Count == 0)
            return [];
        var serialized = new (string, Utf8Json)[entries.Count];
        for (var i = 0; i < serialized.Length; i++)
            serialized[i] = (entries[i].Kind, pages.Write(entries[i].Data));
        return serialized;
    }

    /// <param name="enclosure">What came with the entries; then there are some.</param>
    public void Take(Guid owner, TState state, (string Kind, Utf8Json Data)[] entries, Utf8Json? enclosure, DateTimeOffset now)
    {
        if (ReferenceEquals(State, state) && entries.Length == 0)
            return;
        State = state;
        Version++;
        if (entries.Length == 0)
            return;
        // A row holds one enclosure: what comes later in the same batch does not write over what came before.
        if (Rows.Count == 0 || (enclosure is not null && Rows[^1].Enclosure is not null))
            Rows.Add(new NewJournalRow(JournalCount + 1));
        var row = Rows[^1];
        row.Entries.AddRange(entries);
        row.Enclosure ??= enclosure;
        row.Hash = JournalHash = JournalChain.After(JournalHash, owner, JournalCount + 1, now, entries);
        JournalCount += entries.Length;
    }
}

/// <summary>A row of the journal, while a batch makes it.</summary>
/// <param name="first">The number of its first entry, and so its own.</param>
internal sealed class NewJournalRow(long first)
{
    public long First => first;

    public List<(string Kind, Utf8Json Data)> Entries { get; } = [];

    public Utf8Json? Enclosure { get; set; }

    /// <summary>That of the last entry.</summary>
    public string Hash { get; set; } = "";
}
