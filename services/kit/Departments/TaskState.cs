using System.Text.Json;
using System.Text.Json.Serialization;
using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Documents;

namespace OneVisit.Kit.Departments;

/// <summary>One item of a case in the hands of this department.</summary>
public sealed record TaskState
{
    public required Guid TaskId { get; init; }
    public required Guid CaseId { get; init; }
    public string Item { get; init; } = "";
    public string Bundle { get; init; } = "";
    public string BundleVersion { get; init; } = "";
    public string Region { get; init; } = "";
    public string Authority { get; init; } = "";
    /// <summary>The authority that would be competent, had it not handed the matter over; null when it did not.</summary>
    public string? HandedOverBy { get; init; }
    public ApplicantName? Applicant { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
    /// <summary>The digest of the catalogue that the case was submitted under; null when the request carried none: then the one in force.</summary>
    public string? Catalogue { get; init; }
    /// <summary>Null when the request carried none.</summary>
    public TaskClock? Clock { get; init; }
    /// <summary>What is granted for the steps of the item; null when the request carried none.</summary>
    public ItemTerms? Terms { get; init; }

    public required ItemLifecycle Lifecycle { get; init; }
    /// <summary>Who has it: the department, <c>pool:</c> and the authority, or an officer's subject.</summary>
    public string Holder { get; init; } = "";
    /// <summary>What the rule left open for a person.</summary>
    public IReadOnlyList<Finding> Open { get; init; } = [];
    public Decision? Decision { get; init; }

    /// <summary>Papers that were not here when the task came, and that the applicant promised to bring; null when none was missing.</summary>
    public IReadOnlyList<PromisedPaper>? Promised { get; init; }
    /// <summary>What the applicant is told in writing while the review goes on; null when nothing was.</summary>
    public IReadOnlyList<WrittenStep>? Told { get; init; }
    /// <summary>Why the limit was extended; null when it was not.</summary>
    public Grounds? ExtensionGrounds { get; init; }
    /// <summary>A final answer that waits for others to sign it. It lives only while whoever proposed it holds the task.</summary>
    public Proposal? Proposal { get; init; }
    /// <summary>Who must sign a final answer before it holds; null when nobody was named.</summary>
    public IReadOnlyList<Countersigner>? Countersigners { get; init; }
    /// <summary>The last time its holder had another handle it; null once it went into other hands or was decided.</summary>
    public Delegation? Delegation { get; init; }
    /// <summary>What the department's people wrote about it for each other; null when nothing.</summary>
    public IReadOnlyList<TaskComment>? Comments { get; init; }

    /// <summary>Supplements answered so far.</summary>
    public int Round { get; init; }
    /// <summary>What the applicant has been asked for so far; null before the first request.</summary>
    public AskedGrounds? Asked { get; init; }
    /// <summary>What the last supplement changed; null before the first.</summary>
    public SupplementChanges? Changed { get; init; }
    /// <summary>Messages sent about this review so far; the receiver drops an older one that comes late.</summary>
    public int Sequence { get; init; }
    /// <summary>The number of the message that carried the last decision.</summary>
    public int DecisionSequence { get; init; }

    /// <summary>The last attempt at issuing that was answered; 0 before the first.</summary>
    public int Attempt { get; init; }
    public IReadOnlyList<Licence> Licences { get; init; } = [];
    /// <summary>The corrections of their clerical errors, in order; null for none. <see cref="Licences"/> has each in its current version.</summary>
    public IReadOnlyList<LicenceCorrection>? Corrections { get; init; }
    public IssueFailure? Failure { get; init; }
    /// <summary>The check that is due since the issue; null when nothing is to be checked.</summary>
    public CheckDue? CheckDue { get; init; }
    /// <summary>What the check after the issue came to; null before.</summary>
    public AfterCheck? AfterCheck { get; init; }
    /// <summary>That the department's own system has taken the task over; null until it says so.</summary>
    public TaskReceipt? Receipt { get; init; }
    /// <summary>What the department's own system is asked to issue; null while it is asked for nothing.</summary>
    public IssueOrder? Order { get; init; }
    /// <summary>The last outage of the department's own system that was told under this task; null when none was.</summary>
    public SystemDown? Down { get; init; }
    /// <summary>The last time the department's own system gave the task back unanswered; null when it never did.</summary>
    public SystemSilence? Silence { get; init; }

    /// <summary>The joint inspection it waits for, or that is over; null while it has to do with none.</summary>
    public TaskInspection? Inspection { get; init; }

    /// <summary>The form and materials, kept with the entry of the journal they came with.</summary>
    [JsonIgnore]
    public StoredApplication Application { get; init; } = StoredApplication.None;

    /// <summary>The department whose item it is; empty when all that is known is that the task must stop.</summary>
    [JsonIgnore]
    public string Department => DepartmentOf(Item);

    /// <summary>Where the competent authority is: 430602 of <c>430602.tax</c>. The matter's own place may be another.</summary>
    [JsonIgnore]
    public string AuthorityRegion => AuthorityId.RegionOf(Authority);

    /// <summary>True when all that is known is that the task must stop: its request has not arrived, and will change nothing when it does.</summary>
    [JsonIgnore]
    public bool IsTombstone => SubmittedAt is null;

    /// <summary>True while somebody here still has to review it.</summary>
    [JsonIgnore]
    public bool IsOpen => Lifecycle is ItemLifecycle.Requested or ItemLifecycle.Claimed or ItemLifecycle.Reviewing
        or ItemLifecycle.SupplementRequested or ItemLifecycle.InspectionRequested or ItemLifecycle.SpecialProcedure;

    /// <summary>True while the department's own system has to issue.</summary>
    [JsonIgnore]
    public bool AwaitsIssue => Lifecycle == ItemLifecycle.Issuing;

    /// <summary>True while it stands among the open tasks of the inbox.</summary>
    [JsonIgnore]
    public bool IsInInbox => IsOpen || AwaitsIssue;

    /// <summary>True once nothing more can happen but a repeat.</summary>
    [JsonIgnore]
    public bool HasEnded => Lifecycle is ItemLifecycle.Refused or ItemLifecycle.NotAccepted or ItemLifecycle.Cancelled or ItemLifecycle.Revoked;

    /// <summary>True while another handles it for its holder, who decides.</summary>
    [JsonIgnore]
    public bool IsDelegated => Delegation is { Returned: null };

    /// <summary>Whether who works at the authority of this place has handed the matter over, and no longer decides it.</summary>
    public bool IsHandedOverBy(string region) => HandedOverBy is { } before && AuthorityId.RegionOf(before) == region;

    /// <summary>An item's id begins with its department's: <c>tax.registration</c>.</summary>
    internal static string DepartmentOf(string item) => item[..Math.Max(0, item.IndexOf('.', StringComparison.Ordinal))];
}

/// <summary>Why issuing failed.</summary>
public sealed record IssueFailure(string Code, Text Reason, bool Final);

/// <summary>A check after the issue.</summary>
public sealed record CheckDue(DateTimeOffset Since, DayLimit Limit, CheckReason Reason);

/// <summary>Why a task is checked after the issue.</summary>
[JsonConverter(typeof(KebabCase<CheckReason>))]
public enum CheckReason
{
    /// <summary>It was granted on the applicant's promise (告知承诺).</summary>
    Commitment,
    /// <summary>It was decided by rule and drawn (抽查).</summary>
    Sample,
}

/// <summary>What was found when a task was checked after the issue.</summary>
/// <param name="By">The officer's subject.</param>
/// <param name="LegalBasis">The law by which it is revoked; null for the one that the item's terms name.</param>
public sealed record AfterCheck(bool Passed, string By, DateTimeOffset At, Text Reason, string? LegalBasis = null);

/// <summary>A paper that the applicant promised to bring (容缺受理).</summary>
/// <param name="By">The last day for it, in the city's zone.</param>
/// <param name="ProvidedAt">Null while it is waited for.</param>
public sealed record PromisedPaper(string Material, DateOnly By, DateTimeOffset? ProvidedAt = null);

/// <summary>The department's own system has taken a task over.</summary>
/// <param name="Reference">Under what that system files it.</param>
/// <param name="By">The system's subject.</param>
public sealed record TaskReceipt(string Reference, string By, DateTimeOffset At);

/// <summary>The department's own system has not answered.</summary>
/// <param name="By">The system's subject.</param>
/// <param name="Since">From when it was waited for.</param>
public sealed record SystemSilence(string By, DateTimeOffset Since);

/// <summary>The department's own system is asked to issue.</summary>
/// <param name="Attempt">1 for the first; a later one follows a failure that was not final.</param>
/// <param name="Inputs">The licences of the items this one depends on.</param>
public sealed record IssueOrder(int Attempt, DateTimeOffset At, IReadOnlyList<Licence> Inputs);

/// <summary>What the applicant gave for this item.</summary>
public sealed record ApplicationContent
{
    [JsonConverter(typeof(RawJson))]
    public required JsonElement Form { get; init; }
    public required IReadOnlyList<MaterialReference> Materials { get; init; }

