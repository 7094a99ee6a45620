using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Documents;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>
/// Supplements: what departments ask for within the window becomes one notice (Administrative Licensing Law, art 32), and what the applicant gives goes back to
/// whoever it answers. Which requests are told and which not stands with each item, so the window follows from the state after every change, whatever made it.
/// </summary>
public sealed partial class CaseRules
{
    /// <summary>
    /// After a change: requests that nobody has been told of open a window, and are told once its last day is over or nobody is left who may still ask.
    /// Where none is left untold, because they were answered first or the case has ended, there is nothing to tell.
    /// </summary>
    private Decision<CaseState> Gathered(CaseState? before, Decision<CaseState> decision, object message, DateTimeOffset now)
    {
        if (decision is not { State: { } state, Refusal: null } || (ReferenceEquals(before, state) && message is not Wake))
            return decision;
        if (!HasUntold(state) || state.HasEnded)
            return state.Collecting is null ? decision : decision with { State = state with { Collecting = null } };
        var clock = clockOf(state.Region);
        var window = state.Collecting ?? (clock.Collection is { } terms ? new CollectionWindow(now, terms) : null);
        if (window is not null && state.Items.Any(i => i.MayStillAsk) && clock.Deadlines.DateOf(now) <= window.LastDay(state.SubmittedAt, clock.Deadlines))
            return state.Collecting is null ? decision with { State = state with { Collecting = window } } : decision;
        return Tell(state, decision, window?.Opened ?? now, clock, now);
    }

    // Asked after every decision of every case: nothing is allocated for it.
    private static bool HasUntold(CaseState state)
    {
        for (var i = 0; i < state.Items.Count; i++)
        {
            if (state.Items[i].IsUntold)
                return true;
        }
        return false;
    }

    /// <summary>One notice of every request that was not told; the applicant's time begins with it.</summary>
    private static Decision<CaseState> Tell(CaseState state, Decision<CaseState> decision, DateTimeOffset since, CityClock clock, DateTimeOffset now)
    {
        var untold = state.Items.Where(i => i.IsUntold).Select(i => i.Task).ToHashSet();
        var told = state with
        {
            Collecting = null,
            Items =
            [
                .. state.Items.Select(i => untold.Contains(i.Task)
                    ? i with { ToldAt = now, Told = [.. i.Told ?? [], new WrittenStep(i.Decision!, now)], Step = i.Terms?.Supplement is { } limit ? new StepClock(ClockKind.Supplement, now, limit) : null }
                    : i),
            ],
        };
        List<AskedOfApplicant> requests = [.. told.Items.Where(i => untold.Contains(i.Task)).Select(i => AskedOfApplicant.Of(told, i, clock))];
        return decision with
        {
            State = told,
            Journal = [.. decision.Journal, new JournalEntry("supplement-told", new { Since = since, Requests = requests })],
            Notices = [.. decision.Notices, new Notice(Audiences.Applicant(state), "supplement-notice", SupplementWords.Notice(requests), new { Requests = requests })],
        };
    }

    /// <summary>
    /// The applicant answered: each item that got what it asked for, or that the answer names, is reviewed again. The others wait on, their time runs on, and those that
    /// never asked are not disturbed. An answer may come before the notice.
    /// </summary>
    private Decision<CaseState> Supplement(CaseState state, AnswerSupplement supplement, DateTimeOffset now)
    {
        var asking = state.Items.Where(i => i.AsksForSupplement).ToList();
        if (asking.Count == 0)
            return Refuse(state, "no-supplement-requested", "No department is waiting for a supplement.");
        if (!supplement.Replaces.Equals(state.Submission))
            return Refuse(state, "supplement-overtaken", "Another supplement came first; read the case and send again what is still asked.");
        var given = supplement.Items.ToDictionary(i => i.Item, StringComparer.Ordinal);
        if (supplement.Given?.Items?.Index().Where(n => asking.All(i => i.Item != n.Item)).Select(n => new Fault($"/items/{n.Index}", FaultCodes.NotAChoice, "This item does not wait for a supplement.")).ToList() is { Count: > 0 } strangers)
            return Decision<CaseState>.Refused(state, new Refusal(422, "invalid", strangers.Count == 1 ? "The request has a fault." : $"The request has {strangers.Count} faults.", strangers));
        var answered = asking.Where(i => supplement.Given?.Items is { } named ? named.Contains(i.Item) : SupplementMatch.Missing(i, supplement, given[i.Item]) is null).ToList();
        if (answered.Count == 0)
        {
            return Decision<CaseState>.Refused(state, new Refusal(
                422, "supplement-incomplete", "This answers no department's request: each still lacks something. To have it go as it is, name the items in 'items'.",
                [.. asking.SelectMany(i => SupplementWords.Missing(state, i, SupplementMatch.Missing(i, supplement, given[i.Item])!, clockOf(state.Region)))]));
        }
        return Supplemented(new Decision<CaseState>
        {
            State = state with { Submission = supplement.Submission, Items = [.. state.Items.Select(i => After(i, answered.Contains(i), supplement, given.GetValueOrDefault(i.Item), now))] },
            Messages =
            [
                .. answered.Select(i => new Outgoing(i.Queue, new ProvideSupplement
                {
                    CaseId = state.CaseId,
                    TaskId = i.Task,
                    Round = i.Round + 1,
                    Form = given[i.Item].Form,
                    Materials = given[i.Item].Materials,
                    AnsweredAt = now,
                    Changed = i.Unseen.And(given[i.Item].Changed),
                })),
            ],
            Journal =
            [
                new JournalEntry("supplement-answered", new
                {
                    supplement.By,
                    Items = answered.Select(i => i.Item),
                    Waiting = answered.Count == asking.Count ? null : asking.Except(answered).Select(i => i.Item),
                    supplement.Submission.Digest,
                }),
            ],
        }, supplement, answered, now);
    }

