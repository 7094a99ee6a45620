using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Simulate;

/// <content>What officers and clerks do with what they take up.</content>
internal sealed partial class Simulator
{
    private static readonly JsonElement NoData = JsonElement.Parse("{}");

    private long? Take(TaskRecord task, string officer)
    {
        // Whoever has answered a supplement finds the file with the officer who asked; another takes it over.
        var state = _town.TasksOf(task.Service).Find(task.Id);
        if (state is not { IsOpen: true })
            return null;
        var refusal = state.Holder.StartsWith("pool:", StringComparison.Ordinal)
            ? _town.Ask(task.Service, new ClaimTask(task.Id, officer))
            : _town.Ask(task.Service, new TakeOverTask(task.Id, officer, "接手补正后的材料"));
        if (refusal is not null)
            return null;
        _tally.Touched(task, Now);
        var minutes = _dice.Of(HabitsOf(task).Minutes, Draw.Minutes, task.Subject, task.Round);
        return (long)(minutes * TimeSpan.TicksPerMinute);
    }

    private void Finish(TaskRecord task, string officer)
    {
        var habits = HabitsOf(task);
        var found = _dice.Unit(Draw.Outcome, task.Subject, task.Round);
        var outcome = found < habits.Refused ? ReviewOutcome.Refuse
            : task.Round == 0 && found < habits.Refused + habits.Supplement ? ReviewOutcome.Supplement
            : ReviewOutcome.Pass;
        // Refused when the case has ended meanwhile: the work was for nothing.
        if (_town.TasksOf(task.Service).Find(task.Id) is not null)
            _town.Ask(task.Service, new DecideTask(task.Id, officer, outcome, Reviewed, "行政许可法 第三十二条、第三十八条"));
        // Where two people sign, the head signs what the officer found, and at once.
        if (_town.TasksOf(task.Service).Find(task.Id) is { Proposal: not null })
            _town.Ask(task.Service, new SignTask(task.Id, $"{task.Item.Department.Id}-head", Agrees: true, Opinion: null));
        Settle();
    }

    /// <summary>A department's own system issues as soon as it is asked to; its numbers are its own.</summary>
    private void Issue(TaskRecord task)
    {
        if (_town.TasksOf(task.Service).Find(task.Id) is { AwaitsIssue: true } state)
        {
            var licences = state.Terms!.IssuedBySystem!.Select(type => new GivenLicence(type, $"{type}-{task.Subject}", ValidUntil: null, NoData));
            _town.Ask(task.Service, new AnswerIssue(task.Id, $"{task.Item.Department.Id}-system", [.. licences], Failure: null, state.Order!.Attempt));
        }
        Settle();
    }

    private long? Receive(CaseRecord record) => _town.Cases.Find(record.Id) is { Lifecycle: CaseLifecycle.Submitted }
        ? (long)(_dice.Of(_scenario.Window!.Usual.Minutes, Draw.Receipt, record.Number) * TimeSpan.TicksPerMinute)
        : null;

    private void Accept(CaseRecord record, string clerk)
    {
        var accepted = _dice.Unit(Draw.Receipt, record.Number, 2) >= _scenario.Window!.Usual.Refused;
        _town.Ask(new AnswerReceipt(record.Id, clerk, accepted, Reviewed, "行政许可法 第三十二条"));
        Settle();
    }

    private ReviewHabits HabitsOf(TaskRecord task) => _scenario.Desks[task.Item.Department.Id].Of(task.Item.Id);
}