    /// <summary>As the serializer does, which has no fast way for a type with a member that has a converter of its own; and like it without what is null in spite of its type.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName("form"u8);
        RawJson.WriteTo(json, Form);
        if (Materials is { } materials)
        {
            json.WritePropertyName("materials"u8);
            JsonSerializer.Serialize(json, materials, TaskJson.Default.IReadOnlyListMaterialReference);
        }
        json.WriteEndObject();
    }
}

/// <summary>What the applicant gave, as it is stored and as it is read: each is made of the other when it is first asked for, and once, as is the form that its handler knows.</summary>
public sealed class StoredApplication
{
    /// <summary>Nothing has arrived yet.</summary>
    public static readonly StoredApplication None = new(Utf8Json.Empty);

    private Utf8Json? _json;
    private ApplicationContent? _content;
    private object? _form;

    public StoredApplication(Utf8Json json) => _json = json;

    public StoredApplication(ApplicationContent content) => _content = content;

    public Utf8Json Json => _json ??= Utf8Json.Written(_content!, static (json, content) => content.WriteTo(json));

    /// <exception cref="JsonException">Nothing has arrived yet.</exception>
    public ApplicationContent Content => _content ??= _json!.Read(TaskJson.Default.ApplicationContent);

    /// <summary>The form as the handler of its item reads it; null when it is empty.</summary>
    /// <exception cref="JsonException">It is not such a form.</exception>
    internal TForm? FormAs<TForm>()
    {
        if (_form is not TForm)
            _form = Content.Form.Deserialize<TForm>(FormJson.Options);
        return (TForm?)_form;
    }

    /// <summary>Keeps the JSON alone: a third of what it and what was read of it take together.</summary>
    internal void PutAway()
    {
        _ = Json;
        (_content, _form) = (null, null);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TaskState))]
[JsonSerializable(typeof(ApplicationContent))]
public sealed partial class TaskJson : JsonSerializerContext;
