using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.Checks;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.City;

/// <summary>Those who act when something waits for them: officers on open tasks, the operator on parked cases, applicants on supplement notices.</summary>
internal sealed class People(World world, Town town, Moods moods, IReadOnlyList<Applicant> applicants)
{
    private const int MostActs = 6;
    private static readonly ReviewOutcome[] Outcomes =
    [
        ReviewOutcome.Pass, ReviewOutcome.Pass, ReviewOutcome.Pass, ReviewOutcome.Pass, ReviewOutcome.Refuse,
        ReviewOutcome.Supplement, ReviewOutcome.Supplement, ReviewOutcome.Inspect, ReviewOutcome.NotAccepted,
    ];

    private static readonly Text Because = new("因", "because");

    private readonly Dictionary<Guid, int> _acts = [];
    private readonly HashSet<Guid> _busy = [];

    public void Watch()
    {
        town.Cases.Changed = CaseChanged;
        foreach (var department in town.Departments)
            department.Changed = (id, row) => TaskChanged(department, id, row);
    }

    private void CaseChanged(Guid id, AggregateRow row)
    {
        if (StateText.Has(row.State, "\"lifecycle\":\"supplement-requested\"") && !StateText.Has(row.Before, "\"lifecycle\":\"supplement-requested\""))
            applicants[world.Dice.Below(applicants.Count)].BeAsked(id);
        if (StateText.Has(row.State, "\"lapsedAt\":") && !StateText.Has(row.Before, "\"lapsedAt\":"))
            applicants[world.Dice.Below(applicants.Count)].BeLate(id);
        if (StateText.Has(row.State, "\"holder\":\"operator\"") && !StateText.Has(row.Before, "\"holder\":\"operator\""))
            Plan(id, () => Resolve(id));
    }

    private void TaskChanged(Database department, Guid id, AggregateRow row)
    {
        if (StateText.LifecycleOf(row.State) is "reviewing" or "claimed" or "inspection-requested")
            Plan(id, () => Handle(department, id));
    }

    private void Plan(Guid id, Action act)
    {
        var done = _acts.GetValueOrDefault(id);
        if (done >= MostActs || !_busy.Add(id))
            return;
        _acts[id] = done + 1;
        if (world.Dice.Chance(moods.DoesNothing))
            return;
        world.Agenda.Plan(world.Hesitation(50), () =>
        {
            _busy.Remove(id);
            act();
        });
    }

    private void Resolve(Guid id)
    {
        var resolution = world.Dice.Chance(0.5) ? ParkedResolution.Retry : ParkedResolution.Compensate;
        world.Note($"the operator says {resolution}", "operator", -1, id);
        town.Ask(l => l.Cases, new Command<CaseState>(new ResolveParkedCase(id, "operator", resolution, "so"), RenderCase), _ => { }, () => Plan(id, () => Resolve(id)));
    }

    private void Handle(Database department, Guid id)
    {
        var state = JsonSerializer.Deserialize(department.Aggregates[id].State, TaskJson.Default.TaskState)!;
        if (!state.IsOpen)
            return;
        var officer = world.Dice.Chance(0.8) ? "officer-1" : "officer-2";
        TaskCommand command = world.Dice.Below(5) switch
        {
            0 => new ClaimTask(id, officer),
            1 => new ReleaseTask(id, officer),
            _ => new DecideTask(id, officer, world.Dice.Pick(Outcomes), Because, "§2"),
        };
        world.Note($"{officer}: {command.GetType().Name}", department.Service, -1, id);
        town.Ask(l => l.Tasks.GetValueOrDefault(department.Service), new Command<TaskState>(command, RenderTask), _ => { }, () => { });
        // They look again, whatever became of it.
        Plan(id, () => Handle(department, id));
    }

    private static Answer RenderCase(CaseState? state, long version, Refusal? refusal) => new(refusal?.Status ?? 200, "");

    private static Answer RenderTask(TaskState? state, long version, Refusal? refusal) => new(refusal?.Status ?? 200, "");
}
