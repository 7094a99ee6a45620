using System.Text.Json;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Verify;

internal sealed record JournalRow(Guid Owner, long Seq, DateTimeOffset At, string Kind, string Data, string Hash)
{
    private JsonElement? _parsed;

    /// <summary>Read when it is first asked for; undefined when a broken chain left it unreadable: then it tells nothing.</summary>
    public JsonElement Parsed => _parsed ??= OwnJson.Parse(Data) ?? default;
}

/// <param name="At">When it was entered; null where that is not known.</param>
internal sealed record RegisterRow(RegisterKey Key, Guid Owner, bool Lasting, bool Revoked, string Data, DateTimeOffset? At);

/// <summary>An aggregate with everything its store keeps for it.</summary>
/// <param name="Service">Whose store.</param>
/// <param name="CaseId">As the column by which it is found says.</param>
/// <param name="Strays">The columns by which it is found that say other than its state, in words.</param>
/// <param name="State">Null when it cannot be read.</param>
/// <param name="IsWrittenOtherwise">The state is not the one that its row has the checksum of; a row written before there were any has none.</param>
/// <param name="Own">What an applicant gave, as it is in force; no JSON where it is gone.</param>
/// <param name="Superseded">What was in force before it.</param>
internal sealed record Book<TState>(
    string Service,
    Guid Id,
    Guid CaseId,
    long Version,
    IReadOnlyList<string> Strays,
    TState? State,
    bool IsWrittenOtherwise,
    string? Own,
    IReadOnlyList<string> Superseded,
    long JournalCount,
    string JournalHash,
    IReadOnlyList<JournalRow> Journal,
    DateTimeOffset? WakesAt,
    IReadOnlyList<RegisterRow> Register)
    where TState : class
{
    private Tale? _tale;

    /// <summary>What the journal tells, read once.</summary>
    public Tale Tale => _tale ??= Tale.Of(Journal);

    /// <summary>What the applicant gave is not what the journal has the digest of. A journal of before digests were told says nothing of it.</summary>
    public bool IsGivenOtherwise => Own is not null && Tale.Digest is { } digest && new Utf8Json(Own).Digest != digest;

    /// <summary>Something that was given before, and is not in force any more, is not what the journal has a digest of.</summary>
    public bool WasGivenOtherwise => Tale.HasDigests && Superseded.Any(s => !Tale.Digests.Contains(new Utf8Json(s).Digest));

    /// <summary>Entries of the register that were not made with anything the journal tells.</summary>
    public IEnumerable<RegisterRow> UntoldEntries => Register.Where(r => r.At is { } at && !Tale.HasMoment(at));
}

/// <summary>Everything the services keep about one case.</summary>
/// <param name="File">Null when the orchestrator does not know it.</param>
/// <param name="HeldBy">The cases that hold a licence's place in the index which this case should hold.</param>
internal sealed record CaseBooks(
    Guid Id,
    Book<CaseState>? File,
    IReadOnlyList<Book<TaskState>> Tasks,
    IReadOnlyDictionary<RegisterKey, Guid> HeldBy)
{
    /// <summary>Changes whenever anything about the case does.</summary>
    public string Fingerprint => string.Join(' ', [$"{File?.Version}", .. Tasks.Select(t => $"{t.Id}/{t.Version}")]);

    public DateTimeOffset LastTouched => (File?.Journal ?? []).Concat(Tasks.SelectMany(t => t.Journal)).Select(j => j.At).DefaultIfEmpty().Max();

    public long Entries => (File?.Journal.Count ?? 0) + Tasks.Sum(t => (long)t.Journal.Count);
}
