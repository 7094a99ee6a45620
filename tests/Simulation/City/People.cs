using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.Checks;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.City;

/// <summary>Those who act when something waits for them: officers on open tasks, the operator on parked cases, applicants on supplement notices.</summary>
internal sealed class People(World world, Town town, Moods moods, IReadOnlyList<Applicant> applicants, Visits visits)
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
        if (StateText.Has(row.State, "\"phase\":\"proposed\"") && !StateText.Has(row.Before, "\"phase\":\"proposed\""))
            applicants[world.Dice.Below(applicants.Count)].BeOffered(id);
        if (StateText.Has(row.State, "\"holder\":\"operator\"") && !StateText.Has(row.Before, "\"holder\":\"operator\""))
            Plan(id, () => Resolve(id));
    }

    private void TaskChanged(Database department, Guid id, AggregateRow row)
    {
        if (StateText.Has(row.State, "\"slot\":") && !StateText.Has(row.Before, "\"slot\":"))
            visits.Appoint(department, id, row.State);
        if (StateText.LifecycleOf(row.State) is "reviewing" or "claimed" or "inspection-requested")
            Plan(id, () => Handle(department, id));
        else if (StateText.LifecycleOf(row.State) is "issuing")
            Plan(id, () => Issue(department, id));
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
        // Who has asked for a visit mostly waits for it.
        if (state.Lifecycle == ItemLifecycle.InspectionRequested && world.Dice.Chance(moods.WantsVisits))
            return;
        var officer = world.Dice.Chance(0.8) ? "officer-1" : "officer-2";
        TaskCommand command = world.Dice.Below(6) switch
        {
            0 => new ClaimTask(id, officer),
            1 => new ReleaseTask(id, officer),
            // The department's system takes over, and is an officer in all the rest.
            2 => new ReceiveTask(id, officer, $"ref-{world.Dice.Below(2)}"),
            _ => new DecideTask(id, officer, world.Dice.Chance(moods.WantsVisits) ? ReviewOutcome.Inspect : world.Dice.Pick(Outcomes), Because, "§2"),
        };
        world.Note($"{officer}: {command.GetType().Name}", department.Service, -1, id);
        Ask(department, command);
        // They look again, whatever became of it.
        Plan(id, () => Handle(department, id));
    }

    /// <summary>The department's own system answers, and again when it does not hear that it was heard: always the same, as long as it is asked for the same.</summary>
    private void Issue(Database department, Guid id)
    {
        var state = JsonSerializer.Deserialize(department.Aggregates[id].State, TaskJson.Default.TaskState)!;
        if (state.Order is not { } order)
            return;
        var failure = world.Dice.Chance(moods.IssueFailsPassingly) ? new IssueFailure("mood", Because, Final: false)
            : world.Dice.Chance(moods.IssueFailsForGood) ? new IssueFailure("mood", Because, Final: true)
            : null;
        // One number is another task's now and then, and one is left out for the platform to draw.
        var number = world.Dice.Below(3) switch { 0 => null, 1 => "taken", _ => $"{id}" };
        var answer = new AnswerIssue(
            id, "system:officer-1", failure is null ? [.. state.Terms!.IssuedBySystem!.Select(t => new GivenLicence(t, number, null, JsonElement.Parse("{}")))] : null, failure, order.Attempt);
        world.Note(failure is null ? "the system issues" : "the system fails", department.Service, -1, id);
        Ask(department, answer);
        if (world.Dice.Chance(moods.Repeats))
            world.Agenda.Plan(world.Hesitation(10), () => Ask(department, answer));
        // It looks again, whatever became of it.
        Plan(id, () => Issue(department, id));
    }

    private void Ask(Database department, TaskCommand command) =>
        town.Ask(l => l.Tasks.GetValueOrDefault(department.Service), new Command<TaskState>(command, RenderTask), _ => { }, () => { });

    private static Answer RenderCase(CaseState? state, long version, Refusal? refusal) => new(refusal?.Status ?? 200, "");

    private static Answer RenderTask(TaskState? state, long version, Refusal? refusal) => new(refusal?.Status ?? 200, "");
}
