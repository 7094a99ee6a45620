using System.Text.Json.Serialization;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Documents;

namespace OneVisit.Orchestrator.Cases;

/// <summary>One submission of one bundle by one applicant.</summary>
public sealed record CaseState
{
    public required Guid CaseId { get; init; }
    public required string Bundle { get; init; }
    /// <summary>The version it was submitted under, kept for life.</summary>
    public required string BundleVersion { get; init; }
    /// <summary>Digest of the catalogue it was compiled with, whose text the store keeps; null for a case older than that.</summary>
    public string? Catalogue { get; init; }
    public required string Region { get; init; }
    /// <summary>The subject whose case it is; null when a clerk handed it in for somebody without an account.</summary>
    public string? Subject { get; init; }
    public required CaseApplicant Applicant { get; init; }
    public required CaseFee Fee { get; init; }
    /// <summary>Visits the catalogue promises.</summary>
    public required int VisitsPromised { get; init; }
    /// <summary>Where it was handed in; null when it came over the web.</summary>
    public Acceptance? Acceptance { get; init; }
    public required IssuePolicy Policy { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }
    public DateTimeOffset? AcceptedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>The limits of the whole, from the acceptance on; null for a case of before they were kept.</summary>
    public CaseLimits? Limits { get; init; }
    /// <summary>What was granted on top of the limit of the whole by law.</summary>
    public LimitExtension? Extension { get; init; }
    /// <summary>Why it was extended; null when it was not.</summary>
    public Grounds? ExtensionGrounds { get; init; }
    /// <summary>Why a clerk has not accepted it; null for every other case.</summary>
    public Grounds? NotAcceptedBecause { get; init; }
    /// <summary>Why it was withdrawn, by the applicant or for want of what was to come; null for every other case.</summary>
    public Grounds? EndedBecause { get; init; }
    /// <summary>That the authority has ended the case, or has what was issued of it revoked, on a ground of the law; null for every other case.</summary>
    public Termination? Termination { get; init; }
    /// <summary>While the case waits for its acceptance: by when it is answered, or deemed accepted. Null for one accepted on the spot.</summary>
    public ReceiptTerms? Receipt { get; init; }
    /// <summary>The edition (<see cref="CityClock.Edition"/>) by which its dates were told last.</summary>
    public string? Calendar { get; init; }
    /// <summary>While requests for a supplement are gathered that the applicant has not been told of; null while there are none.</summary>
    public CollectionWindow? Collecting { get; init; }
    /// <summary>The warnings given about clocks of the whole.</summary>
    public IReadOnlyList<GivenWarning>? Warned { get; init; }

    /// <summary>The papers it was accepted without; null when none was missing.</summary>
    public IReadOnlyList<Promise>? Promises { get; init; }

    public required CaseLifecycle Lifecycle { get; init; }
    public CaseOutcome? Outcome { get; init; }
    public required IReadOnlyList<ItemState> Items { get; init; }

    /// <summary>Set once issuing has failed for good and what was issued is being revoked.</summary>
    public Text? Compensation { get; init; }

    /// <summary>The joint inspection that is planned, appointed or over; null while no department has asked for one.</summary>
    public InspectionState? Inspection { get; init; }
    /// <summary>Those that were held before it.</summary>
    public IReadOnlyList<InspectionState>? EarlierInspections { get; init; }

    /// <summary>What the applicant gave, as JSON, kept with the entry of the journal it came with; see <see cref="SubmissionContent"/>.</summary>
    [JsonIgnore]
    public Utf8Json Submission { get; init; } = Utf8Json.Empty;

    [JsonIgnore]
    public bool HasEnded => EndedAt is not null;

    /// <summary>The papers that an item is not issued without and that are still to come.</summary>
    public IEnumerable<Promise> AwaitedBy(ItemState item) => Promises is null ? [] : Promises.Where(p => p.IsOpen && p.Items.Contains(item.Item));

    /// <summary>Whether anybody still waits for a promised paper: what has been refused, withdrawn or cancelled needs none.</summary>
    public bool Awaits(Promise promise) => promise.IsOpen && Items.Any(i => i.NeedsPapers && promise.Items.Contains(i.Item));
}

/// <summary>The applicant with the identity number masked; the number itself is only in the submission.</summary>
public sealed record CaseApplicant(ApplicantKind Kind, string Name, string IdNumber);

/// <summary>A case is terminated by the authority.</summary>
/// <param name="Ground">Its id in the catalogue of that day.</param>
/// <param name="By">The subject of whoever decided it.</param>
public sealed record Termination(string Ground, string By, DateTimeOffset At, Text Reason, string LegalBasis);

/// <summary>Where a case was handed in.</summary>
public sealed record Acceptance(string Window, string Region);

/// <summary>What the whole is granted, as it was on submission.</summary>
/// <param name="Committed">Null: the whole is promised for the latest date of its items.</param>
/// <param name="Statutory">By law, where items are handled jointly.</param>
public sealed record CaseLimits(DayLimit? Committed, DayLimit Statutory);

