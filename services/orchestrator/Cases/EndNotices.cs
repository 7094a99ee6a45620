using OneVisit.Contracts;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>
/// Who is told that a case has ended, that it waits for an operator, or that what they have in hand is stopped. It follows from what a decision has changed, whatever
/// made it: no way to end can forget it, and what changes nothing tells nothing.
/// </summary>
internal static class EndNotices
{
    private static readonly Text Everything = new("您申请的事项已全部办结", "Everything you applied for is granted");

    /// <summary>Asked after every decision of every case: nothing is allocated where there is nothing to tell.</summary>
    /// <param name="clockOf">By what a city calls things, given a place in it.</param>
    public static IReadOnlyList<Notice> Of(CaseState before, CaseState after, Func<string, CityClock> clockOf)
    {
        List<Notice>? told = null;
        for (var i = 0; i < after.Items.Count; i++)
        {
            var (was, now) = (before.Items[i], after.Items[i]);
            if (ReferenceEquals(was, now))
                continue;
            if (now.IsParked && !was.IsParked)
                (told ??= []).AddRange(Parked(after, now, clockOf(after.Region)));
            if (was.IsInHands && now.Lifecycle is ItemLifecycle.Cancelled or ItemLifecycle.Withdrawn)
                (told ??= []).Add(Stopped(before, was, after, now, clockOf(after.Region)));
        }
        if (after.HasEnded && !before.HasEnded)
            (told ??= []).AddRange(Ended(after, clockOf(after.Region)));
        return told ?? (IReadOnlyList<Notice>)[];
    }

    private static IEnumerable<Notice> Ended(CaseState state, CityClock clock)
    {
        var applicant = Audiences.Applicant(state);
        switch (state.Outcome)
        {
            case CaseOutcome.Granted:
                yield return new Notice(applicant, "completed", Everything, new { state.Outcome });
                break;
            case CaseOutcome.PartlyGranted:
                var without = state.Items.Where(i => i.Lifecycle is not (ItemLifecycle.Issued or ItemLifecycle.Revoked)).ToList();
                var names = without.Select(i => clock.NameOf(i.Item)).ToList();
                yield return new Notice(
                    applicant, "partly-completed",
                    new Text($"已办结,但未能办理:{string.Join("、", names.Select(n => $"“{n.Zh}”"))}", $"Granted, except for {string.Join(", ", names.Select(n => n.En))}"),
                    new { state.Outcome, Items = without.Select(i => i.Item) });
                break;
            case CaseOutcome.Refused:
                yield return Decided(state, applicant, "refused", new Text("不予批准", "Refused"), clock);
                break;
            case CaseOutcome.NotAccepted when state.NotAcceptedBecause is { } grounds:
                yield return new Notice(applicant, "not-accepted", grounds.Reason, new { grounds.LegalBasis });
                break;
            case CaseOutcome.NotAccepted:
                yield return Decided(state, applicant, "not-accepted", new Text("不予受理", "Not accepted"), clock);
                break;
            case CaseOutcome.Withdrawn:
                yield return new Notice(applicant, "withdrawn", state.EndedBecause!.Reason, new { state.EndedBecause.Reason });
                break;
            case CaseOutcome.Terminated:
                var ended = state.Termination!;
                yield return new Notice(
                    applicant, "terminated", new Text($"终止办理:{ended.Reason.Zh}({ended.LegalBasis})", $"Terminated. {ended.Reason.En} ({ended.LegalBasis})"),
                    new { ended.Ground, ended.Reason, ended.LegalBasis });
                break;
            case CaseOutcome.Revoked:
                var (reason, revoked) = (state.Compensation!, state.Items.Where(i => i.Lifecycle == ItemLifecycle.Revoked).ToList());
                var text = new Text($"未能全部发放,已发放的证照均已撤销:{reason.Zh}", $"Not everything could be issued, and what had been is revoked: {reason.En}");
                foreach (var to in revoked.Select(Audiences.Department).Prepend(applicant).Distinct())
                    yield return new Notice(to, "compensated", text, new { Reason = reason, Items = revoked.Select(i => i.Item) });
                break;
            default:
                throw new InvalidOperationException($"nobody is told of the outcome {state.Outcome}");
        }
    }

    /// <summary>A required item decided it.</summary>
    private static Notice Decided(CaseState state, Audience to, string kind, Text said, CityClock clock)
    {
        var item = Deciding(state)!;
        var (name, decision) = (clock.NameOf(item.Item), item.Decision!);
        return new Notice(
            to, kind, new Text($"{said.Zh}:“{name.Zh}”{decision.Reason.Zh}({decision.LegalBasis})", $"{said.En}. {name.En}: {decision.Reason.En} ({decision.LegalBasis})"),
            new { item.Item, decision.Reason, decision.LegalBasis });
    }

    private static IEnumerable<Notice> Parked(CaseState state, ItemState item, CityClock clock)
    {
        var (name, reason) = (clock.NameOf(item.Item), item.Failure!);
        var text = new Text($"“{name.Zh}”未能发放,等待处置:{reason.Zh}", $"{name.En} could not be issued and waits for your decision: {reason.En}");
        return new[] { new Audience(Role.Supervisor, Region: state.Region), new Audience(Role.Admin) }.Select(to => new Notice(to, "parked", text, new { item.Item, item.Department, Reason = reason }));
    }

    private static Notice Stopped(CaseState before, ItemState was, CaseState after, ItemState now, CityClock clock)
    {
        var name = clock.NameOf(was.Item);
        var reason = now.Failure ?? after.EndedBecause?.Reason ?? after.Termination?.Reason ?? after.Compensation ?? Deciding(after)?.Decision!.Reason ?? new Text("申请已结束", "the case has ended");
        return new Notice(
            Audiences.InHandsOf(before, was), "task-stopped", new Text($"“{name.Zh}”不再办理:{reason.Zh}", $"{name.En} is not to be handled any more: {reason.En}"),
            new { was.Item, was.Task, Reason = reason });
    }

    private static ItemState? Deciding(CaseState state)
    {
        var outcome = state.Outcome == CaseOutcome.Refused ? ReviewOutcome.Refuse : ReviewOutcome.NotAccepted;
        return state.Items.FirstOrDefault(i => i.Required && i.Decision?.Outcome == outcome && !i.InReview);
    }
}