    private static ItemState After(ItemState item, bool isAnswered, AnswerSupplement supplement, SupplementedItem? given, DateTimeOffset now) => (isAnswered, item) switch
    {
        (true, _) => item with
        {
            Lifecycle = ItemLifecycle.Reviewing,
            Holder = item.Department,
            Round = item.Round + 1,
            Decision = null,
            Clock = item.Clock.Resumed(now),
            Step = null,
            ToldAt = null,
            Given = null,
            Unseen = null,
        },
        (_, { InReview: true }) when given is not null => item with
        {
            Given = item.AsksForSupplement ? item.Given.And(SupplementMatch.Given(item, supplement, given)) : item.Given,
            Unseen = item.Unseen.And(given.Changed),
        },
        _ => item,
    };

    /// <summary>The applicant has not answered in time: the item is withdrawn where it says so, and else its department goes on with what is there.</summary>
    private Decision<CaseState> SupplementLapses(CaseState state, ItemState item, DateTimeOffset now)
    {
        var entry = new JournalEntry("supplement-lapsed", new { item.Item, item.Department, item.Step!.Limit, Withdrawn = item.Terms!.WithdrawnUnanswered });
        var name = NameOf(state, item);
        var reason = new Text($"“{name.Zh}”逾期未补正,视为撤回申请", $"{name.En}: what was asked for did not come in time; the application counts as withdrawn");
        Notice[] notices = item.Terms.WithdrawnUnanswered ? [new Notice(Audiences.Applicant(state), "supplement-lapsed", reason, new { item.Item })] : [];
        if (item.Terms.WithdrawnUnanswered && item.Required)
        {
            return End(
                state, CaseLifecycle.Withdrawn, CaseOutcome.Withdrawn, StopCause.CaseWithdrawn, ItemLifecycle.Withdrawn, reason, now,
                entry, new JournalEntry("withdrawn", new { By = "rule:supplement-lapsed/1", Reason = reason })) with
            { Notices = notices };
        }
        if (item.Terms.WithdrawnUnanswered)
        {
            var without = With(state, item with { Lifecycle = ItemLifecycle.Withdrawn, Holder = "", Failure = reason, Step = null, ToldAt = null, Clock = item.Clock.Resumed(now) });
            return Then(
                new Decision<CaseState> { State = without, Messages = [Stop(state, item, StopCause.CaseWithdrawn, reason)], Journal = [entry], Notices = notices },
                Advance(without, now));
        }
        return new Decision<CaseState>
        {
            State = With(state, item with
            {
                Lifecycle = ItemLifecycle.Reviewing,
                Holder = item.Department,
                Round = item.Round + 1,
                // Else a change of hands from before the department heard of it would let the applicant answer what nobody waits for.
                Decision = null,
                Clock = item.Clock.Resumed(now),
                Step = null,
                ToldAt = null,
                Given = null,
            }),
            Messages = [new Outgoing(item.Queue, new SupplementLapsed { CaseId = state.CaseId, TaskId = item.Task, Round = item.Round + 1, LapsedAt = now })],
            Journal = [entry],
        };
    }
}
