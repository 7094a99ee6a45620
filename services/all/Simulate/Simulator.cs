using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Api;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Simulate;

/// <summary>
/// A year of a city, event by event: people apply, departments decide by rule or their officers do, applicants are asked and answer, time is up. What
/// is decided comes from the rules alone; what is drawn is when people come, how long they take, and what officers find.
/// </summary>
internal sealed partial class Simulator
{
    /// <summary>What was begun in the year may end in the days after it.</summary>
    public const int DaysAfter = 120;

    private static readonly Text Reviewed = new("审查人员意见", "As the officer found");

    private readonly Scenario _scenario;
    private readonly Dice _dice;
    private readonly CityTime _time;
    private readonly Deadlines _deadlines;
    private readonly Agenda _agenda = new();
    private readonly Town _town;
    private readonly Tally _tally;
    private readonly long _yearStart, _yearEnd, _end;
    private readonly double[] _weights;
    private readonly Dictionary<string, Desk> _desks = new(StringComparer.Ordinal);
    private readonly Desk? _window;
    private readonly Dictionary<Guid, CaseRecord> _cases = [];
    private readonly Dictionary<Guid, TaskRecord> _tasks = [];
    private readonly Queue<CaseRecord> _changed = new();

    private Simulator(Scenario scenario, IReadOnlyList<IService> services)
    {
        _scenario = scenario;
        _dice = new Dice(scenario.Seed);
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection([new("Catalogue:Folder", scenario.CatalogueFolder)])
            .Build();
        _time = CityTime.Of(configuration);
        _deadlines = new Deadlines(scenario.Catalogue.Calendar, _time);
        _town = new Town(_agenda, services, configuration, new HostingEnvironment { EnvironmentName = Environments.Development });
        _town.TaskDecided = TaskDecided;
        _town.CaseDecided = CaseDecided;
        _town.Woken = Settle;
        var (first, last) = (new DateOnly(scenario.Year, 1, 1), new DateOnly(scenario.Year, 12, 31));
        (_yearStart, _yearEnd, _end) = (_time.StartOf(first).UtcTicks, _time.StartOf(last.AddDays(1)).UtcTicks, _time.StartOf(last.AddDays(1 + DaysAfter)).UtcTicks);
        _tally = new Tally(scenario, _deadlines);
        _weights = Simulate.Arrivals.Sums(scenario.Templates.Select(t => t.Weight));
        foreach (var plan in scenario.Desks.Values.OrderBy(d => d.Department, StringComparer.Ordinal))
            _desks.Add(plan.Department, Open(plan, first, last, (task, officer) => Take((TaskRecord)task, officer), (task, officer) => Finish((TaskRecord)task, officer)));
        if (scenario.Window is { } window)
            _window = Open(window, first, last, (record, _) => Receive((CaseRecord)record), (record, clerk) => Accept((CaseRecord)record, clerk));
    }

    private Desk Open(DeskPlan plan, DateOnly first, DateOnly last, Func<Errand, string, long?> takes, Action<Errand, string> finished)
    {
        var calendar = _scenario.Catalogue.Calendar;
        return new Desk(
            plan,
            WorkingTime.Of(first, last.AddDays(DaysAfter), plan.Hours, d => calendar.KindOf(d) != DayKind.Holiday, _time),
            WorkingTime.Of(first, last.AddDays(DaysAfter), plan.Hours, calendar.IsWorkingDay, _time),
            _yearEnd, _agenda, takes, finished);
    }

    private DateTimeOffset Now => new(_agenda.Now, TimeSpan.Zero);

    /// <param name="watch">Told of each case that ended: its number, and how.</param>
    public static Report Run(Scenario scenario, IReadOnlyList<IService> services, Action<int, CaseState>? watch = null)
    {
        var simulator = new Simulator(scenario, services);
        simulator._tally.Watch = watch;
        foreach (var (at, number) in Simulate.Arrivals.Of(scenario, scenario.Catalogue.Calendar, simulator._time, simulator._dice))
            simulator._agenda.Plan(at, () => simulator.Apply(number));
        simulator._agenda.RunUntil(simulator._end);
        return simulator.Close();
    }

    private void Apply(int number)
    {
        var today = _time.DateOf(Now);
        var template = _scenario.Templates[Simulate.Arrivals.IndexOf(_weights, _dice.Unit(Draw.Bundle, number))];
        var read = template.Read(number, _scenario.Catalogue, today);
        if (!read.IsValid)
        {
            _tally.TurnAway($"{template.Bundle}: {read.Faults[0].Pointer} {read.Faults[0].Message}");
            return;
        }
        var command = Submissions.CommandOf(read.Value, $"applicant-{number}", _scenario.Catalogue, Now);
        var id = _dice.Id(Draw.Case, number, Now);
        var record = new CaseRecord(id, number, today);
        var items = new List<SubmittedItem>(command.Items.Count);
        foreach (var item in command.Items)
        {
            var subject = ((long)number << 8) + items.Count;
            var task = new TaskRecord(_dice.Id(Draw.Task, subject, Now), record, subject, _scenario.Catalogue.FindItem(item.Item, today)!, item.Service ?? item.Department);
            record.Tasks.Add(task);
            _tasks.Add(task.Id, task);
            items.Add(item with { Task = task.Id, Budgets = Promised(item) });
        }
        _cases.Add(id, record);
        _tally.Submitted(record);
        _town.Ask(command with { CaseId = id, Items = items });
        Settle();
    }

