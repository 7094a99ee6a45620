namespace OneVisit.Conformance.AgainstSystem;

/// <summary>What a department's system must do.</summary>
internal static class SystemChecks
{
    public static readonly Check Identified = new("identified", "Every request carries a bearer token.", "Tokens");
    public static readonly Check WellFormed = new("well-formed", "Every body is well-formed, and has no member that the contract does not know.", "Problems");

    public static readonly Check Accepts = new("accepts-events", "Every legal event is accepted with 2xx within 15 seconds.", "Webhooks");
    public static readonly Check AcceptsUnknown = new("accepts-unknown", "An event of an unknown type is accepted, and unknown members are passed over.", "What stays");
    public static readonly Check RefusesSecret = new("refuses-other-secret", "An event signed with another secret is refused with 4xx.", "Webhooks");
    public static readonly Check RefusesBody = new("refuses-altered-body", "An event whose body was altered after signing is refused with 4xx.", "Webhooks");
    public static readonly Check RefusesId = new("refuses-altered-id", "An event whose id was altered after signing is refused with 4xx.", "Webhooks");
    public static readonly Check RefusesOld = new("refuses-old", "An event signed an hour ago is refused with 4xx.", "Webhooks");
    public static readonly Check RefusesFuture = new("refuses-future", "An event signed for an hour from now is refused with 4xx.", "Webhooks");
    public static readonly Check RefusesUnsigned = new("refuses-unsigned", "An event without a signature is refused with 4xx.", "Webhooks");
    public static readonly Check ForgedHasNoEffect = new("forged-has-no-effect", "Nothing is asked about a task that only forged events named.", "Webhooks");
    public static readonly Check Rotates = new("rotates", "Of two signatures one that is right is enough, while the secret is changed.", "Webhooks");
    public static readonly Check Repeats = new("repeats", "An event that comes three times under one id leads to one decision.", "Webhooks");
    public static readonly Check Late = new("late", "Events about a task that has ended, or has been approved by law, lead to nothing.", "Webhooks");
    public static readonly Check OutOfOrder = new("out-of-order", "An issue request told before the review leads to a review, and to no issue.", "Webhooks");
    public static readonly Check CancelledFirst = new("cancelled-first", "A task whose cancellation is told before its request is left alone.", "Webhooks");

    public static readonly Check Decides = new("decides", "Every task that waits for the department is decided.", "Deciding");
    public static readonly Check Once = new("decides-once", "What has been decided, and answered with 200, is not decided again.", "Deciding");
    public static readonly Check Precondition = new("if-match", "Every decision carries If-Match.", "Deciding");
    public static readonly Check Reasons = new("reasons", "Every outcome but pass carries a reason and its legal basis.", "Deciding");
    public static readonly Check ReadsAgain = new("reads-again", "After 412 the task is read again before it is decided again.", "Deciding");
    public static readonly Check RepeatsLost = new("repeats-lost-decision", "A decision whose answer was lost is sent again, the same.", "Deciding");
    public static readonly Check LeavesCancelled = new("leaves-cancelled", "A task whose case has ended meanwhile is left alone.", "Deciding");
    public static readonly Check LeavesHeld = new("leaves-held", "A decision of a task held by another (409) is not sent again and again.", "Deciding");
    public static readonly Check LeavesGone = new("leaves-gone", "A task that is not there (404) is not asked for again and again.", "The inbox");
    public static readonly Check RetryAfter = new("retry-after", "After 503 the same is sent again, and not before Retry-After has passed.", "Problems");

    public static readonly Check Supplemented = new("supplemented", "After the applicant's answer to a supplement the task is decided once more.", "Deciding");
    public static readonly Check Lapsed = new("lapsed", "After a supplement that nobody answered the task is decided on what is there.", "Deciding");

    public static readonly Check Issues = new("issues", "An issue request is answered.", "Issuing");
    public static readonly Check Types = new("issues-types", "With a licence of each type that is asked for, and of no other.", "Issuing");
    public static readonly Check IssuesOnce = new("issues-once", "An issue request that is told three times is answered once.", "Issuing");
    public static readonly Check RepeatsLostIssue = new("repeats-lost-issue", "An issue answer whose answer was lost is sent again with the same numbers.", "Issuing");
    public static readonly Check IssuesWhenAsked = new("issues-when-asked", "Nothing is issued that was not asked for.", "Issuing");

    public static readonly Check Pages = new("pages", "The inbox is read to the end: next is followed, whatever the size of a page.", "The inbox");
    public static readonly Check Conditional = new("conditional", "What has been seen is said with If-None-Match.", "The inbox");
    public static readonly Check Patient = new("patient", "An inbox that has not changed (304) is not asked more than twice a second.", "The inbox");

    public static IReadOnlyList<Check> OfWebhooks { get; } =
        [Accepts, AcceptsUnknown, RefusesSecret, RefusesBody, RefusesId, RefusesOld, RefusesFuture, RefusesUnsigned, ForgedHasNoEffect, Rotates, Repeats, Late, OutOfOrder, CancelledFirst];

    public static IReadOnlyList<Check> OfPulling { get; } = [Pages, Conditional, Patient];

    public static IReadOnlyList<Check> All { get; } =
    [
        Identified, WellFormed, .. OfWebhooks, .. OfPulling,
        Decides, Once, Precondition, Reasons, ReadsAgain, RepeatsLost, LeavesCancelled, LeavesHeld, LeavesGone, RetryAfter, Supplemented, Lapsed,
        Issues, Types, IssuesOnce, RepeatsLostIssue, IssuesWhenAsked,
    ];
}
