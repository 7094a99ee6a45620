using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>
/// What the applicant is asked to add, and gives. A request means something while the review is with the department; an answer, or that none came, while
/// the applicant is asked in the round that is answered: everything else is a repeat or comes too late.
/// </summary>
public sealed partial class TaskRules
{
    /// <summary>What an item may ask for; null where no catalogue is at hand: then any paper and field can be named.</summary>
    public DeclarationOf? DeclarationOf { get; init; }

    /// <summary>Why a request for a supplement is refused; null when it is sound, and for every other decision.</summary>
    private Refusal? Unsound(TaskState state, DecideTask decide)
    {
        if (decide.Outcome != ReviewOutcome.Supplement)
            return null;
        if (Undeclared(state, decide.Requested) is { Count: > 0 } unknown)
            return new Refusal(422, "invalid", unknown.Count == 1 ? "The request has a fault." : $"The request has {unknown.Count} faults.", unknown);
        return state.Asked?.RepeatedIn(decide.Requested, decide.LegalBasis) is { Count: > 0 } told
            ? new Refusal(409, "told-once", "Everything that is missing is told once: this has been asked for before. Decide on what is there, or ask for what is new.", told)
            : null;
    }

    /// <summary>What the task's item may ask for; null where no catalogue is at hand.</summary>
    internal IItemDeclaration? DeclaredBy(TaskState state) =>
        state.IsTombstone ? null : DeclarationOf?.Invoke(VersionOf(state));

    private IReadOnlyList<Fault> Undeclared(TaskState state, SupplementDemand? demand) =>
        demand is null || DeclaredBy(state) is not { } item
            ? []
            :
            [
                .. demand.Materials.Index().Where(m => !item.DeclaresMaterial(m.Item.Material))
                    .Select(m => TaskDecisionBody.UndeclaredMaterial($"/supplement/materials/{m.Index}/material")),
                .. demand.Fields.Index().Where(f => !item.DeclaresField(f.Item.Pointer))
                    .Select(f => TaskDecisionBody.UndeclaredField($"/supplement/fields/{f.Index}/pointer")),
            ];

    /// <summary>The same request once more; one that asks for more is another.</summary>
    private static bool AsksTheSame(DecideTask decide, Decision made) => decide.Requested is not { } demand || AskedGrounds.IsWithin(demand, made.Requested);

    private static Decision<TaskState> Supplement(TaskState? state, ProvideSupplement supplement, DateTimeOffset now)
    {
        if (state is not { Lifecycle: ItemLifecycle.SupplementRequested } || supplement.Round != state.Round + 1)
            return Decision<TaskState>.Nothing(state);
        var task = WithPapers(state, supplement.Materials, supplement.AnsweredAt ?? now) with
        {
            Round = supplement.Round,
            Application = ContentOf(supplement.Form, WithPapersKept(state, supplement.Materials)),
            Decision = null,
            Clock = state.Clock.Resumed(supplement.AnsweredAt ?? now),
            Changed = supplement.Changed,
        };
        return Held(task, ItemLifecycle.Reviewing, task.Holder, new JournalEntry("supplement-provided", new
        {
            supplement.Round,
            Materials = supplement.Materials.Select(m => m.Material),
            supplement.Changed,
            task.Application.Json.Digest,
        }));
    }

    /// <summary>The applicant did not answer in time: the department decides on what is there, and its clock counts again.</summary>
    private static Decision<TaskState> Lapsed(TaskState? state, SupplementLapsed lapsed) =>
        state is { Lifecycle: ItemLifecycle.SupplementRequested } && lapsed.Round == state.Round + 1
            ? Held(
                state with { Round = lapsed.Round, Decision = null, Clock = state.Clock.Resumed(lapsed.LapsedAt) }, ItemLifecycle.Reviewing, state.Holder,
                new JournalEntry("supplement-lapsed", new { lapsed.Round }))
            : Decision<TaskState>.Nothing(state);
}
