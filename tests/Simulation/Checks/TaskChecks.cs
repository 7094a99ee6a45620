using System.Text;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Simulation.City;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.Checks;

/// <summary>One task at rest, and what its journal tells of it from its beginning.</summary>
internal static class TaskChecks
{
    public static void Run(World world, Database department, Guid id, TaskState task)
    {
        People(world, id, task);
        Journal(world, department, id, task);
        Told(world, department, id, task);
        Papers(world, department, id, task);
        if (task.Order is not null && !task.AwaitsIssue)
            world.Violate(Invariants.PartiesAgree, $"task {id} is {task.Lifecycle}, and its system is still asked to issue");
        if (task is { IsOpen: true, Terms.DeemedApproved: not null, Clock: { } clock } && Town.Deadlines.EndOf(Town.Deadlines.CommittedOf(clock)) is { } end)
            world.Violate(Invariants.InItsTime, $"task {id} is {task.Lifecycle} at rest, and silence becomes consent at {end:u}");
        // Its inputs are issued before it is, so it never lacks one.
        if (task.Failure?.Code == "business-licence-missing")
            world.Violate(Invariants.LicenceNeedsReviews, $"task {id} was to be issued without the licence that it rests on");
    }

    private static void People(World world, Guid id, TaskState task)
    {
        var signed = task.Decision?.Signatures ?? [];
        if (task is { Terms.FourEyes: true, Decision: { Outcome: ReviewOutcome.Pass or ReviewOutcome.Refuse or ReviewOutcome.NotAccepted } decision }
            && !decision.By.StartsWith("rule:", StringComparison.Ordinal) && !signed.Any(s => !decision.By.EndsWith($":{s.By}", StringComparison.Ordinal)))
            world.Violate(Invariants.FourEyes, $"task {id} was decided {decision.Outcome} by {decision.By} alone");
        if ((task.Proposal is { } proposal && (!task.IsOpen || task.Holder != proposal.By)) || (task.IsDelegated && (!task.IsOpen || task.Holder != task.Delegation!.To)))
            world.Violate(Invariants.ProposalIsItsHolders, $"task {id} is {task.Lifecycle} with '{task.Holder}', proposed by '{task.Proposal?.By}', delegated to '{task.Delegation?.To}'");
    }

    /// <summary>After the end comes nothing but news of the department's system; what happens once happens once; a licence is of the moment at which it was entered.</summary>
    private static void Journal(World world, Database department, Guid id, TaskState task)
    {
        var (ended, checks, entered, before) = ((string?)null, 0, default(DateTimeOffset), DateTimeOffset.MaxValue);
        HashSet<string>? outages = null;
        foreach (var entry in department.Journal[id])
        {
            var isOutage = entry.Kind is "system-unreachable" or "system-back";
            if (ended is not null && !isOutage)
                world.Violate(Invariants.TerminalIsTerminal, $"{department.Service} {id} was {ended}, and {entry.Kind} followed");
            if (isOutage && !(outages ??= new(StringComparer.Ordinal)).Add(entry.Kind + entry.Data))
                world.Violate(Invariants.ToldOnce, $"{department.Service} {id}: {entry.Kind} is told twice of one outage");
            switch (entry.Kind)
            {
                case "cancelled" or "revoked":
                    ended = entry.Kind;
                    break;
                case "licences-issued" or "licence-corrected":
                    entered = entry.At;
                    break;
                // A request may find its time up already: where the law has accepted an application long after its receipt.
                case "review-decided" when ByLaw(entry) && Town.Deadlines.EndOf(Town.Deadlines.CommittedOf(task.Clock!)) is var end && !(end <= entry.At && (before > end || entry.At <= end + MomentChecks.Soon)):
                    world.Violate(Invariants.InItsTime, $"{department.Service} {id} was deemed approved at {entry.At:u}, and silence became consent at {end:u}");
                    break;
                case "after-checked" when ++checks > 1:
                    world.Violate(Invariants.OneDecision, $"{department.Service} {id} was checked {checks} times");
                    break;
            }
            before = entry.At;
        }
        if (task.Licences.Count > 0 && task.Licences.Max(l => l.IssuedAt) != entered)
            world.Violate(Invariants.LicenceNeedsReviews, $"{department.Service} {id} has licences of {task.Licences.Max(l => l.IssuedAt):O}, and entered them at {entered:O}");
    }

    /// <summary>What a subscriber was told of a task follows from its journal.</summary>
    private static void Told(World world, Database department, Guid id, TaskState task)
    {
        var journal = department.Journal[id];
        var told = department.Events.Where(e => e.Owner == id).Select(e => e.Kind).ToList();
        var (expected, issued) = (new List<string>(), false);
        for (var i = 0; i < journal.Count; i++)
        {
            issued |= journal[i].Kind == "licences-issued";
            if (journal[i].Kind switch
            {
                "review-requested" when !(i + 1 < journal.Count && journal[i + 1] is { Kind: "review-decided" } next && ByRule(next)) => TaskEvents.Requested,
                "supplement-provided" => TaskEvents.Supplemented,
                "supplement-lapsed" => TaskEvents.Lapsed,
                "issue-requested" => TaskEvents.IssueRequested,
                "review-decided" when ByLaw(journal[i]) => TaskEvents.DeemedApproved,
                // Somebody had it in hand, or was to issue it.
                "cancelled" when expected.Contains(TaskEvents.Requested) || task.Terms?.IssuedBySystem is not null => TaskEvents.Cancelled,
                "revoked" when issued => TaskEvents.RevocationRequested,
                _ => null,
            } is { } kind)
                expected.Add(kind);
        }
        foreach (var kind in told)
            world.Trace.Kinds.Add(kind);
        if (!expected.SequenceEqual(told))
            world.Violate(Invariants.ToldOnce, $"{department.Service} {id}: its subscriber was told {string.Join(", ", told)}, and its journal says {string.Join(", ", expected)}");
    }

    private static bool ByLaw(JournalRow entry) => StateText.Has(entry.Data, "\"by\":\"rule:deemed-approved"u8);

    private static bool ByRule(JournalRow entry) => StateText.Has(entry.Data, "\"by\":\"rule:"u8) && !ByLaw(entry);

    /// <summary>What came with the last answer, and what was promised and brought, is before whoever decides.</summary>
    private static void Papers(World world, Database department, Guid id, TaskState task)
    {
        var here = department.Aggregates[id].Enclosure;
        foreach (var paper in (task.Promised ?? []).Where(p => p.ProvidedAt is not null))
        {
            if (!StateText.Has(here, Encoding.UTF8.GetBytes($"\"material\":\"{paper.Material}\"")))
                world.Violate(Invariants.NothingGivenIsLost, $"{paper.Material} was brought for {department.Service} {id}, and is not there");
        }
        var answers = department.Journal[id].Count(e => e.Kind == "supplement-provided");
        if (answers > 0 && !StateText.Has(here, Encoding.UTF8.GetBytes($"\"material\":\"{Applicant.GivenPaper}")))
            world.Violate(Invariants.NothingGivenIsLost, $"{department.Service} {id} was answered {answers} times, and has nothing of it");
    }
}