/// <summary>By when a received application is accepted, or refused with a reason, or told everything that is missing (Administrative Licensing Law, art 32).</summary>
/// <param name="Basis">The law by which it is deemed accepted otherwise.</param>
public sealed record ReceiptTerms(DayLimit Limit, string Basis);

/// <summary>A step that has a limit of its own; it runs beside the item's two limits.</summary>
/// <param name="Procedure">The special procedure's id in the catalogue; null for every other step.</param>
/// <param name="Warned">Ids of the warnings given.</param>
public sealed record StepClock(ClockKind Kind, DateTimeOffset Start, DayLimit Limit, string? Procedure = null, IReadOnlyList<string>? Warned = null);

/// <summary>A paper that the case was accepted without, on the promise to bring it (容缺受理).</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Limit">From the acceptance on.</param>
/// <param name="Items">Those that are not issued without it.</param>
/// <param name="Also">Those that declare it and do not wait for it; null for none.</param>
public sealed record Promise(string Material, Text Name, DayLimit Limit, IReadOnlyList<string> Items, IReadOnlyList<string>? Also = null)
{
    /// <summary>Null until it has come.</summary>
    public DateTimeOffset? ProvidedAt { get; init; }
    /// <summary>Set when it did not come in its time.</summary>
    public DateTimeOffset? LapsedAt { get; init; }
    /// <summary>Ids of the warnings given.</summary>
    public IReadOnlyList<string>? Warned { get; init; }

    [JsonIgnore]
    public bool IsOpen => ProvidedAt is null && LapsedAt is null;

    /// <summary>Whether the item's department may look at it.</summary>
    public bool IsDeclaredBy(string item) => Items.Contains(item) || Also?.Contains(item) == true;
}

/// <summary>A warning that was given about one of an item's limits, or of the whole's.</summary>
/// <param name="Warning">Its id.</param>
public sealed record GivenWarning(ClockKind Clock, string Warning);

/// <summary>What it costs, in yuan; free items are named too.</summary>
public sealed record CaseFee(decimal Total, string Currency, IReadOnlyList<ItemFee> PerItem);

public sealed record ItemFee(string Item, decimal Amount, string PaidBy);

/// <summary>What the bundle says about issuing that fails.</summary>
/// <param name="Attempts">Attempts at one item before a passing failure counts as final.</param>
public sealed record IssuePolicy(OnIssueFailure OnFailure, int Attempts, int FirstDelaySeconds, int MaxDelaySeconds);

[JsonConverter(typeof(KebabCase<OnIssueFailure>))]
public enum OnIssueFailure
{
    /// <summary>The case waits for an operator.</summary>
    Park,
    /// <summary>What was issued is revoked, in reverse order.</summary>
    Compensate,
}

/// <summary>One item of the case, in the hands of one department.</summary>
public sealed record ItemState
{
    public required Guid Task { get; init; }
    public required string Item { get; init; }
    public required string Department { get; init; }
    /// <summary>The service that handles it; null when that is the department's own. Kept for life, as the version is.</summary>
    public string? Service { get; init; }
    public required string Authority { get; init; }
    public required bool Required { get; init; }
    /// <summary>Items whose licences this one needs to be issued.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];
    public required ItemLifecycle Lifecycle { get; init; }
    public required string Holder { get; init; }
    /// <summary>Null for an item of before limits were kept.</summary>
    public TaskClock? Clock { get; init; }
    /// <summary>What is granted for its steps.</summary>
    public ItemTerms? Terms { get; init; }
    /// <summary>The step it is at, when that has a limit of its own.</summary>
    public StepClock? Step { get; init; }
    /// <summary>The warnings given about its two limits.</summary>
    public IReadOnlyList<GivenWarning>? Warned { get; init; }
    public Decision? Decision { get; init; }
    /// <summary>What the applicant was told in writing while the review went on; null when nothing was.</summary>
    public IReadOnlyList<WrittenStep>? Told { get; init; }
    /// <summary>Why the limit was extended; null when it was not.</summary>
    public Grounds? ExtensionGrounds { get; init; }
    /// <summary>The number of the department's last message about the review; an older one is dropped.</summary>
    public int Sequence { get; init; }
    /// <summary>The number of the message that brought the last decision.</summary>
    public int DecisionSequence { get; init; }
    /// <summary>Supplements answered so far.</summary>
    public int Round { get; init; }
    /// <summary>When the applicant was told of the request for a supplement that is open; null while it is gathered with others.</summary>
    public DateTimeOffset? ToldAt { get; init; }
    /// <summary>What the applicant has given of that request, while something of it is missing.</summary>
    public SupplementChanges? Given { get; init; }
    /// <summary>What answers to other items have changed in the part this one declares, which its department has not been sent.</summary>
    public SupplementChanges? Unseen { get; init; }
    /// <summary>The attempt at issuing that is under way or was answered last; 0 before the first.</summary>
    public int Attempt { get; init; }
    /// <summary>When the next attempt is due, while one is waited for.</summary>
    public DateTimeOffset? RetryAt { get; init; }
    /// <summary>Why issuing failed for good.</summary>
    public Text? Failure { get; init; }
    /// <summary>1 for the item issued first; revoking goes from the highest down.</summary>
    public int IssuedAs { get; init; }
    /// <summary>What the check after the issue came to; null before. It may be known before the issue is, when messages overtake each other.</summary>
    public CheckResult? Checked { get; init; }
    /// <summary>True while its department has been asked to revoke what it issued, and has not answered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Revoking { get; init; }
    public IReadOnlyList<Licence> Licences { get; init; } = [];
    /// <summary>The corrections of their clerical errors, in order; null for none. <see cref="Licences"/> has each in its current version.</summary>
    public IReadOnlyList<LicenceCorrection>? Corrections { get; init; }
    /// <summary>The last outage of the department's own system that was told of under this item; null when none was.</summary>
    public SystemDown? Down { get; init; }

