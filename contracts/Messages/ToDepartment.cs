using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneVisit.Contracts.Messages;

/// <summary>A message about one case. What is common to all: the case it belongs to.</summary>
public abstract record CaseMessage
{
    public required Guid CaseId { get; init; }
}

/// <summary>A message about one item of a case.</summary>
public abstract record TaskMessage : CaseMessage
{
    public required Guid TaskId { get; init; }
}

/// <summary>Orchestrator to department: review this item. Carries only the fields and materials the item declares.</summary>
public sealed record RequestReview : TaskMessage
{
    public required string Item { get; init; }
    public required string Bundle { get; init; }
    public required string BundleVersion { get; init; }
    /// <summary>GB/T 2260 code of the place the matter belongs to.</summary>
    public required string Region { get; init; }
    /// <summary>The competent authority, for instance <c>430602.tax</c>.</summary>
    public required string Authority { get; init; }
    /// <summary>The authority that would be competent, had it not handed the matter over; null when it did not.</summary>
    public string? HandedOverBy { get; init; }
    public required ApplicantName Applicant { get; init; }
    /// <summary>The part of the merged form this item declares.</summary>
    [JsonConverter(typeof(RawJson))]
    public required JsonElement Form { get; init; }
    public required IReadOnlyList<MaterialReference> Materials { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    /// <summary>
    /// The digest of the catalogue text that the case was submitted under and is judged by for life, whatever is in force later. Null from a platform that did not
    /// say it yet.
    /// </summary>
    public string? Catalogue { get; init; }
    /// <summary>How long the department has, and from when. Null from a platform that did not count yet.</summary>
    public TaskClock? Clock { get; init; }
    /// <summary>What is granted for the steps of the item; null from a platform that did not count them yet.</summary>
    public ItemTerms? Terms { get; init; }
    /// <summary>Papers among those the item declares that are not here yet, and by when they are promised; null when none is.</summary>
    public IReadOnlyList<PromisedMaterial>? Promised { get; init; }
}

/// <summary>Orchestrator to department: the applicant did not answer in time; the review goes on with what is there.</summary>
public sealed record SupplementLapsed : TaskMessage
{
    /// <summary>The supplement that was waited for: 1 for the first of this task.</summary>
    public required int Round { get; init; }
    public required DateTimeOffset LapsedAt { get; init; }
}

/// <summary>Orchestrator to department: the applicant answered the supplement notice; the review goes on.</summary>
public sealed record ProvideSupplement : TaskMessage
{
    /// <summary>1 for the first supplement of this task. A repeat carries the same round.</summary>
    public required int Round { get; init; }
    [JsonConverter(typeof(RawJson))]
    public required JsonElement Form { get; init; }
    public required IReadOnlyList<MaterialReference> Materials { get; init; }
    /// <summary>When the applicant answered: from the day after on the clock counts again.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }
    /// <summary>What is not as the department saw it last, within what its item declares; null from a platform that did not compare yet.</summary>
    public SupplementChanges? Changed { get; init; }
}

/// <summary>Orchestrator to department: every required item has passed and what this one needs is there; issue.</summary>
public sealed record RequestIssue : TaskMessage
{
    /// <summary>1 for the first request; a later attempt follows an answer that was not final.</summary>
    public required int Attempt { get; init; }
    /// <summary>The licences of the items this one depends on.</summary>
    public required IReadOnlyList<Licence> Inputs { get; init; }
}

/// <summary>Orchestrator to department: stop; nothing will be issued for this task. Nothing is answered.</summary>
public sealed record CancelTask : TaskMessage
{
    public required StopCause Cause { get; init; }
    public required Text Reason { get; init; }
}

/// <summary>Orchestrator to department: revoke what this task issued. Answered by <see cref="LicencesRevoked"/>.</summary>
public sealed record RevokeLicences : TaskMessage
{
    public required Text Reason { get; init; }
}
