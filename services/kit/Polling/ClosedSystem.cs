using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;

namespace OneVisit.Kit.Polling;

/// <summary>
/// A department's system that can neither call nor be told (省垂系统), only be asked: where its tasks are handed in, where their state is asked, and what its
/// answers mean. An operator's file says so, and nothing in it is a secret.
/// </summary>
internal sealed record ClosedSystem
{
    /// <summary>Which one it is, for ever: what is remembered of tasks is kept under it.</summary>
    public required string Id { get; init; }

    public required string Department { get; init; }

    /// <summary>The place whose authorities' tasks it handles; null for every place.</summary>
    public string? Region { get; init; }

    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>Between two questions about a task; half as much again each time the answer is the same, up to <see cref="Longest"/>. Doubled with each failure.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a task is asked about, from when it was handed in last or was to be issued; then people take over.</summary>
    public required TimeSpan Until { get; init; }

    /// <summary>For one attempt, the answer's body included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For how long it has failed when head and supervisor are told.</summary>
    public TimeSpan TellAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Tasks that are asked about at once.</summary>
    public int AtOnce { get; init; } = 4;

    /// <summary>Sent with every request: credentials, from settings. Never written anywhere.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public required HandIn Submit { get; init; }

    /// <summary>Finds the number under which a task was filed whose answer was lost; null: it cannot be asked, and is handed in once more.</summary>
    public HandIn? Find { get; init; }

    /// <summary>Hands in what the applicant has added; null: <see cref="Submit"/> does.</summary>
    public RequestTemplate? Supplement { get; init; }

    /// <summary>Tells that a task is to be issued now; null: it is not told, and issues when it likes.</summary>
    public RequestTemplate? Issue { get; init; }

    /// <summary>Withdraws a task; null: it is only no longer asked about.</summary>
    public RequestTemplate? Cancel { get; init; }

    public required RequestTemplate Status { get; init; }

    /// <summary>Where an answer says the state.</summary>
    public required string State { get; init; }

    /// <summary>What its words mean.</summary>
    public required IReadOnlyDictionary<string, Meaning> Words { get; init; }

    /// <summary>As whom it acts: whoever reads a decision or the journal sees that an adapter brought it.</summary>
    public string Subject => $"polling/{Id}";

    /// <summary>For how long one process alone asks, unless it says so again.</summary>
    public TimeSpan Lease => (Timeout * 4) + TimeSpan.FromSeconds(10);

    /// <summary>How long to wait after the same answer came again, a fifth more or less.</summary>
    /// <param name="unchanged">How often it did.</param>
    /// <param name="random">From 0 to 1.</param>
    public TimeSpan DelayAfterAnswer(long unchanged, double random) => Spread(Math.Pow(1.5, Math.Min(unchanged, 60)), random);

    /// <summary>How long to wait after failures in a row, a fifth more or less.</summary>
    public TimeSpan DelayAfterFailure(long failures, double random) => Spread(Math.Pow(2, Math.Min(failures, 60)), random);

    private TimeSpan Spread(double times, double random) => TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Interval.TotalSeconds * times) * (0.8 + (0.4 * random)));
}

/// <summary>A request that files a task, or finds where it was filed.</summary>
/// <param name="Reference">Where the answer says its number in the closed system; null: it is filed under the task's own id.</param>
internal sealed record HandIn(RequestTemplate Request, string? Reference);

/// <summary>A request with holes.</summary>
internal sealed record RequestTemplate(HttpMethod Method, UrlTemplate Url, JsonTemplate? Body)
{
    /// <summary>The request; null, and what is missing, where a hole of the address cannot be filled.</summary>
    public FilledRequest? Fill(JsonElement view, out string? missing) =>
        Url.Fill(view, out missing) is { } url ? new FilledRequest(Method, url, Body is null ? null : (Body.Fill(view)?.ToJsonString(JsonText.Options) ?? "null")) : null;
}

internal sealed record FilledRequest(HttpMethod Method, Uri Url, string? Body);

/// <summary>What a closed system has to say of a task.</summary>
internal enum MeaningKind
{
    /// <summary>It has it, and nothing is decided.</summary>
    Received,
    Pass,
    Refuse,
    Supplement,
    Issued,
}

/// <summary>What one of its words means, and where the rest of the answer is.</summary>
/// <param name="Missing">With a supplement: what its codes of missing papers and fields stand for.</param>
/// <param name="Licences">With what was issued: one of each type.</param>
internal sealed record Meaning(MeaningKind Kind, Wording? Reason = null, Wording? LegalBasis = null, MissingTable? Missing = null, IReadOnlyList<LicenceTemplate>? Licences = null);

/// <summary>A text that the answer has, or the operator's own where it has none.</summary>
/// <param name="From">Null: always the operator's own.</param>
internal sealed record Wording(string? From, Text? Otherwise);

/// <param name="From">Where the answer has a list of codes, or one.</param>
/// <param name="Code">Where each element of the list has its code; empty: it is one.</param>
internal sealed record MissingTable(string From, string Code, IReadOnlyDictionary<string, MissingThing> Codes);

/// <param name="Material">Its id in the catalogue; null for a field.</param>
/// <param name="Field">A JSON pointer into the form; null for a paper.</param>
internal sealed record MissingThing(string? Material, string? Field);

/// <summary>Where an answer has a licence.</summary>
/// <param name="Number">Null: the platform draws one.</param>
/// <param name="ValidUntil">Null: as long as the catalogue says.</param>
internal sealed record LicenceTemplate(string Type, string? Number, string? ValidUntil, JsonTemplate? Data);

/// <summary>What the reading of a file rests on.</summary>
/// <param name="Secret">The value of a setting; null when there is none.</param>
/// <param name="Allowed">What is wrong with an address; null: nothing.</param>
/// <param name="DeclarationOf">What an item declares today; null: it is not looked at.</param>
internal sealed record MappingContext(string Department, Func<string, string?> Secret, Func<string, string?> Allowed, Func<string, string?, IItemDeclaration?>? DeclarationOf = null);
