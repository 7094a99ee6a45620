using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Departments;
using OneVisit.Orchestrator.Api;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Simulate;

/// <summary>Counts what happens. Whether something is late is for the platform's own clock to say.</summary>
internal sealed class Tally
{
    private readonly Scenario _scenario;
    private readonly Deadlines _deadlines;
    private readonly CaseClocks _clocks;
    private readonly SortedDictionary<string, ItemCount> _items = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _turnedAway = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _warnings = new(StringComparer.Ordinal);
    private readonly Histogram _untilEnd = new();
    private int _submitted, _completed, _refused, _otherwise, _open, _overdue, _supplements;

    public Tally(Scenario scenario, Deadlines deadlines)
    {
        _scenario = scenario;
        _deadlines = deadlines;
        _clocks = new CaseClocks(deadlines);
    }

    public Action<int, CaseState>? Watch { get; set; }

    public void TurnAway(string fault) => _turnedAway[fault] = _turnedAway.GetValueOrDefault(fault) + 1;

    public void Submitted(CaseRecord record)
    {
        _submitted++;
        foreach (var task in record.Tasks)
            CountOf(task).Reviews++;
    }

    public void Touched(TaskRecord task, DateTimeOffset now)
    {
        if (task.Touched)
            return;
        task.Touched = true;
        CountOf(task).UntilTouched.Add(WorkingDays(task.Case.Submitted, now));
    }

    public void Asked(TaskRecord task)
    {
        _supplements++;
        CountOf(task).Supplements++;
    }

    /// <param name="before">The task before the decision, with its clock as it ran.</param>
    public void Decided(TaskRecord task, TaskState before, Decision decision, DateTimeOffset now)
    {
        task.Decided = true;
        var count = CountOf(task);
        if (decision.By.StartsWith("rule:deemed-approved/", StringComparison.Ordinal))
        {
            count.Deemed++;
        }
        else if (decision.By.StartsWith("rule:", StringComparison.Ordinal))
        {
            count.ByRule++;
        }
        else
        {
            count.ByPeople++;
            count.UntilDecided.Add(WorkingDays(task.Case.Submitted, now));
        }
        if (decision.Outcome != ReviewOutcome.Pass)
            count.Refused++;
        CountLate(count, before, now);
    }

    /// <param name="data">Of the journal's entry: the item, null for the whole, and the colour.</param>
    public void Warned(object data)
    {
        var entry = JsonSerializer.SerializeToElement(data, JsonText.Options);
        var colour = entry.GetProperty("colour").GetString()!;
        _warnings[colour] = _warnings.GetValueOrDefault(colour) + 1;
        if (entry.TryGetProperty("item", out var item) && item.GetString() is { } id && _items.TryGetValue(id, out var count))
            count.Warnings++;
    }

    public void LeftOpen(TaskRecord task, TaskState state, DateTimeOffset now)
    {
        var count = CountOf(task);
        count.Open++;
        CountLate(count, state, now);
    }

    public void Ended(CaseRecord record, CaseState state, DateTimeOffset now)
    {
        switch (state.Lifecycle)
        {
            case CaseLifecycle.Completed:
                _completed++;
                break;
            case CaseLifecycle.Refused or CaseLifecycle.NotAccepted:
                _refused++;
                break;
            default:
                _otherwise++;
                break;
        }
        _untilEnd.Add(WorkingDays(record.Submitted, now));
        CountLate(state, now);
        Watch?.Invoke(record.Number, state);
    }

    public void LeftOpen(CaseRecord record, CaseState state, DateTimeOffset now)
    {
        _open++;
        CountLate(state, now);
        Watch?.Invoke(record.Number, state);
    }

