using System.Text;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.City;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.Checks;

/// <summary>One case at rest, and its tasks in the departments.</summary>
internal static class CaseChecks
{
    public static void Run(World world, Town town, CaseState state, Dictionary<Guid, (Database Department, TaskState State)> tasks)
    {
        if (!state.HasEnded && !state.Items.Any(IsWaitedFor))
            world.Violate(Invariants.EndsOrWaits, $"case {state.CaseId} is {state.Lifecycle}: {string.Join(", ", state.Items.Select(i => $"{i.Item} {i.Lifecycle} with '{i.Holder}'"))}");
        if (state.HasEnded && state.Items.Any(i => i.IsLive))
            world.Violate(Invariants.EndsOrWaits, $"case {state.CaseId} is {state.Lifecycle}, and an item goes on");
        foreach (var item in state.Items)
        {
            var task = tasks.TryGetValue(item.Task, out var found) ? found.State : null;
            if (state.AcceptedAt is null)
            {
                if (task is not null)
                    world.Violate(Invariants.PartiesAgree, $"case {state.CaseId} was never accepted, and {item.Department} has {item.Item}");
                continue;
            }
            if (item is { Lifecycle: ItemLifecycle.ReviewPassed, Holder: ItemState.Applicant } && !state.AwaitedBy(item).Any())
                world.Violate(Invariants.EndsOrWaits, $"{item.Item} of case {state.CaseId} has passed and is with the applicant, and nothing is awaited");
            if (!Agree(item, task))
                world.Violate(Invariants.PartiesAgree, $"{item.Item} of case {state.CaseId} is {item.Lifecycle} with '{item.Holder}', and the department has it {task?.Lifecycle.ToString() ?? "not at all"} with '{task?.Holder}'");
            Licence(world, town, state, item, task);
        }
        SupplementChecks.Run(world, town, state, tasks);
        SameReviews(world, state, tasks);
        if ((state.Outcome == CaseOutcome.Terminated) != (state is { Termination: not null, Compensation: null }) || (state.Outcome == CaseOutcome.Terminated && state.Items.Any(i => i.Licences.Count > 0)))
            world.Violate(Invariants.EndsOrWaits, $"case {state.CaseId} is {state.Lifecycle} as {state.Outcome}, on the ground '{state.Termination?.Ground}'");
        if (state.Items.FirstOrDefault(i => i is { IsLive: false, Lifecycle: not ItemLifecycle.Issued, IsParked: false, Step: not null }) is { } clocked)
            world.Violate(Invariants.EndsOrWaits, $"{clocked.Item} of case {state.CaseId} is {clocked.Lifecycle}, and its {clocked.Step!.Kind} goes on");
        if (state.Items.Where(i => i.IssuedAs > 0).Select(i => i.IssuedAs).Order().Index().Any(i => i.Item != i.Index + 1))
            world.Violate(Invariants.NumbersUnique, $"case {state.CaseId} issued its items as the {string.Join(", ", state.Items.Select(i => i.IssuedAs))}");
        Ended(world, state);
        if (town.Warns && !state.HasEnded)
            MomentChecks.Warned(world, state);
        if (state.Lifecycle == CaseLifecycle.Terminated)
            Compensated(world, town, state, tasks);
        if (state.Lifecycle == CaseLifecycle.Completed && (state.Outcome == CaseOutcome.Granted) != state.Items.All(i => i.Lifecycle is ItemLifecycle.Issued or ItemLifecycle.Revoked))
            world.Violate(Invariants.EndsOrWaits, $"case {state.CaseId} ended as {state.Outcome}: {string.Join(", ", state.Items.Select(i => $"{i.Item} {i.Lifecycle}"))}");
        if (state.Items.FirstOrDefault(i => i.IssuedAs > 0 && state.Items.Any(input => i.DependsOn.Contains(input.Item) && (input.IssuedAs == 0 || input.IssuedAs > i.IssuedAs))) is { } groundless)
            world.Violate(Invariants.LicenceNeedsReviews, $"{groundless.Item} of case {state.CaseId} was issued before what it rests on");
        if (state.Lifecycle == CaseLifecycle.Completed && state.Items.Any(i => i.Required && i.Lifecycle != ItemLifecycle.Issued && i is not { Lifecycle: ItemLifecycle.Revoked, Checked.Passed: false }))
            world.Violate(Invariants.LicenceNeedsReviews, $"case {state.CaseId} is completed without a required licence");
    }

    /// <summary>A case that ends otherwise than completed or compensated has been granted nothing, and a required item is why it was refused or not accepted.</summary>
    private static void Ended(World world, CaseState state)
    {
        if (state.Outcome is CaseOutcome.Refused or CaseOutcome.NotAccepted or CaseOutcome.Withdrawn && state.Items.FirstOrDefault(i => i.Licences.Count > 0) is { } granted)
            world.Violate(Invariants.LicenceNeedsReviews, $"case {state.CaseId} ended as {state.Outcome}, and {granted.Item} had been issued");
        ReviewOutcome? wanted = state.Outcome switch { CaseOutcome.Refused => ReviewOutcome.Refuse, CaseOutcome.NotAccepted when state.NotAcceptedBecause is null => ReviewOutcome.NotAccepted, _ => null };
        if (wanted is not null && !state.Items.Any(i => i.Required && i.Decision?.Outcome == wanted))
            world.Violate(Invariants.EndsOrWaits, $"case {state.CaseId} ended as {state.Outcome}, and no required item has answered that");
    }

