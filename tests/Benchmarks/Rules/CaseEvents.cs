using System.Reflection;
using OneVisit.All;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Benchmarks.Rules;

/// <summary>
/// Every decision in the life of the contracts' example, with the state, the message and the facts it was taken on: the case's own rules, and the
/// real handlers of the four departments. Each can be taken again and again, because rules are functions.
/// </summary>
internal sealed class CaseEvents
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, Func<object>> _decisions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskState?> _tasks = [];
    private readonly Dictionary<string, TaskRules> _departments;
    private readonly CaseRules _rules;
    private readonly Queue<Outgoing> _underWay = new();
    private CaseState? _case;

    private CaseEvents()
    {
        var time = new CityTime(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        var catalogue = CityCatalogue.Load();
        var clock = new CityClock(
            new Deadlines(catalogue.Calendar, time), catalogue.Calendars.Text.Digest,
            [.. catalogue.Limits.Warnings!.Select(w => new Warning(w.Id, w.Colour, new Rung(w.Percent, w.DaysBefore, w.DaysAfter), w.To))],
            item => catalogue.FindItem(item)!.Name, _ => null)
        {
            Inspections = InspectionPlan.Of(catalogue),
        };
        _rules = new CaseRules(_ => clock);
        _departments = Everything.Services.OfType<DepartmentService>().ToDictionary(d => d.Name, d => new TaskRules(HandlersOf(d), time));
        _underWay.Enqueue(new Outgoing(ServiceNames.Orchestrator, Submission(catalogue, time)));
        while (_underWay.TryDequeue(out var message))
        {
            if (message.To == ServiceNames.Orchestrator)
                Case(message.Message);
            else
                Task(message.To, message.Message);
        }
        if (_case is not { Lifecycle: CaseLifecycle.Completed })
            throw new InvalidOperationException($"the example's case ends as {_case?.Lifecycle}, not completed");
    }

    /// <summary>The decisions by the name of their event, such as <c>case/review-decided-4</c> or <c>tax/request-issue</c>.</summary>
    public static IReadOnlyDictionary<string, Func<object>> All { get; } = new CaseEvents()._decisions;

    private void Case(object message)
    {
        var state = _case;
        Func<Decision<CaseState>> decide = () => _rules.Decide(state, message, Facts.None, Now);
        var kind = $"case/{NameOf(message)}";
        var number = _seen[kind] = _seen.GetValueOrDefault(kind) + 1;
        _decisions[message is SubmitCase ? kind : $"{kind}-{number}"] = decide;
        _case = Follow(decide());
        // Asked of every state that is stored.
        if (_case is { } stored)
            _decisions[$"case/wakes-at-{stored.Lifecycle}".ToLowerInvariant()] = () => (object?)_rules.WakesAt(stored) ?? "";
    }

    private void Task(string department, object message)
    {
        var (rules, state) = (_departments[department], _tasks.GetValueOrDefault(department));
        // The register is empty and every sequence stands at one: the first case of a city.
        var numbers = rules.NeedsOf(state, message, Now).Numbers.ToDictionary(n => n.Sequence, _ => 1L);
        var facts = new Facts(new Dictionary<RegisterKey, RegisterEntry>(), numbers);
        Func<Decision<TaskState>> decide = () => rules.Decide(state, message, facts, Now);
        _decisions[$"{department}/{NameOf(message)}"] = decide;
        _tasks[department] = Follow(decide());
    }

    private TState? Follow<TState>(Decision<TState> decision)
        where TState : class
    {
        foreach (var message in decision.Messages)
            _underWay.Enqueue(message);
        return decision.State;
    }

    private static string NameOf(object message) =>
        string.Concat(message.GetType().Name.Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(c)}" : $"{c}"));

    /// <summary>A department shows its handlers to nobody but its host; they are wanted here as they are.</summary>
    private static IReadOnlyList<IItemHandler> HandlersOf(DepartmentService department) =>
        (IReadOnlyList<IItemHandler>)typeof(DepartmentService).GetProperty("Handlers", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(department)!;

    private static SubmitCase Submission(CityCatalogue catalogue, CityTime time)
    {
        using var example = Example.Read();
        var body = example.RootElement.Clone();
        var plan = SubmissionReader.Read(body, catalogue, time.DateOf(Now)) is { IsValid: true } read
            ? read.Value
            : throw new InvalidOperationException("the example is not valid");
        return new SubmitCase(
            Guid.CreateVersion7(Now), "zhang", plan.Plan.Bundle.Id, plan.Plan.Bundle.Version, plan.Plan.Region.Code,
            new CaseApplicant(plan.Applicant.Kind, plan.Applicant.Name, "4306**********1235"), new CaseFee(0, "CNY", []), 0, null,
            new IssuePolicy(OnIssueFailure.Park, 3, 2, 300),
            [
                .. plan.Plan.Items.Select(i => new SubmittedItem(
                    Guid.CreateVersion7(Now), i.Item.Id, i.Item.Department.Id, i.Authority, i.Required, i.DependsOn, i.FormOf(plan.Form), i.MaterialsOf(plan.Materials),
                    Budgets: new ItemBudgets(new DayLimit(i.Item.Limits.Committed.Days, i.Item.Limits.Committed.Unit), new DayLimit(i.Item.Limits.Statutory.Days, i.Item.Limits.Statutory.Unit)))),
            ],
            Utf8Json.Of(body),
            new CaseLimits(null, new DayLimit(45, DayUnit.WorkingDay)));
    }
}
