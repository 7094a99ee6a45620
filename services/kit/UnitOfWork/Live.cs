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

    /// <summary>The entries of this batch; the last has the number <see cref="JournalCount"/> and the hash <see cref="JournalHash"/>.</summary>
    public List<(string Kind, Utf8Json Data)> Entries { get; } = [];

    public bool Changed => Version != LoadedVersion;

    /// <summary>The number of the first entry of this batch: that of the row in which they stand.</summary>
    public long FirstEntry => JournalCount - Entries.Count + 1;

    /// <summary>The enclosure, where it came with this batch.</summary>
    public Utf8Json? NewEnclosure(AggregateTable<TState> table) =>
        table.EnclosureOf?.Invoke(State!) is { } enclosure && !ReferenceEquals(enclosure, LoadedEnclosure) && !ReferenceEquals(enclosure, Utf8Json.Empty) ? enclosure : null;

    /// <summary>The enclosure as loaded: the same object again means it need not be written.</summary>
    public Utf8Json? LoadedEnclosure { get; private init; }

    /// <summary>True when it was taken from memory: that it is still so has to be asserted.</summary>
    public bool Remembered { get; private init; }

    public static Live<TState> From(StoredAggregate stored, AggregateTable<TState> table)
    {
        var state = stored.State.Read(table.Json);
        return From(
            new CommittedAggregate<TState>(stored.Enclosure is null ? state : table.WithEnclosure!(state, stored.Enclosure), stored.Version, stored.JournalCount, stored.JournalHash),
            table, remembered: false);
    }

    public static Live<TState> From(CommittedAggregate<TState> committed, AggregateTable<TState> table, bool remembered) => new()
    {
        State = committed.State,
        LoadedVersion = committed.Version,
        LoadedEnclosure = table.EnclosureOf?.Invoke(committed.State),
        Version = committed.Version,
        JournalCount = committed.JournalCount,
        JournalHash = committed.JournalHash,
        Remembered = remembered,
    };

    /// <summary>As it is in the database once the batch is committed.</summary>
    public CommittedAggregate<TState> ToCommitted() => new(State!, Version, JournalCount, JournalHash);

    /// <summary>The entries with their data as the journal keeps it.</summary>
    public static (string Kind, Utf8Json Data)[] Serialized(IReadOnlyList<JournalEntry> entries)
    {
        if (entries.Count == 0)
            return [];
        var serialized = new (string, Utf8Json)[entries.Count];
        for (var i = 0; i < serialized.Length; i++)
            serialized[i] = (entries[i].Kind, Utf8Json.Of(entries[i].Data));
        return serialized;
    }

    public void Take(Guid owner, TState state, (string Kind, Utf8Json Data)[] entries, DateTimeOffset now)
    {
        if (ReferenceEquals(State, state) && entries.Length == 0)
            return;
        State = state;
        Version++;
        Entries.AddRange(entries);
        foreach (var (kind, data) in entries)
        {
            JournalCount++;
            JournalHash = JournalChain.Next(JournalHash, owner, JournalCount, now, kind, data.Bytes.Span);
        }
    }
}
