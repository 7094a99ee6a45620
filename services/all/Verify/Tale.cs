using System.Text.Json;
using OneVisit.Contracts;

namespace OneVisit.All.Verify;

/// <summary>
/// What a journal tells of its aggregate, read in one walk. Of an item each where the journal is of a case; the key is empty where it is of one item.
/// </summary>
internal sealed class Tale
{
    private const string Applicant = "applicant";
    private static readonly string[] Final = [.. new[] { ReviewOutcome.Pass, ReviewOutcome.Refuse, ReviewOutcome.NotAccepted }.Select(KebabCase.Of)];
    private static readonly string Supplement = KebabCase.Of(ReviewOutcome.Supplement);
    private static readonly string Procedure = KebabCase.Of(ReviewOutcome.SpecialProcedure);
    private static readonly string SupplementRequested = KebabCase.Of(ItemLifecycle.SupplementRequested);

    private readonly Dictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private readonly HashSet<DateTimeOffset> _moments = [];

    public string? First { get; private init; }
    public DateTimeOffset? Began { get; private init; }
    public DateTimeOffset? AcceptedAt { get; private set; }
    public string? Outcome { get; private set; }
    /// <summary>What was submitted: the bundle, its version, the place.</summary>
    public (string? Bundle, string? Version, string? Region)? Submitted { get; private set; }
    /// <summary>Of what the applicant gave, as it was told last; null where that entry has none.</summary>
    public string? Digest { get; private set; }
    /// <summary>Of everything that the applicant ever gave.</summary>
    public HashSet<string> Digests { get; } = new(StringComparer.Ordinal);
    /// <summary>False where it was begun before digests were told, and with them what was reserved and drawn: of that it tells nothing.</summary>
    public bool HasDigests { get; private set; }
    /// <summary>Kinds of ends with their moments, in order.</summary>
    public List<(string Kind, DateTimeOffset At)> Ends { get; } = [];