    /// <summary>Somebody has it: an officer or a pool, the applicant, the operator, or the system that is to issue. A promised paper is waited for until a day, and at rest that day has come.</summary>
    private static bool IsWaitedFor(ItemState item) => item.InReview
        ? item.Holder == ItemState.Applicant || item.Holder.StartsWith("pool:", StringComparison.Ordinal) || item.Holder.StartsWith("officer", StringComparison.Ordinal)
            || item.Lifecycle is ItemLifecycle.InspectionRequested or ItemLifecycle.SpecialProcedure
        : item.IsParked || item is { Lifecycle: ItemLifecycle.Issuing, RetryAt: null, Terms.IssuedBySystem: not null };

    private static bool Agree(ItemState item, TaskState? task) => task is not null && item.Down == task.Down && (item.Lifecycle switch
    {
        // The review had come to an answer of its own when the case ended.
        ItemLifecycle.Cancelled or ItemLifecycle.Withdrawn => task.Lifecycle is ItemLifecycle.Cancelled or ItemLifecycle.Refused or ItemLifecycle.NotAccepted,
        // Given up: the department was told to let go of it.
        ItemLifecycle.IssueFailed when !item.IsParked => task.Lifecycle == ItemLifecycle.Cancelled,
        _ when item.InReview => task.Lifecycle == item.Lifecycle && task.Round == item.Round && item.Lifecycle switch
        {
            ItemLifecycle.SupplementRequested => item.Holder == ItemState.Applicant,
            // Whoever is to come, and when, stands with the visit or the procedure.
            ItemLifecycle.InspectionRequested or ItemLifecycle.SpecialProcedure => true,
            _ => task.Holder == item.Holder,
        },
        _ => task.Lifecycle == item.Lifecycle && (task.Order?.Attempt ?? task.Attempt) == item.Attempt,
    });

    /// <summary>The answer that stands and what was counted are the same on both sides, unless the case has let go of the item.</summary>
    private static void SameReviews(World world, CaseState state, Dictionary<Guid, (Database Department, TaskState State)> tasks)
    {
        foreach (var item in state.Items.Where(i => i.Lifecycle is not (ItemLifecycle.Cancelled or ItemLifecycle.Withdrawn or ItemLifecycle.IssueFailed)))
        {
            if (!tasks.TryGetValue(item.Task, out var found))
                continue;
            var task = found.State;
            if (item.InReview && item.Sequence != task.Sequence)
                world.Violate(Invariants.PartiesAgree, $"{item.Item} of case {state.CaseId} was last heard of by message {item.Sequence}, and its department has sent {task.Sequence}");
            if (item.Decision?.Outcome != task.Decision?.Outcome)
                world.Violate(Invariants.PartiesAgree, $"{item.Item} of case {state.CaseId} was answered {item.Decision?.Outcome.ToString() ?? "nothing"}, and its department says {task.Decision?.Outcome.ToString() ?? "nothing"}");
            if (Stood(item.Clock) != Stood(task.Clock) || (!state.HasEnded && item.Clock?.Extension != task.Clock?.Extension))
                world.Violate(Invariants.PartiesAgree, $"the clock of {item.Item} of case {state.CaseId} stood {Stood(item.Clock)}, and in its department {Stood(task.Clock)}");
        }
    }

    private static string Stood(TaskClock? clock) => clock?.Suspensions is { Count: > 0 } stops ? string.Join(", ", stops.Select(s => $"{s.Cause} {s.From:O} to {s.To:O}")) : "never";