    public Report Close(IReadOnlyCollection<Desk> desks, long yearStart, CityTime time, IReadOnlyDictionary<string, int> dead)
    {
        var items = _items.Values.Select(Figures).ToList();
        return new Report
        {
            Scenario = _scenario.Name,
            Title = _scenario.Title,
            Region = _scenario.Region.Code,
            RegionName = _scenario.Region.Name.Zh,
            Year = _scenario.Year,
            Seed = _scenario.Seed,
            Cases = new CaseFigures(
                _submitted, _completed, _refused, _otherwise, _open, _overdue, Rate(_overdue, _submitted), _supplements, _untilEnd.ToWaiting()),
            Departments =
            [
                .. items.GroupBy(i => i.Department).Select(g => new DepartmentFigures(
                    g.Key, NameOf(g.Key), g.Sum(i => i.Reviews), g.Sum(i => i.ByRule), g.Sum(i => i.Refused), g.Sum(i => i.Supplements), g.Sum(i => i.Overdue),
                    Rate(g.Sum(i => i.Overdue), g.Sum(i => i.Reviews - i.Stopped)))),
            ],
            Items = items,
            Desks =
            [
                .. desks.Where(d => d.Reviews > 0 || d.Waiting > 0).Select(d => new DeskFigures(
                    d.Plan.Department, NameOf(d.Plan.Department), d.Plan.Staff, d.Plan.Weekend, Math.Round((double)d.Staffed(yearStart) / TimeSpan.TicksPerHour, 1),
                    Math.Round((double)d.Busy / d.Staffed(yearStart), 4), d.Reviews, d.Longest.Length,
                    d.Longest.Length == 0 ? null : time.DateOf(new DateTimeOffset(d.Longest.At, TimeSpan.Zero)), d.Waiting)),
            ],
            Warnings = _warnings,
            TurnedAway = _turnedAway,
            DeadLetters = dead,
        };
    }

    private void CountLate(ItemCount count, TaskState task, DateTimeOffset now)
    {
        if (task.Clock is not { } clock)
            return;
        var standing = _deadlines.Of(clock, stopped: false, now);
        var today = _deadlines.DateOf(now);
        if (today > standing.Committed.Due)
            count.Overdue++;
        if (today > standing.Statutory.Due)
            count.OverdueByLaw++;
    }

    private void CountLate(CaseState state, DateTimeOffset now)
    {
        var today = _deadlines.DateOf(now);
        if (_clocks.Of(state, now)?.Whole is { } whole && (today > whole.Committed || today > whole.Statutory))
            _overdue++;
    }

    private ItemFigures Figures(ItemCount count)
    {
        var item = count.Item;
        var stopped = count.Reviews - count.ByRule - count.Deemed - count.ByPeople - count.Open;
        return new ItemFigures(
            item.Id, item.Name.Zh, item.Department.Id, _scenario.Promises.GetValueOrDefault(item.Id, item.Limits.Committed.Days), KebabCase.Of(item.Limits.Committed.Unit),
            count.Reviews, count.ByRule, count.ByPeople, count.Deemed, count.Open, stopped, count.Refused, count.Supplements, count.Warnings,
            count.Overdue, Rate(count.Overdue, count.Reviews - stopped), count.OverdueByLaw, count.UntilTouched.ToWaiting(), count.UntilDecided.ToWaiting());
    }

    private ItemCount CountOf(TaskRecord task)
    {
        if (!_items.TryGetValue(task.Item.Id, out var count))
            _items.Add(task.Item.Id, count = new ItemCount(task.Item));
        return count;
    }

    private string NameOf(string department) => department == DeskPlan.OfWindow ? "综合窗口" : _scenario.Catalogue.Departments.FirstOrDefault(d => d.Id == department)?.Name.Zh ?? department;

    /// <summary>Working days after the day of submission, through today.</summary>
    private int WorkingDays(DateOnly submitted, DateTimeOffset now) =>
        _deadlines.Calendar.WorkingDays(submitted, _deadlines.DateOf(now));

    private static double Rate(int part, int of) => of == 0 ? 0 : Math.Round((double)part / of, 4);

    private sealed class ItemCount(ServiceItem item)
    {
        public ServiceItem Item => item;
        public int Reviews { get; set; }
        public int ByRule { get; set; }
        public int ByPeople { get; set; }
        public int Deemed { get; set; }
        public int Open { get; set; }
        public int Refused { get; set; }
        public int Supplements { get; set; }
        public int Warnings { get; set; }
        public int Overdue { get; set; }
        public int OverdueByLaw { get; set; }
        public Histogram UntilTouched { get; } = new();
        public Histogram UntilDecided { get; } = new();
    }
}
