using System.Text.Json.Serialization;

namespace OneVisit.Contracts;

/// <summary>Where a case is in its life. The clock and the outcome are separate axes.</summary>
[JsonConverter(typeof(KebabCase<CaseLifecycle>))]
public enum CaseLifecycle
{
    Submitted,
    Accepted,
    Reviewing,
    Issuing,
    Completed,
    NotAccepted,
    Refused,
    Withdrawn,
    Terminated,
}

/// <summary>How a case ended.</summary>
[JsonConverter(typeof(KebabCase<CaseOutcome>))]
public enum CaseOutcome
{
    /// <summary>Every item was issued.</summary>
    Granted,
    /// <summary>Every required item was issued; an optional one was not.</summary>
    PartlyGranted,
    Refused,
    NotAccepted,
    Withdrawn,
    /// <summary>Issuing failed for good and what had been issued was revoked.</summary>
    Revoked,
    /// <summary>Ended by the authority on a ground of the law, before anything was issued.</summary>
    Terminated,
}

/// <summary>Where one item of a case is, in the hands of one department.</summary>
[JsonConverter(typeof(KebabCase<ItemLifecycle>))]
public enum ItemLifecycle
{
    Requested,
    Claimed,
    Reviewing,
    SupplementRequested,
    InspectionRequested,
    SpecialProcedure,
    ReviewPassed,
    Refused,
    NotAccepted,
    Issuing,
    Issued,
    IssueFailed,
    Cancelled,
    Withdrawn,
    Revoked,
}

/// <summary>What a department may answer to a review.</summary>
[JsonConverter(typeof(KebabCase<ReviewOutcome>))]
public enum ReviewOutcome
{
    Pass,
    Refuse,
    Supplement,
    Inspect,
    SpecialProcedure,
    NotAccepted,
}

/// <summary>Why a department is told to stop.</summary>
[JsonConverter(typeof(KebabCase<StopCause>))]
public enum StopCause
{
    /// <summary>A required item of the case was refused.</summary>
    CaseRefused,
    /// <summary>A required item of the case was not accepted.</summary>
    CaseNotAccepted,
    /// <summary>The applicant withdrew.</summary>
    CaseWithdrawn,
    /// <summary>Issuing failed for good elsewhere in the case.</summary>
    IssuingFailed,
    /// <summary>The authority has ended the case on a ground of the law.</summary>
    CaseTerminated,
}