    private static void Licence(World world, Town town, CaseState state, ItemState item, TaskState? task)
    {
        if (task?.Licences.Count > 0 && state.Items.FirstOrDefault(i => i.Required && i.Decision?.Outcome != ReviewOutcome.Pass) is { } unreviewed)
            world.Violate(Invariants.LicenceNeedsReviews, $"{item.Item} of case {state.CaseId} was issued, and {unreviewed.Item} has not passed");
        if (state.Compensation is null && (item.Revoking || (item.Lifecycle == ItemLifecycle.Revoked) != (task?.AfterCheck is { Passed: false })))
            world.Violate(Invariants.PartiesAgree, $"{item.Item} of case {state.CaseId} is {item.Lifecycle}{(item.Revoking ? ", still to be revoked," : "")} and its check {(task?.AfterCheck is { } check ? $"passed: {check.Passed}" : "is not made")}");
        foreach (var promise in (state.Promises ?? []).Where(p => p.Items.Contains(item.Item)))
        {
            if (task?.Licences.Count > 0 && promise.ProvidedAt is null)
                world.Violate(Invariants.LicenceNeedsReviews, $"{item.Item} of case {state.CaseId} was issued without the promised {promise.Material}");
            if (promise.ProvidedAt is not null && task is { HasEnded: false } && task.Promised?.Any(p => p.Material == promise.Material && p.ProvidedAt is null) == true)
                world.Violate(Invariants.PartiesAgree, $"{promise.Material} of case {state.CaseId} was brought, and {item.Department} does not have it");
        }
        if ((item.Lifecycle == ItemLifecycle.Issued) != (item.Licences.Count > 0 && item.Lifecycle != ItemLifecycle.Revoked)
            || (task?.Licences.Count > 0 && !item.Licences.Select(l => l.Number).SequenceEqual(task.Licences.Select(l => l.Number))))
            world.Violate(Invariants.LicenceNeedsReviews, $"{item.Item} of case {state.CaseId} is {item.Lifecycle} with {item.Licences.Count} licences; the department has {task?.Licences.Count ?? 0}");
        if (task?.Licences.Count > 0 && !item.Licences.Select(LicenceCorrection.VersionOf).SequenceEqual(task.Licences.Select(LicenceCorrection.VersionOf)))
            world.Violate(Invariants.PartiesAgree, $"{item.Item} of case {state.CaseId} has the versions {string.Join(", ", item.Licences.Select(LicenceCorrection.VersionOf))}; the department has {string.Join(", ", task.Licences.Select(LicenceCorrection.VersionOf))}");
        foreach (var licence in item.Licences)
        {
            // One number has one current version, and every version before it.
            List<Licence> versions = [.. (item.Corrections ?? []).Where(c => c.IsOf(licence)).Select(c => c.Superseded), licence];
            if (!versions.Select(LicenceCorrection.VersionOf).SequenceEqual(Enumerable.Range(1, versions.Count)))
                world.Violate(Invariants.NumbersUnique, $"{licence.Type} {licence.Number} has the versions {string.Join(", ", versions.Select(LicenceCorrection.VersionOf))}");
            if (!town.Cases.Register.TryGetValue(LicenceIndex.KeyOf(licence.Number, licence.Type), out var entry) || entry.Owner != state.CaseId
                || (state.Compensation is null && entry.Revoked != (item.Lifecycle == ItemLifecycle.Revoked)))
                world.Violate(Invariants.RegisterHolds, $"the index does not say of {licence.Type} {licence.Number} what the case does: {item.Lifecycle}");
        }
        if (task is { Item: "market-registration.individual-set-up", Lifecycle: ItemLifecycle.ReviewPassed, Decision.IsByRule: true, Terms.DeemedApproved: null } && !town.DepartmentOf(item.Department).Register.Values.Any(r => r.Owner == task.TaskId && !r.Revoked))
            world.Violate(Invariants.RegisterHolds, $"{item.Item} of case {state.CaseId} has passed by rule, and its name is not kept for it");
        if (task is { Item: "seals.seal-set", Lifecycle: ItemLifecycle.Issued } or { Item: "market-registration.individual-set-up", Lifecycle: ItemLifecycle.Issued })
        {
            // One official seal, one name: whoever was granted it is the one whom the register names.
            var wanted = task.Item.StartsWith("seals", StringComparison.Ordinal) ? 1 : 2;
            var held = town.DepartmentOf(item.Department).Register.Values.Count(r => r.Owner == task.TaskId && !r.Revoked);
            if (held != wanted)
                world.Violate(Invariants.RegisterHolds, $"{item.Item} of case {state.CaseId} is issued, and the register has {held} of its {wanted} entries");
        }
    }

    private static void Compensated(World world, Town town, CaseState state, Dictionary<Guid, (Database Department, TaskState State)> tasks)
    {
        foreach (var item in state.Items)
        {
            if (tasks.TryGetValue(item.Task, out var task) && task.State.Lifecycle is not (ItemLifecycle.Cancelled or ItemLifecycle.Revoked or ItemLifecycle.Refused or ItemLifecycle.NotAccepted))
                world.Violate(Invariants.CompensationComplete, $"case {state.CaseId} is terminated, and {item.Item} is {task.State.Lifecycle}");
            if (task.Department?.Register.Values.Any(r => r.Owner == item.Task && !r.Revoked) == true)
                world.Violate(Invariants.CompensationComplete, $"case {state.CaseId} is terminated, and {item.Department} still holds an entry for it");
        }
        // The last issued goes first, so that no licence stands whose ground is gone; what failed its check goes by itself.
        var revoked = town.Cases.Journal[state.CaseId].Where(j => j.Kind == "licences-revoked").Select(j => state.Items.First(i => StateText.Has(j.Data, Encoding.UTF8.GetBytes($"\"item\":\"{i.Item}\""))).IssuedAs).ToList();
        if (state.Items.All(i => i.Checked is not { Passed: false }) && !revoked.SequenceEqual(revoked.OrderDescending()))
            world.Violate(Invariants.CompensationComplete, $"case {state.CaseId} revoked its licences in the order {string.Join(", ", revoked)}");
        if (town.Cases.Register.Values.Any(r => r.Owner == state.CaseId && !r.Revoked))
            world.Violate(Invariants.CompensationComplete, $"case {state.CaseId} is terminated, and a licence of it is still valid");
    }
}
