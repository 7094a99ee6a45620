using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>What a department's own system does with a task beside what people do: it takes it over, and it issues.</summary>
public sealed partial class TaskRules
{
    /// <summary>What the platform adds to licences that a department's own system issues; null: nothing, and a number that is left out is a fault.</summary>
    public LicenceTermsOf? LicenceTermsOf { get; init; }

    /// <summary>
    /// Taken over: a change of hands, kept with the system's own reference. What was given back, or handed to somebody else and given back, can
    /// be taken over again; the reference of whoever holds the task stays.
    /// </summary>
    private static Decision<TaskState> Received(TaskState state, ReceiveTask receive, DateTimeOffset now)
    {
        if (state.Receipt is { } made && made.By == receive.By && made.Reference == receive.Reference && (state.Holder == receive.By || !state.IsOpen))
            return Decision<TaskState>.Nothing(state);
        if (!state.IsOpen)
            return NotOpen(state);
        if (IsHeldByAnother(state, receive.By))
            return Refuse(state, "held-by-another", $"The task is held by {state.Holder}.");
        if (state.Holder == receive.By && state.Receipt?.By == receive.By)
            return Refuse(state, "received-already", $"The task was taken over under the reference '{state.Receipt.Reference}'.");
        return Held(
            state with { Receipt = new TaskReceipt(receive.Reference, receive.By, now) }, Claimed(state), receive.By,
            new JournalEntry("received", new { receive.By, receive.Reference }));
    }

    /// <summary>The department's own system is asked to issue, and the task waits for its answer.</summary>
    private static Decision<TaskState> Ordered(TaskState state, RequestIssue request, DateTimeOffset now) => new()
    {
        State = state with
        {
            Lifecycle = ItemLifecycle.Issuing,
            Holder = state.Department,
            Order = new IssueOrder(request.Attempt, now, request.Inputs),
        },
        Journal = [new JournalEntry("issue-requested", new { request.Attempt })],
    };

    private Needs NeedsOf(TaskState state, AnswerIssue answer, DateTimeOffset now)
    {
        if (!state.AwaitsIssue || answer.Licences is not { } licences)
            return Needs.None;
        var terms = TermsFor(state);
        var drawn = terms is null ? [] : licences.Where(l => l.Number is null).Select(l => terms.SequenceOf(l.Type, state.Authority, time.DateOf(now)));
        return new Needs(
            [.. licences.Where(l => l.Number is not null).Select(KeyOf)],
            [.. drawn.GroupBy(s => s, StringComparer.Ordinal).Select(s => new NumberNeed(s.Key, s.Count()))]);
    }

    /// <summary>The same answer again is harmless, whatever has become of the task since; another one after the first is refused.</summary>
    private Decision<TaskState> Answered(TaskState state, AnswerIssue answer, Facts facts, DateTimeOffset now)
    {
        if (IsRepeat(state, answer))
            return Decision<TaskState>.Nothing(state);
        if (!state.IsTombstone && state.Terms?.IssuedBySystem is null)
            return Refuse(state, "issued-by-platform", "The platform issues this item itself.");
        if (!state.AwaitsIssue)
        {
            return state.Lifecycle switch
            {
                ItemLifecycle.Issued => Refuse(state, "issued-already", "The item has been issued; what was issued cannot be answered anew."),
                ItemLifecycle.ReviewPassed or ItemLifecycle.IssueFailed => Refuse(state, "issue-not-requested", "Nothing is to be issued at present; the next request says when."),
                _ when state.IsOpen => Refuse(state, "issue-not-requested", "The review has not passed, and nothing is to be issued yet."),
                _ => NotOpen(state),
            };
        }
        if (answer.Attempt is { } attempt && attempt != state.Order!.Attempt)
            return Refuse(state, "another-attempt", $"The item is to be issued at attempt {state.Order.Attempt}, and the answer is of attempt {attempt}.");
        return answer.Failure is { } failure ? FailedToIssue(state, answer.By, failure) : IssuedBySystem(state, answer, facts, now);
    }

    private static Decision<TaskState> FailedToIssue(TaskState state, string by, IssueFailure failure)
    {
        var failed = state with { Lifecycle = ItemLifecycle.IssueFailed, Attempt = state.Order!.Attempt, Order = null, Failure = failure };
        return new Decision<TaskState>
        {
            State = failed,
            Messages = IssueAnswer(failed),
            Journal = [new JournalEntry("issue-failed", new { failed.Attempt, failure.Code, failure.Reason, failure.Final, By = by })],
        };
    }

