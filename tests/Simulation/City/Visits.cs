using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Simulation.Checks;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.City;

/// <summary>The diaries of those who visit premises: they come on the day of their appointment, or do not, and enter what they found, early or late.</summary>
internal sealed class Visits(World world, Town town, Moods moods)
{
    private const long Hour = 3_600_000_000;
    private const int MostMoves = 2;

    private readonly PriorityQueue<Action, long> _diary = new();
    private int _moves;

    /// <summary>When somebody is to come next; null when nobody is.</summary>
    public long? Next => _diary.TryPeek(out _, out var at) ? at : null;

    /// <summary>Whoever is to come by now does.</summary>
    public void Come()
    {
        while (_diary.TryPeek(out var visit, out var at) && at <= world.Agenda.Now)
        {
            _diary.Dequeue();
            visit();
        }
    }

    /// <summary>A task has an appointment.</summary>
    public void Appoint(Database department, Guid id, TaskState task)
    {
        if (task.Inspection is not { Slot: { } slot, IsOver: false })
            return;
        // Now and then two at once, who do not know of each other.
        for (var chance = 0.2; _moves < MostMoves && world.Dice.Chance(chance); chance = 0.5)
        {
            _moves++;
            world.Agenda.Plan(world.Hesitation(50), () => Move(department, id));
        }
        if (world.Dice.Chance(0.1))
            world.Agenda.Plan(world.Hesitation(50), () => Find(department, id));
        if (world.Dice.Chance(moods.MissesVisits))
            return;
        // Nine o'clock on the day; or as the day begins on which the record is closed, by then or a moment too late.
        var late = world.Dice.Chance(0.4);
        var midnight = (long)(Town.Time.StartOf(late ? Town.ClosesOn(slot.Date) : slot.Date) - ProcessClock.Beginning).TotalMicroseconds;
        _diary.Enqueue(() => world.Agenda.Plan(world.Hesitation(10), () => Find(department, id)), late ? midnight : midnight + (9 * Hour));
    }

    private void Find(Database department, Guid id)
    {
        var task = department.Aggregates[id].Read(TaskJson.Default.TaskState);
        // It was moved meanwhile, and is in the diary for another day; some do not look.
        if (task.Inspection is not { Slot: { } slot }
            || (Town.Time.StartOf(slot.Date) > ProcessClock.Beginning + TimeSpan.FromMicroseconds(world.Agenda.Now) && !world.Dice.Chance(0.5)))
            return;
        var officer = task.Holder.StartsWith("officer", StringComparison.Ordinal) ? task.Holder : "officer-1";
        Enter(department, id, new EnterFinding(id, officer, world.Dice.Chance(0.7), new Text("所见", "as seen"), []), tries: 3);
    }

    private void Enter(Database department, Guid id, EnterFinding finding, int tries)
    {
        world.Note("finds", department.Service, -1, id);
        Ask(department, finding, () =>
        {
            if (tries > 0)
                world.Agenda.Plan(world.Hesitation(10), () => Enter(department, id, finding, tries - 1));
        });
        if (world.Dice.Chance(moods.Repeats))
            world.Agenda.Plan(world.Hesitation(10), () => Ask(department, finding, () => { }));
    }

    private void Move(Database department, Guid id)
    {
        var task = department.Aggregates[id].Read(TaskJson.Default.TaskState);
        if (task.Inspection?.Slot is not { } slot)
            return;
        world.Note("moves", department.Service, -1, id);
        var (move, seen) = (new MoveInspection(id, task.Holder, slot with { Date = slot.Date.AddDays(world.Dice.Below(5) + 1) }, new Text("改期", "moved")), department.Aggregates[id].Version);
        world.Agenda.Plan(world.Hesitation(50), () => Ask(department, move, () => { }, world.Dice.Chance(0.7) ? seen : null));
    }

    /// <param name="seen">The version they have seen, by those who say so.</param>
    private void Ask(Database department, TaskCommand command, Action failed, long? seen = null) => town.Ask(
        l => l.Tasks.GetValueOrDefault(department.Service), new Command<TaskState>(command, (_, version, refusal) => SeenChecks.Render(world, command, seen, version, refusal), Expected: seen), _ => { }, failed);
}