    private ItemBudgets? Promised(SubmittedItem item) => _scenario.Promises.TryGetValue(item.Item, out var days)
        ? item.Budgets! with { Committed = item.Budgets.Committed with { Days = days } }
        : item.Budgets;

    private void TaskDecided(TaskState? before, Decision<TaskState> decision)
    {
        if (decision.State is not { } state || ReferenceEquals(before, state) || !_tasks.TryGetValue(state.TaskId, out var task))
            return;
        if (state.IsOpen && state.Holder.StartsWith("pool:", StringComparison.Ordinal) && !task.Waits && DeskOf(task) is { } desk)
            desk.Enter(task, DueOf(state));
        else if (state.IsOpen && state.Round > task.Round && DeskOf(task) is { } same)
            // The supplement is here: it goes back to the desk, to whoever is free.
            Reenter(task, state, same);
        if (state.AwaitsIssue && before?.AwaitsIssue != true)
            _agenda.Plan(_agenda.Now, () => Issue(task));
        if (!state.IsOpen)
        {
            DeskOf(task)?.Leave(task);
            if (!task.Decided && state.Decision is { Outcome: ReviewOutcome.Pass or ReviewOutcome.Refuse or ReviewOutcome.NotAccepted } made)
                _tally.Decided(task, before ?? state, made, Now);
        }
    }

    private void Reenter(TaskRecord task, TaskState state, Desk desk)
    {
        task.Round = state.Round;
        if (!task.Waits)
            desk.Enter(task, DueOf(state));
    }

    private long DueOf(TaskState state) => state.Clock is { } clock && _deadlines.Of(clock, stopped: false, Now).Committed.Due is { } due ? due.DayNumber : long.MaxValue;

    private Desk? DeskOf(TaskRecord task) => _desks.GetValueOrDefault(task.Item.Department.Id);

    private void CaseDecided(CaseState? before, Decision<CaseState> decision)
    {
        if (decision.State is not { } state || ReferenceEquals(before, state) || !_cases.TryGetValue(state.CaseId, out var record))
            return;
        if (state.Lifecycle == CaseLifecycle.Submitted && !record.Waits)
            _window?.Enter(record, record.Submitted.DayNumber);
        else if (state.Lifecycle != CaseLifecycle.Submitted)
            _window?.Leave(record);
        foreach (var warned in decision.Journal.Where(e => e.Kind == "warned"))
            _tally.Warned(warned.Data);
        foreach (var item in state.Items.Where(i => i.AsksForSupplement))
        {
            var was = before!.Items.First(i => i.Task == item.Task);
            if (!was.AsksForSupplement)
                _tally.Asked(_tasks[item.Task]);
            if (item.ToldAt is { } told && was.ToldAt != told)
                Await(record, _tasks[item.Task], item.Round);
        }
        if (state.HasEnded)
            _changed.Enqueue(record);
    }

    /// <summary>The applicant answers some days after the notice, at the time of day at which it came, or never.</summary>
    private void Await(CaseRecord record, TaskRecord task, int round)
    {
        if (_dice.Unit(Draw.Answer, task.Subject, round) < _scenario.NeverAnswer)
            return;
        var days = _dice.Of(_scenario.AnswerDays, Draw.AnswerDays, task.Subject, round);
        _agenda.Plan(_agenda.Now + (long)(days * TimeSpan.TicksPerDay), () => Answer(record));
    }

    private void Answer(CaseRecord record)
    {
        if (_town.Cases.Find(record.Id) is not { HasEnded: false } state || !state.Items.Any(i => i.AsksForSupplement))
            return;
        // What is sent is what was sent before, of a better copy.
        var given = state.Items.Select(i =>
        {
            var content = _town.TasksOf(i.Queue).Find(i.Task)!.Application.Content;
            return new SupplementedItem(i.Item, content.Form, content.Materials);
        });
        _town.Ask(new AnswerSupplement(record.Id, $"applicant-{record.Number}", [.. given], state.Submission, state.Submission));
        Settle();
    }

    /// <summary>Nothing is on its way any more: what has ended for good is counted and let go.</summary>
    private void Settle()
    {
        while (_changed.TryDequeue(out var record))
        {
            if (record.Counted || _town.Cases.Find(record.Id) is not { } state)
                continue;
            record.Counted = true;
            _tally.Ended(record, state, Now);
            foreach (var task in record.Tasks)
            {
                _town.TasksOf(task.Service).Forget(task.Id);
                _tasks.Remove(task.Id);
            }
            _town.Cases.Forget(record.Id);
            _cases.Remove(record.Id);
        }
    }

    private Report Close()
    {
        foreach (var record in _cases.Values.OrderBy(c => c.Number))
        {
            _tally.LeftOpen(record, _town.Cases.Find(record.Id)!, Now);
            foreach (var task in record.Tasks.Where(t => !t.Decided))
            {
                if (_town.TasksOf(task.Service).Find(task.Id) is { IsOpen: true } state)
                    _tally.LeftOpen(task, state, Now);
            }
        }
        return _tally.Close(_window is null ? _desks.Values : [.. _desks.Values, _window], _yearStart, _time, _town.Dead);
    }
}
