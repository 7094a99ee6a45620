namespace OneVisit.Kit.UnitOfWork;

/// <summary>The key of one entry of a service's register: <c>("name", "430602|洞庭湘味")</c>. Unique: two cases can never hold the same one.</summary>
public readonly record struct RegisterKey(string Kind, string Key);

/// <summary>An entry of the register as a decision knows it. What is written beside the key is for people and programs that read the table.</summary>
/// <param name="Owner">The task that entered it.</param>
/// <param name="Revoked">True when the licence behind it was revoked; the entry stays so that the key is never given again.</param>
public sealed record RegisterEntry(RegisterKey Key, Guid Owner, bool Revoked)
{
    /// <summary>See <see cref="RegisterClaim"/>.</summary>
    public bool Lasting { get; init; }
}

/// <summary>An entry to be made. Another task's entry under the same key makes the whole decision be taken again, on fresh facts.</summary>
/// <param name="Lasting">
/// False: a reservation, deleted when its task is cancelled or revoked (a company name is free again).
/// True: a record, marked revoked and kept (a credit code is never given twice).
/// </param>
public sealed record RegisterClaim(RegisterKey Key, object Data, bool Lasting);

/// <summary>Consecutive numbers wanted from a named sequence, for instance 5 from <c>seal/430602</c>.</summary>
public readonly record struct NumberNeed(string Sequence, int Count);

/// <summary>What a decision must know beside its own state and the message.</summary>
public sealed record Needs(IReadOnlyList<RegisterKey> Keys, IReadOnlyList<NumberNeed> Numbers)
{
    public static readonly Needs None = new([], []);
}

/// <summary>What was found for a decision's <see cref="Needs"/>. Plain data: the same facts give the same decision.</summary>
public sealed class Facts(IReadOnlyDictionary<RegisterKey, RegisterEntry> entries, IReadOnlyDictionary<string, long> firstNumbers)
{
    public static readonly Facts None = new(new Dictionary<RegisterKey, RegisterEntry>(), new Dictionary<string, long>());

    /// <summary>The numbers that were reserved for this decision.</summary>
    public IReadOnlyList<NumberNeed> Drawn { get; init; } = [];

    /// <summary>The last of them of each sequence; null where none was drawn.</summary>
    public Dictionary<string, long>? LastNumbers
    {
        get
        {
            if (Drawn.Count == 0)
                return null;
            // Of a sequence that was drawn from twice, the first number is that of the later time.
            var last = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var (sequence, count) in Drawn)
                last[sequence] = FirstNumber(sequence) + count - 1;
            return last;
        }
    }

    /// <summary>The entry under the key, or null. Only keys named in <see cref="Needs"/> are known.</summary>
    public RegisterEntry? Find(RegisterKey key) => entries.GetValueOrDefault(key);

    /// <summary>Whether numbers of the sequence were reserved for this decision.</summary>
    public bool HasNumber(string sequence) => firstNumbers.ContainsKey(sequence);

    /// <summary>The first of the numbers reserved for this decision; the others follow one by one.</summary>
    /// <exception cref="InvalidOperationException">The sequence was not named in <see cref="Needs"/>.</exception>
    public long FirstNumber(string sequence) => firstNumbers.TryGetValue(sequence, out var first)
        ? first
        : throw new InvalidOperationException($"the sequence '{sequence}' was not asked for");
}
