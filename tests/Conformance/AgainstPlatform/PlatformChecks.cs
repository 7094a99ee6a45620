namespace OneVisit.Conformance.AgainstPlatform;

/// <summary>What a platform must do for a department's system.</summary>
internal static class PlatformChecks
{
    public static readonly Check Anonymous = new("unauthenticated", "Without a token: 401 unauthenticated.", "Tokens");
    public static readonly Check NoToken = new("invalid-token", "With a token that is none: 401 invalid-token.", "Tokens");
    public static readonly Check Foreign = new("foreign-department", "A task of another department does not exist (404), whatever is asked of it.", "The inbox");
    public static readonly Check ReadsOnly = new("reads-only", "A supervisor may read and not act (403).", "The inbox");

    public static readonly Check Listed = new("inbox", "A new task stands among the open ones, without form and materials.", "The inbox");
    public static readonly Check Whole = new("task", "The single task has form, materials and an ETag.", "The inbox");
    public static readonly Check Declared = new("declared-only", "A task carries neither the applicant's identity number nor the telephone.", "What you are given, and what not");
    public static readonly Check Paged = new("pages", "With limit and cursor every open task comes once, the oldest first.", "The inbox");
    public static readonly Check Queries = new("query-faults", "Every fault of a query is named at once (400 invalid-query).", "Problems");
    public static readonly Check Unchanged = new("unchanged", "What has been seen already is answered 304.", "The inbox");
    public static readonly Check Waits = new("waits", "With wait an unchanged inbox is answered when the time is up, and not before.", "The inbox");
    public static readonly Check Wakes = new("wakes", "An inbox that is waited for is answered as soon as it changes.", "The inbox");

    public static readonly Check Claims = new("claim", "A task is taken and given back; the same again is harmless.", "The inbox");
    public static readonly Check Held = new("held-by-another", "What another holds is neither taken nor decided (409 held-by-another), nor given back (409 not-the-holder).", "Deciding");
    public static readonly Check Received = new("receipt", "A receipt is kept with its reference; the same again changes nothing, another is 409 received-already.", "Issuing");
    public static readonly Check Required = new("if-match-required", "A decision without If-Match is 428.", "Deciding");
    public static readonly Check Stale = new("stale", "A decision with an older ETag is 412, and changes nothing.", "Deciding");
    public static readonly Check Current = new("stale-current", "With the 412 comes the task as it is now.", "Deciding");
    public static readonly Check Bodies = new("decision-faults", "Every fault of a decision is named at once, with pointer and code (422).", "Problems");
    public static readonly Check Malformed = new("malformed", "What is no JSON is 400 malformed-json, and what does not say it is JSON 415.", "Problems");
    public static readonly Check Decided = new("decision", "A decision with the right ETag holds, and is answered with the next ETag.", "Deciding");
    public static readonly Check Repeated = new("decision-repeated", "The same decision again is 200 and changes nothing, whatever If-Match says.", "Deciding");
    public static readonly Check Closed = new("decision-closed", "Another decision after that is 409 task-not-open.", "Deciding");

    public static readonly Check Asks = new("supplement", "What is missing is asked for, and shown as asked; the same again changes nothing.", "Asking for a supplement");
    public static readonly Check Undeclared = new("supplement-undeclared", "What the item does not declare cannot be asked for (422).", "Asking for a supplement");
    public static readonly Check OpenAgain = new("supplement-answered", "Once the applicant has answered, the task is open again, for the department to decide.", "Asking for a supplement");
    public static readonly Check ToldOnce = new("told-once", "What was asked for is not asked for again (409 told-once).", "Asking for a supplement");

    public static readonly Check IssueEarly = new("issue-early", "An answer to no issue request is 409, and issues nothing.", "Issuing");
    public static readonly Check IssueAsked = new("issue-request", "After the review the task asks for its licences, with types, attempt and inputs.", "Issuing");
    public static readonly Check IssueFaults = new("issue-faults", "Every fault of an issue answer is named at once (422).", "Issuing");
    public static readonly Check IssueFails = new("issue-fails", "After a failure that is not final the next attempt is asked for.", "Issuing");
    public static readonly Check Issued = new("issue", "The answer holds; the same again is 200, another is 409 issued-already.", "Issuing");
    public static readonly Check Verified = new("licence", "What was issued is found valid by its number, without a token.", "Licences");
    public static readonly Check Problems = new("problems", "Every error is a problem document with type, code, title, status, errors and the request's trace.", "Problems");

    public static readonly Check Subscribes = new("subscription", "A subscription is taken, and its secret is not given back.", "Webhooks");
    public static readonly Check Told = new("told", "The system is told of a new task, thinly: nothing of the application is in it.", "Webhooks");
    public static readonly Check Signed = new("signed", "Every event is signed with the subscription's secret over id, time and body.", "Webhooks");
    public static readonly Check ToldAgain = new("told-again", "What was not answered with 2xx is told again, under the same id.", "Webhooks");
    public static readonly Check InOrder = new("in-order", "The events of one case come in their order.", "Webhooks");

    public static readonly Check Ends = new("gone", "After 410 nothing more is told, and the subscription says that it is disabled.", "Webhooks");

    public static IReadOnlyList<Check> OfSupplements { get; } = [Asks, Undeclared, OpenAgain, ToldOnce];

    public static IReadOnlyList<Check> OfDeciding { get; } = [Listed, Wakes, Claims, Held, Received, .. OfSupplements, Required, Stale, Current, Bodies, Malformed, Decided, Repeated, Closed];

    public static IReadOnlyList<Check> OfIssuing { get; } = [IssueAsked, IssueFaults, IssueFails, Issued, Verified];

    public static IReadOnlyList<Check> OfWebhooks { get; } = [Subscribes, Told, Signed, ToldAgain, InOrder, Ends];

    public static IReadOnlyList<Check> All { get; } =
        [Anonymous, NoToken, Foreign, ReadsOnly, Whole, Declared, Paged, Queries, Unchanged, Waits, .. OfDeciding, IssueEarly, .. OfIssuing, Problems, .. OfWebhooks];
}
