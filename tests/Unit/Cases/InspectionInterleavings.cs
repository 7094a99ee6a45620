using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>
/// Four departments, each of which passes, needs a visit, refuses or asks the applicant for something: every combination in every order, with messages that
/// arrive as they were sent, all at once, the last first, or twice. The rules of the case and of the tasks are the real ones.
/// </summary>
public sealed class InspectionInterleavings : InspectedCase
{
    private static readonly ReviewOutcome[] Outcomes = [ReviewOutcome.Pass, ReviewOutcome.Inspect, ReviewOutcome.Refuse, ReviewOutcome.Supplement];

    private static readonly int[][] Orders = [.. from a in Enumerable.Range(0, 4) from b in Enumerable.Range(0, 4) from c in Enumerable.Range(0, 4) from d in Enumerable.Range(0, 4)
                                                 where new[] { a, b, c, d }.Distinct().Count() == 4
                                                 select new[] { a, b, c, d }];

    private enum Way
    {
        AsSent,
        AllAtOnce,
        LastFirst,
        Twice,
    }

    [Fact]
    public void In_every_interleaving_of_four_departments_there_is_one_visit_for_all_who_need_one_and_nobody_else_waits()
    {
        Assert.Equal(24, Orders.Length);
        var clock = new CityClock(new Deadlines(QuietCity.National, QuietCity.Time), "first", [], item => new Text(item, item), _ => null) { Inspections = new InspectionPlan(City, _ => []) };
        var count = 0;
        for (var combination = 0; combination < 256; combination++)
        {
            ReviewOutcome[] answers = [.. Enumerable.Range(0, 4).Select(i => Outcomes[(combination >> (2 * i)) & 3])];
            foreach (var order in Orders)
            {
                foreach (var way in Enum.GetValues<Way>())
                {
                    // Who is absent, and whether the applicant answers, turn through all there is.
                    var seed = count++;
                    new Town(clock, answers, order, way, absent: seed % 16, agrees: seed / 16 % 2 == 0).Run();
                }
            }
        }
        Assert.Equal(256 * 24 * 4, count);
    }

    private sealed class Town(CityClock clock, ReviewOutcome[] answers, int[] order, Way way, int absent, bool agrees)
    {
        private readonly CaseRules _case = new(_ => clock);
        private readonly TaskRules _task = new(_ => null, QuietCity.Time);
        private readonly TaskState?[] _tasks = new TaskState?[4];
        private readonly List<Outgoing> _underWay = [];
        private readonly List<JournalEntry> _journal = [];
        private CaseState? _state;
        private DateTimeOffset _now = Start;

        public void Run()
        {
            Tell(new CaseInPlay(submitted: false).Submission);
            Settle();
            foreach (var department in order)
            {
                Do(department, answers[department]);
                if (way is Way.AsSent or Way.Twice)
                    Settle();
            }
            Settle();
            if (answers.Contains(ReviewOutcome.Refuse))
            {
                Holds(_state!.Lifecycle == CaseLifecycle.Refused, "the case is refused");
                Holds(_state.Inspection is null or { Phase: InspectionPhase.Dropped }, "no visit is left over");
                Holds(_tasks.All(t => t is { IsOpen: false }), "every department has stopped");
                return;
            }
            foreach (var department in Who(ReviewOutcome.Pass))
                Holds(Item(department).Lifecycle is ItemLifecycle.ReviewPassed or ItemLifecycle.Issuing, "who needs no visit does not wait");
            if (Who(ReviewOutcome.Inspect).Length > 0)
                Visit();
            else
                Holds(_state!.Inspection is null, "nobody asked for a visit");
            EverybodyPasses();
        }

        private void Visit()
        {
            var asking = Who(ReviewOutcome.Inspect);
            Holds(_state!.Inspection is { Phase: InspectionPhase.Proposed, Number: 1 }, "times are offered as soon as everybody has answered");
            if (agrees)
            {
                var (slot, state) = (_state.Inspection!.Slots[^1], _state);
                Tell(new AgreeToInspection(Id, "zhang", slot));
                Holds(_state.Inspection!.Appointment == slot, "the time agreed to is the appointment");
            }
            Until(InspectionPhase.Appointed);
            Settle();
            Holds(_state.Inspection!.Participants.Select(p => Array.IndexOf(All, p.Department)).Order().SequenceEqual(asking.Order()), "exactly those who asked take part");
            Holds(asking.All(d => _tasks[d]!.Inspection?.Slot == _state.Inspection.Appointment), "everybody who takes part knows the same appointment");
            Holds(Enumerable.Range(0, 4).Except(asking).All(d => _tasks[d]!.Inspection is null), "nobody else is troubled");

            _now = QuietCity.Time.StartOf(_state.Inspection.Appointment!.Date).AddHours(9);
            var come = asking.Where(d => (absent >> d & 1) == 0).ToList();
            foreach (var department in come)
                Command(department, new EnterFinding(TaskOf(All[department]), "li", department % 2 == 0, new Text("所见", "as seen"), []));
            Settle();
            Holds((_state.Inspection.Phase == InspectionPhase.Held) == (come.Count == asking.Length), "the record is closed when everybody has found, and not before");
            Until(InspectionPhase.Held);
            Settle();

            var held = _state.Inspection!;
            Holds(held.Findings.Count == asking.Length && held.Findings.DistinctBy(f => f.Task).Count() == asking.Length, "each who took part stands in the record once");
            Holds(asking.All(d => (Found(d).AbsenceBasis is null) == come.Contains(d) && (come.Contains(d) || Found(d).Agrees)), "who was absent agrees, and nobody else by absence");
            Holds(_journal.Count(e => e.Kind == "agreed-by-absence") == asking.Length - come.Count, "absence is recorded exactly once");
            Holds(_journal.Count(e => e.Kind == "inspection-held") == 1, "there was one visit");
            Holds(asking.All(d => _tasks[d] is { Lifecycle: ItemLifecycle.Reviewing, Inspection.Record.Findings.Count: var count } && count == asking.Length), "who took part decides on the whole record");
            foreach (var department in asking)
                Holds(Do(department, ReviewOutcome.Inspect) == "no-separate-visit", "there is no separate visit for who took part or was absent");
            Later(asking);
        }

