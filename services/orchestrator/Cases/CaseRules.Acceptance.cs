using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Documents;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>Receipt and acceptance (Administrative Licensing Law, art 32): on the spot, by a clerk, or by law when nobody answers.</summary>
public sealed partial class CaseRules
{
    /// <summary>Every department is asked at the same time. The clocks run from the acceptance on.</summary>
    private Decision<CaseState> Accepted(CaseState state, DateTimeOffset accepted, IReadOnlyList<ItemPart> parts, params ReadOnlySpan<JournalEntry> before)
    {
        var given = parts.ToDictionary(p => p.Item, StringComparer.Ordinal);
        state = state with
        {
            AcceptedAt = accepted,
            Lifecycle = CaseLifecycle.Reviewing,
            Items = [.. state.Items.Select(i => i with { Holder = i.Department, Clock = i.Clock is { } clock && clock.Start != accepted ? clock with { Start = accepted } : i.Clock })],
        };
        return new Decision<CaseState>
        {
            State = state,
            Messages = [.. state.Items.Select(i => new Outgoing(i.Queue, ReviewOf(state, i, given[i.Item])))],
            Journal = [.. before, .. Promised(state), .. state.Items.Select(i => new JournalEntry("review-requested", new { i.Item, i.Department, i.Authority }))],
            Notices = ToldOfPromises(state),
        };
    }

    private RequestReview ReviewOf(CaseState state, ItemState item, ItemPart part) => new()
    {
        CaseId = state.CaseId,
        TaskId = item.Task,
        Item = item.Item,
        Bundle = state.Bundle,
        BundleVersion = state.BundleVersion,
        Region = state.Region,
        Authority = item.Authority,
        HandedOverBy = part.HandedOverBy,
        Applicant = new ApplicantName { Kind = state.Applicant.Kind, Name = state.Applicant.Name },
        Form = part.Form,
        Materials = part.Materials,
        SubmittedAt = state.SubmittedAt,
        Catalogue = state.Catalogue,
        Clock = item.Clock,
        Terms = item.Terms,
        Promised = PromisedTo(state, item),
    };

    /// <summary>A clerk has looked at what was received. The same answer again is harmless.</summary>
    private Decision<CaseState> Received(CaseState state, AnswerReceipt answer, DateTimeOffset now)
    {
        if (state.Receipt is null)
            return Refuse(state, "accepted-already", "The application was accepted on the spot; it waits for nobody's acceptance.");
        if (state.Lifecycle != CaseLifecycle.Submitted)
        {
            return state.Lifecycle == CaseLifecycle.NotAccepted ? !answer.Accepted ? Decision<CaseState>.Nothing(state) : Refuse(state, "not-accepted", "The application was not accepted.")
                : answer.Accepted && state.AcceptedAt is not null ? Decision<CaseState>.Nothing(state)
                : Refuse(state, "answered-already", "The application is no longer waiting for its acceptance.");
        }
        // Accepted by law already, though nobody has been woken to enter it.
        var deadlines = clockOf(state.Region).Deadlines;
        if (deadlines.HasPassed(deadlines.PeriodOf(state.SubmittedAt, state.Receipt.Limit), now))
            return answer.Accepted ? DeemedAccepted(state) : Refuse(state, "deemed-accepted", "The time for an answer is up, and the application is accepted by law.");
        if (!answer.Accepted)
        {
            return End(
                state with { NotAcceptedBecause = new Grounds(answer.Reason, answer.LegalBasis) }, CaseLifecycle.NotAccepted, CaseOutcome.NotAccepted, StopCause.CaseNotAccepted, ItemLifecycle.NotAccepted, answer.Reason, now,
                new JournalEntry("not-accepted", new { answer.By, answer.Reason, answer.LegalBasis }));
        }
        return Accept(state, now, answer.By, null);
    }

    private Decision<CaseState> Accept(CaseState state, DateTimeOffset accepted, string by, string? legalBasis)
    {
        var content = state.Submission.Read(CaseJson.Default.SubmissionContent);
        var kept = state with { Submission = Kit.Utf8Json.Of(content with { Parts = null }, CaseJson.Default.SubmissionContent) };
        var entry = new JournalEntry("accepted", new { By = by, LegalBasis = legalBasis, Digest = content.Salt is null ? null : kept.Submission.Digest });
        return Accepted(kept, accepted, content.Parts ?? throw new InvalidOperationException($"what the items of case {state.CaseId} are given is not kept"), entry);
    }

    /// <summary>Nobody answered in time: accepted by law, from the day of receipt.</summary>
    private Decision<CaseState> DeemedAccepted(CaseState state)
    {
        var accepted = Accept(state, state.SubmittedAt, "rule:deemed-accepted/1", state.Receipt!.Basis);
        return accepted with
        {
            Notices =
            [
                new Notice(
                    Audiences.Applicant(state), "deemed-accepted",
                    new Text("逾期未告知是否受理,自收到申请之日起即为受理", "Nobody answered in time: your application is accepted from the day it was received"),
                    new { LegalBasis = state.Receipt.Basis }),
                .. accepted.Notices,
            ],
        };
    }
}