    private Decision<TaskState> IssuedBySystem(TaskState state, AnswerIssue answer, Facts facts, DateTimeOffset now)
    {
        var given = answer.Licences!;
        // Looked up before the command was handed in too; here it is certain.
        Fault[] taken = [.. given.Index().Where(l => l.Item.Number is not null && facts.Find(KeyOf(l.Item)) is not null).Select(l => NumberExists(l.Index))];
        if (taken.Length > 0)
            return Decision<TaskState>.Refused(state, new Refusal(422, "invalid", "A number is another licence's.", taken));
        var (terms, day) = (TermsFor(state), time.DateOf(now));
        // The numbers were drawn a moment ago, for the item as it stood then.
        if (given.Any(l => l.Number is null && (terms is null || !facts.HasNumber(terms.SequenceOf(l.Type, state.Authority, day)))))
            return Refuse(state, "number-needed", "No number could be drawn for a licence that has none; send it again, or with a number.");
        var (licences, drawn) = (new List<Licence>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var licence in given)
        {
            licences.Add(new Licence
            {
                Number = licence.Number ?? Next(licence.Type),
                Type = licence.Type,
                Item = state.Item,
                IssuedAt = now,
                ValidUntil = licence.ValidUntil ?? terms?.ValidUntil(licence.Type, day),
                Data = licence.Data,
            });
        }
        var issued = Checkable(state with { Lifecycle = ItemLifecycle.Issued, Attempt = state.Order!.Attempt, Order = null, Licences = licences, Failure = null }, now);
        RegisterClaim[] claims = [.. licences.Select(l => new RegisterClaim(new RegisterKey(l.Type, l.Number), l.Data, Lasting: true))];
        return new Decision<TaskState>
        {
            State = issued,
            Claims = claims,
            Messages = IssueAnswer(issued),
            Journal = [new JournalEntry("licences-issued", new { issued.Attempt, Licences = licences.Select(l => new { l.Type, l.Number }), answer.By, Numbers = facts.LastNumbers, Recorded = Recorded(claims) }), .. Drawn(issued)],
        };

        string Next(string type)
        {
            var sequence = terms!.SequenceOf(type, state.Authority, day);
            var place = facts.FirstNumber(sequence) + drawn.GetValueOrDefault(sequence);
            drawn[sequence] = drawn.GetValueOrDefault(sequence) + 1;
            return terms.NumberOf(type, state.Authority, day, place);
        }
    }

    /// <summary>
    /// The last answer, as far as it was given: what the platform has added since makes no difference. Once the next attempt is asked for, a
    /// failure that does not say which attempt it is of is of that one.
    /// </summary>
    private static bool IsRepeat(TaskState state, AnswerIssue answer) => state.Terms?.IssuedBySystem is not null && (answer.Attempt ?? state.Attempt) == state.Attempt && answer switch
    {
        { Failure: { } failure } => failure == state.Failure && (!state.AwaitsIssue || answer.Attempt is not null),
        { Licences: { } given } => state.Lifecycle is ItemLifecycle.Issued or ItemLifecycle.Revoked
            && given.Count == state.Licences.Count && given.All(g => state.Licences.Any(l => IsSame(l, g))),
        _ => false,
    };

    private static bool IsSame(Licence licence, GivenLicence given) =>
        licence.Type == given.Type && (given.Number is null || given.Number == licence.Number)
        && (given.ValidUntil is null || given.ValidUntil == licence.ValidUntil) && System.Text.Json.JsonElement.DeepEquals(given.Data, licence.Data);

    /// <summary>The fault of a licence whose number is another's.</summary>
    internal static Fault NumberExists(int index) => new($"/licences/{index}/number", FaultCodes.NumberExists, "Another licence of this type has the number.");

    internal static RegisterKey KeyOf(GivenLicence licence) => new(licence.Type, licence.Number!);

    /// <summary>The day of a moment in the city's zone.</summary>
    internal DateOnly DayOf(DateTimeOffset at) => time.DateOf(at);

    internal ILicenceTerms? TermsFor(TaskState state) => LicenceTermsOf?.Invoke(VersionOf(state));

    private static Decision<TaskState> NotOpen(TaskState state) =>
        Refuse(state, "task-not-open", $"The task is {KebabCase.Of(state.Lifecycle)}; nothing can be done with it any more.");
}