        /// <summary>Who waited for the applicant may ask for a visit afterwards if it could not have asked before, and only then.</summary>
        private void Later(int[] asking)
        {
            foreach (var department in Who(ReviewOutcome.Supplement))
            {
                if (Item(department).AsksForSupplement)
                    Tell(SupplementForAll(_state!));
                Settle();
                var could = (_state!.EarlierInspections ?? []).Append(_state.Inspection!).Any(i => i.Phase == InspectionPhase.Held && i.CouldJoin.Contains(TaskOf(All[department])));
                if (way is Way.AsSent or Way.Twice)
                    Holds(could == order.TakeWhile(d => d != department).Any(asking.Contains), "it could have asked if it was not waiting when the visit was planned");
                var refusal = Do(department, ReviewOutcome.Inspect);
                Settle();
                Holds(refusal == (could ? "no-separate-visit" : null), "it is refused if it could have asked before, and only then");
                Holds(could || _state.Inspection is { Number: > 1, IsOpen: true }, "a visit of those who could not join the first");
            }
        }

        private void EverybodyPasses()
        {
            for (var round = 0; _state!.Items.Any(i => i.InReview); round++)
            {
                Holds(round < 5, "the case goes on when everybody does their part");
                if (_state.Items.Any(i => i.AsksForSupplement))
                    Tell(SupplementForAll(_state));
                Settle();
                for (var department = 0; department < 4; department++)
                {
                    if (_tasks[department] is { IsOpen: true } and not { Lifecycle: ItemLifecycle.SupplementRequested })
                        Do(department, ReviewOutcome.Pass);
                }
                Settle();
            }
            Holds(_state.Lifecycle == CaseLifecycle.Issuing, "everything has passed");
            Holds(_state.Inspection is not { IsOpen: true }, "no visit is waited for any more");
        }

        private InspectionFinding Found(int department) => _state!.Inspection!.Findings.Single(f => f.Task == TaskOf(All[department])).Finding;

        private ItemState Item(int department) => _state!.Items.Single(i => i.Department == All[department]);

        private int[] Who(ReviewOutcome outcome) => [.. order.Where(d => answers[d] == outcome)];

        /// <summary>Nobody does anything, and time passes.</summary>
        private void Until(InspectionPhase phase)
        {
            for (var wakes = 0; _state!.Inspection!.Phase != phase; wakes++)
            {
                Holds(wakes < 5 && _case.WakesAt(_state) is not null, $"it comes to be {phase} by itself");
                _now = _case.WakesAt(_state) is { } at && at > _now ? at : _now;
                Tell(new Wake(Id));
            }
        }

        private string? Do(int department, ReviewOutcome outcome) =>
            Command(department, new DecideTask(TaskOf(All[department]), "li", outcome, new Text("意见", "an opinion"), "the law, art 1"));

        private void Settle()
        {
            while (_underWay.Count > 0)
            {
                var at = way == Way.LastFirst ? _underWay.Count - 1 : 0;
                var message = _underWay[at];
                _underWay.RemoveAt(at);
                // Licences are another matter.
                if (message.Message is RequestIssue)
                    continue;
                for (var times = 0; times < (way == Way.Twice ? 2 : 1); times++)
                {
                    if (message.To == ServiceNames.Orchestrator)
                        Tell(message.Message);
                    else
                        Command(Array.IndexOf(All, message.To), message.Message);
                }
            }
        }

        private void Tell(object message)
        {
            var decision = _case.Decide(_state, message, Facts.None, _now);
            _state = decision.State;
            _underWay.AddRange(decision.Messages);
            _journal.AddRange(decision.Journal);
            _now = _now.AddMilliseconds(1);
        }

        private string? Command(int department, object message)
        {
            var decision = _task.Decide(_tasks[department], message, Facts.None, _now);
            _tasks[department] = decision.State;
            _underWay.AddRange(decision.Messages);
            _now = _now.AddMilliseconds(1);
            return decision.Refusal?.Code;
        }

        private void Holds(bool condition, string what)
        {
            if (!condition)
                Assert.Fail($"{what}: answers {string.Join(", ", answers)}, order {string.Join(", ", order)}, {way}, absent {absent}, agrees {agrees}; the visit is {_state?.Inspection?.Phase} with {string.Join(", ", _state?.Inspection?.Participants.Select(p => p.Department) ?? [])}");
        }
    }
}