    /// <summary>The last of each item.</summary>
    public Dictionary<string, (JsonElement Data, DateTimeOffset At)> Decisions { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, HashSet<(string Type, string Number)>> Issued { get; } = new(StringComparer.Ordinal);
    /// <summary>In the order in which they were issued.</summary>
    public List<(string Item, DateTimeOffset At)> IssuedInOrder { get; } = [];
    /// <summary>Whose limit was extended; the key is empty for the whole too.</summary>
    public HashSet<string> Extended { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Revoked { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Failed { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Items { get; } = new(StringComparer.Ordinal);
    /// <summary>Who has it; null where something else than a change of hands came last, and nothing is told.</summary>
    public Dictionary<string, string?> Holders { get; } = new(StringComparer.Ordinal);
    /// <summary>What stands for whatever pool its authority has.</summary>
    public const string Pool = "pool:";

    /// <summary>How often each item was decided for good.</summary>
    public Dictionary<string, int> FinalDecisions { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, int> Issues { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, int> Corrections { get; } = new(StringComparer.Ordinal);
    /// <summary>How often each item asked for a supplement, and how often the applicant was told of what it asks for.</summary>
    public Dictionary<string, int> Supplements { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, int> Told { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, DateTimeOffset> ToldAt { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, int> Procedures { get; } = new(StringComparer.Ordinal);
    /// <summary>The items that were done without a licence, because they yield none.</summary>
    public HashSet<string> IssuedNothing { get; } = new(StringComparer.Ordinal);
    /// <summary>The last number that was drawn of each sequence.</summary>
    public Dictionary<string, long> Numbers { get; } = new(StringComparer.Ordinal);
    /// <summary>Kinds of the records that were made with the issue; null where that is not told.</summary>
    public IReadOnlyList<string>? Recorded { get; private set; }
    /// <summary>What was reserved in the register.</summary>
    public List<(string Kind, string Key, JsonElement? Data)> Reserved { get; } = [];

    /// <summary>Each change raises the version, and what changes together has one instant.</summary>
    public long LeastVersion => Math.Max(1, _moments.Count);

    public static Tale Of(IReadOnlyList<JournalRow> journal)
    {
        var tale = journal.Count == 0 ? new Tale() : new Tale { First = journal[0].Kind, Began = journal[0].At };
        foreach (var entry in journal)
            tale.Take(entry);
        return tale;
    }

    public int CountOf(string kind) => _kinds.GetValueOrDefault(kind);

    public bool HasMoment(DateTimeOffset at) => _moments.Contains(at);

    private void Take(JournalRow entry)
    {
        _moments.Add(entry.At);
        Add(_kinds, entry.Kind);
        if (TaleChecks.Ends.ContainsValue(entry.Kind))
            Ends.Add((entry.Kind, entry.At));
        switch (entry.Kind)
        {
            case "submitted":
                var submitted = entry.Parsed;
                Submitted = (Text(submitted, "bundle"), Text(submitted, "bundleVersion"), Text(submitted, "region"));
                Given(submitted);
                HasDigests = Digest is not null;
                break;
            case "accepted":
                AcceptedAt = entry.At;
                // Who accepts on the spot changes nothing in what was given; a window does.
                if (Text(entry.Parsed, "by") != "rule:complete/1")
                    Given(entry.Parsed);
                break;
            case "completed":
                Outcome = Text(entry.Parsed, "outcome");
                break;
            case "review-requested":
                Requested(entry.Parsed);
                break;
            case "review-decided":
                Decided(entry.Parsed, entry.At);
                break;
            case "licences-issued":
                WasIssued(entry.Parsed, entry.At);
                break;
            case "licence-corrected":
                Add(Corrections, ItemOf(entry.Parsed));
                break;
            case "licences-revoked" or "revoked":
                Revoked.Add(ItemOf(entry.Parsed));
                Holders.Clear();
                break;
            case "after-checked" when Member(entry.Parsed, "passed") is { ValueKind: JsonValueKind.False }:
                Failed.Add(ItemOf(entry.Parsed));
                break;
            case "supplement-told":
                foreach (var request in Elements(entry.Parsed, "requests"))
                {
                    Add(Told, ItemOf(request));
                    ToldAt[ItemOf(request)] = entry.At;
                }
                break;
            case "limit-extended":
                Extended.Add(ItemOf(entry.Parsed));
                break;
            case "supplement-answered":
                Given(entry.Parsed);
                Holders.Clear();
                break;
            case "supplement-provided" or "materials-provided":
                Given(entry.Parsed);
                break;
            default:
                Hands(entry);
                break;
        }
    }

    private void Given(JsonElement data)
    {
        Digest = Text(data, "digest");
        if (Digest is not null)
            Digests.Add(Digest);
    }

    private void Requested(JsonElement data)
    {
        Items.Add(ItemOf(data));
        // A department's own is told with what it was given, a case's is one of several.
        if (Text(data, "department") is not null)
            return;
        Given(data);
        HasDigests = Digest is not null;
        Holders[""] = Pool;
    }

    private void Decided(JsonElement data, DateTimeOffset at)
    {
        var (item, outcome, by) = (ItemOf(data), Text(data, "outcome"), Text(data, "by"));
        Decisions[item] = (data, at);
        if (Final.Contains(outcome))
            Add(FinalDecisions, item);
        if (outcome == Supplement)
            Add(Supplements, item);
        else if (outcome == Procedure)
            Add(Procedures, item);
        Holders[item] = Member(data, "department") is null ? PersonOf(by) : null;
        Reserves(data);
    }

    private void WasIssued(JsonElement data, DateTimeOffset at)
    {
        var item = ItemOf(data);
        Add(Issues, item);
        IssuedInOrder.Add((item, at));
        Issued[item] = [.. Elements(data, "licences").Select(l => (Text(l, "type") ?? "", Text(l, "number") ?? ""))];
        if (Issued[item].Count == 0 && Member(data, "licences") is { ValueKind: JsonValueKind.Array })
            IssuedNothing.Add(item);
        if (Member(data, "numbers") is { ValueKind: JsonValueKind.Object } numbers)
        {
            foreach (var number in numbers.EnumerateObject().Where(n => n.Value.ValueKind == JsonValueKind.Number))
                Numbers[number.Name] = number.Value.TryGetInt64(out var last) ? last : long.MaxValue;
        }
        Recorded = Member(data, "recorded") is { ValueKind: JsonValueKind.Array } recorded ? [.. recorded.EnumerateArray().Select(k => k.ToString())] : null;
        Holders[item] = null;
        Reserves(data);
    }

    private void Reserves(JsonElement data)
    {
        foreach (var reserved in Elements(data, "reserved"))
            Reserved.Add((Text(reserved, "kind") ?? "", Text(reserved, "key") ?? "", Member(reserved, "data")));
    }

    /// <summary>Changes of hands. Nobody is told of where it is not sure who has it after an entry.</summary>
    private void Hands(JournalRow entry)
    {
        switch (entry.Kind)
        {
            case "task-held":
                Holders[ItemOf(entry.Parsed)] = Text(entry.Parsed, "lifecycle") == SupplementRequested ? Applicant : Text(entry.Parsed, "holder");
                break;
            case "claimed" or "received" or "taken-over":
                Holders[""] = Text(entry.Parsed, "by");
                break;
            case "decision-proposed":
                Holders[""] = PersonOf(Text(entry.Parsed, "by"));
                break;
            case "assigned" or "delegated" or "returned":
                Holders[""] = Text(entry.Parsed, "to");
                break;
            case "released":
                Holders[""] = Pool;
                break;
            case "given-back" or "issue-requested" or "cancelled" or "supplement-lapsed":
                Holders.Clear();
                break;
        }
    }

    /// <summary>Who answered; null where a rule did, and whoever had it has it still.</summary>
    private static string? PersonOf(string? by) => by is null || by.StartsWith("rule:", StringComparison.Ordinal) ? null : by[(by.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static string ItemOf(JsonElement data) => Text(data, "item") ?? "";

    private static void Add(Dictionary<string, int> to, string key) => to[key] = to.GetValueOrDefault(key) + 1;

    internal static string? Text(JsonElement data, string name) => Member(data, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    internal static JsonElement? Member(JsonElement data, string name) => data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement.ArrayEnumerator Elements(JsonElement data, string name) => Member(data, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;
}