    /// <summary>Holds what the applicant has to supplement.</summary>
    public const string Applicant = "applicant";

    /// <summary>Holds what is not accepted yet.</summary>
    public const string Window = "window";

    /// <summary>Holds what could not be issued, under a policy that parks.</summary>
    public const string Operator = "operator";

    /// <summary>The queue the task is sent to, and the sender of its answers.</summary>
    [JsonIgnore]
    public string Queue => Service ?? Department;

    /// <summary>True while the review is not answered for good.</summary>
    [JsonIgnore]
    public bool InReview => Lifecycle is ItemLifecycle.Requested or ItemLifecycle.Claimed or ItemLifecycle.Reviewing
        or ItemLifecycle.SupplementRequested or ItemLifecycle.InspectionRequested or ItemLifecycle.SpecialProcedure;

    /// <summary>True while the department may still act on the task.</summary>
    [JsonIgnore]
    public bool IsLive => InReview || Lifecycle is ItemLifecycle.ReviewPassed or ItemLifecycle.Issuing;

    /// <summary>True while somebody of its department has the review in hand, also while the applicant or a visit is waited for.</summary>
    [JsonIgnore]
    public bool IsInHands => InReview && Holder.Length > 0 && Holder != Department && Holder != Window;

    /// <summary>True while a promised paper would be of use: under review, or passed and not asked to be issued yet.</summary>
    [JsonIgnore]
    public bool NeedsPapers => InReview || Lifecycle == ItemLifecycle.ReviewPassed;

    /// <summary>True when what was issued no longer holds, or is about to be revoked: nothing can be issued on it.</summary>
    [JsonIgnore]
    public bool IsTakenBack => Lifecycle == ItemLifecycle.Revoked || Revoking;

    /// <summary>True while an operator has to decide what becomes of an issue that failed.</summary>
    [JsonIgnore]
    public bool IsParked => Lifecycle == ItemLifecycle.IssueFailed && Holder == Operator;

    /// <summary>True while the department waits for a visit, and what it asked for is known here.</summary>
    [JsonIgnore]
    public bool AsksForInspection => Lifecycle == ItemLifecycle.InspectionRequested && Decision is { Outcome: ReviewOutcome.Inspect };

    /// <summary>True while the applicant has to answer, and can: what the department asks for is known here.</summary>
    [JsonIgnore]
    public bool AsksForSupplement => Lifecycle == ItemLifecycle.SupplementRequested && Decision is { Outcome: ReviewOutcome.Supplement };

    /// <summary>True while the applicant has not been told of what is asked. A time that runs was told when it began.</summary>
    [JsonIgnore]
    public bool IsUntold => AsksForSupplement && ToldAt is null && Step is null;

    /// <summary>
    /// True while a request for a supplement may be on its way. Whoever waits for a visit, a hearing or the applicant has answered for now.
    /// </summary>
    [JsonIgnore]
    public bool MayStillAsk => InReview && !AsksForSupplement && Lifecycle is not (ItemLifecycle.InspectionRequested or ItemLifecycle.SpecialProcedure);
}

/// <summary>What the check after the issue came to.</summary>
/// <param name="LegalBasis">The law by which it is revoked; null where it passed, or none is known.</param>
public sealed record CheckResult(bool Passed, string By, DateTimeOffset At, Text Reason, string? LegalBasis);

/// <summary>What the applicant gave.</summary>
public sealed record SubmissionContent
{
    public required string IdNumber { get; init; }
    public string? Phone { get; init; }
    public required System.Text.Json.JsonElement Answers { get; init; }
    public required System.Text.Json.JsonElement Form { get; init; }
    public required IReadOnlyList<MaterialReference> Materials { get; init; }
    /// <summary>While the case waits for its acceptance: what each item is given then.</summary>
    public IReadOnlyList<ItemPart>? Parts { get; init; }
    /// <summary>Nobody can guess it, so that whoever reads the digest in the journal cannot try out what they may not see. Null for a case of before digests were kept.</summary>
    public string? Salt { get; init; }
}

/// <summary>The fields and materials one item declares.</summary>
public sealed record ItemPart(string Item, System.Text.Json.JsonElement Form, IReadOnlyList<MaterialReference> Materials, string? HandedOverBy);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CaseState))]
[JsonSerializable(typeof(SubmissionContent))]
internal sealed partial class CaseJson : JsonSerializerContext;
