using CsCheck;
using OneVisit.Contracts;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Unit.Cases;

/// <summary>What holds whatever the order in which messages, people, time and the operator come. A failing scenario prints itself.</summary>
public sealed class CityProperties
{
    private const int Schedules = 2000;

    private static readonly Gen<Desk> Desks = Gen.Select(
        Gen.Frequency((3, Gen.Const(true)), (1, Gen.Const(false))),
        Gen.Frequency((5, Gen.Const(Review.Passes)), (1, Gen.Const(Review.Refuses)), (2, Gen.Const(Review.IsLeftToPeople))),
        Gen.Frequency((5, Gen.Const(0)), (2, Gen.Int[1, 3]), (1, Gen.Const(Desk.Never))),
        (required, review, tries) => new Desk(required, review, tries));

    private static readonly Gen<Scenario> Scenarios = Gen.Select(
        Desks.Array[4], Gen.Bool, Gen.Bool, Gen.Int[1, 3], Gen.Int[0, 15], Gen.Byte.Array[0, 120],
        // Tax and seals need the business licence, and a required item never needs one of an optional item.
        // Of the last figure one part says what is promised, the other whether there are checks afterwards.
        (desks, chained, compensates, attempts, promised, choices) =>
            new Scenario([desks[0] with { Required = true }, .. desks[1..]], chained, compensates, attempts, promised % 8 < 4 ? promised % 8 : null, promised >= 8, choices));

    [Fact]
    public void Whatever_the_order_no_promise_of_the_case_is_broken() => Scenarios.Sample(scenario => Run(scenario), iter: Schedules);

    private static void Run(Scenario scenario)
    {
        var city = new City(scenario);
        var watch = new Watch(city);
        for (var i = 0; i + 1 < scenario.Choices.Length; i += 2)
            city.Happens(scenario.Choices[i], scenario.Choices[i + 1]);

        city.Settle();
        watch.EndedOrWaitsForANamedHolder();

        // Now everybody does their part; an operator tries twice and then gives up.
        for (var round = 0; city.Case.EndedAt is null; round++)
        {
            Assert.True(round < 10, "the case does not end although everybody does their part");
            city.EverybodyActs(round < 2 ? ParkedResolution.Retry : ParkedResolution.Compensate);
            city.Settle();
            watch.EndedOrWaitsForANamedHolder();
        }
        watch.NothingIsLeftBehind();
    }

    /// <summary>Looks on after every step.</summary>
    private sealed class Watch
    {
        private readonly City _city;
        private CaseState? _end;

        public Watch(City city)
        {
            _city = city;
            city.AfterStep = Look;
            city.OnIssued = (department, request) =>
            {
                var item = Item(department);
                foreach (var input in item.DependsOn)
                {
                    var issued = city.Tasks[DepartmentOf(input)]!;
                    // What is asked for before the licence is taken back may be issued after it.
                    Assert.True(issued.Lifecycle == ItemLifecycle.Issued || issued is { Lifecycle: ItemLifecycle.Revoked, AfterCheck.Passed: false });
                    Assert.Contains(request.Inputs, l => l.Number == issued.Licences[0].Number);
                }
            };
        }

        private void Look()
        {
            var state = _city.Case;
            if (_city.Tasks.Values.Any(t => t?.Lifecycle is ItemLifecycle.Issued or ItemLifecycle.IssueFailed))
            {
                foreach (var item in state.Items.Where(i => i.Required || _city.Tasks[i.Department]?.Lifecycle is ItemLifecycle.Issued or ItemLifecycle.IssueFailed))
                {
                    Assert.True(_city.Tasks[item.Department] is { Decision.Outcome: ReviewOutcome.Pass }, $"issued although {item.Item} has not passed");
                    Assert.False(state.Promises?.Any(p => p.ProvidedAt is null && p.Items.Contains(item.Item)) == true, $"issued although a paper that {item.Item} needs is not there");
                }
            }
            Assert.False(state is { HasEnded: true, Inspection.IsOpen: true }, "the case has ended, and a visit is waited for");
            if (_end is null && state.HasEnded)
            {
                _end = state;
                Assert.NotNull(state.Outcome);
                Assert.DoesNotContain(state.Items, i => i.IsLive || i.IsParked || i.RetryAt is not null);
            }
            else if (_end is not null)
            {
                Assert.Equal((_end.Lifecycle, _end.Outcome, _end.EndedAt), (state.Lifecycle, state.Outcome, state.EndedAt));
                Assert.True(_end.Items.Zip(state.Items).All(i => (i.First.Lifecycle == i.Second.Lifecycle && i.First.Holder == i.Second.Holder) || IsTakenBack(i.Second)), "an item changed after the end");
            }
        }

        public void EndedOrWaitsForANamedHolder()
        {
            VisitsAreMadeOnceForAll();
            if (_city.Case.HasEnded)
                return;
            Assert.Contains(_city.Case.Items, i => i.InReview || i.IsParked);
            foreach (var item in _city.Case.Items)
            {
                var task = _city.Tasks[item.Department]!;
                Assert.NotEqual(ItemLifecycle.Issuing, item.Lifecycle);
                if (!item.InReview)
                    continue;
                Assert.Equal(task.Lifecycle, item.Lifecycle);
                Assert.Equal(task.Round, item.Round);
                // Whoever the case waits for is who has it in the department too; what an inspection is waited for is the department's own affair.
                string[] holders = item.Lifecycle switch
                {
                    ItemLifecycle.SupplementRequested => ["applicant"],
                    ItemLifecycle.InspectionRequested or ItemLifecycle.SpecialProcedure => [task.Holder, item.Department],
                    _ => [task.Holder],
                };
                Assert.Contains(item.Holder, holders);
                Assert.Equal(task.Decision?.Outcome, item.Decision?.Outcome);
            }
        }

        /// <summary>What was found stands in one record; whoever could have come knows that it is over, and asks for no visit of its own.</summary>
        private void VisitsAreMadeOnceForAll()
        {
            var state = _city.Case;
            var held = (state.EarlierInspections ?? []).Concat(state.Inspection is { Phase: InspectionPhase.Held } last ? [last] : []).ToList();
            Assert.Equal(held.Count, _city.CaseLog.Count("inspection-held"));
            foreach (var inspection in held)
                Assert.Distinct(inspection.Findings.Select(f => f.Task));
            foreach (var item in state.Items)
            {
                Assert.Equal(held.Sum(i => i.Findings.Count(f => f.Task == item.Task && f.Finding.AbsenceBasis is not null)), _city.CaseLog.Count("agreed-by-absence", item.Item));
                var task = _city.Tasks[item.Department]!;
                if (task.IsOpen)
                    Assert.Equal(held.Exists(i => i.CouldJoin.Contains(item.Task)), task.Inspection is { IsOver: true });
                Assert.False(task is { Lifecycle: ItemLifecycle.InspectionRequested, Inspection.IsOver: true }, "a visit of its own is waited for after the joint one");
                if (state.Inspection is { Phase: InspectionPhase.Appointed } appointed && appointed.Participants.Any(p => p.Task == item.Task))
                    Assert.Equal(appointed.Appointment, task.Inspection?.Slot);
            }
        }

        public void NothingIsLeftBehind()
        {
            var state = _city.Case;
            Assert.False(state.Inspection is { IsOpen: true }, "a visit is waited for after the end");
            Assert.True(_city.IsQuiet);
            Assert.DoesNotContain(_city.Tasks.Values, t => t!.IsOpen || t.Lifecycle is ItemLifecycle.ReviewPassed or ItemLifecycle.IssueFailed);
            // What was reserved for something that is not issued is free again; what was revoked is known as revoked.
            foreach (var (key, entry) in _city.Register)
            {
                var issued = entry.Owner == state.CaseId
                    ? state.Items.Any(i => i.Lifecycle == ItemLifecycle.Issued && i.Licences.Any(l => LicenceIndex.KeyOf(l.Number, l.Type) == key.Key))
                    : _city.Tasks.Values.Single(t => t!.TaskId == entry.Owner)!.Lifecycle == ItemLifecycle.Issued;
                Assert.True(issued || (entry.Lasting && entry.Revoked));
            }

            var issuedItems = state.Items.Where(i => i.Lifecycle == ItemLifecycle.Issued).Select(i => i.Department);
            // What the check afterwards found has its consequence everywhere, or the whole was taken back anyway.
            foreach (var item in state.Items.Where(i => i.Lifecycle is ItemLifecycle.Issued or ItemLifecycle.Revoked && state.Lifecycle == CaseLifecycle.Completed))
                Assert.Equal(_city.Tasks[item.Department]!.AfterCheck?.Passed == false ? ItemLifecycle.Revoked : ItemLifecycle.Issued, item.Lifecycle);
            Assert.Equal(issuedItems.Order(), _city.Tasks.Where(t => t.Value!.Lifecycle == ItemLifecycle.Issued).Select(t => t.Key).Order());
            if (state.Lifecycle == CaseLifecycle.Completed)
                Assert.All(state.Items.Where(i => i.Required), i => Assert.True(i.Lifecycle == ItemLifecycle.Issued || IsTakenBack(i)));
            else
                Assert.Empty(issuedItems);

            foreach (var item in state.Items)
            {
                Assert.InRange(_city.CaseLog.FinalAnswers(item.Item), 0, 1);
                Assert.InRange(_city.CaseLog.Count("licences-issued", item.Item), 0, 1);
                Assert.InRange(_city.TaskLogs[item.Department].Count("licences-issued"), 0, 1);
                if (item.Lifecycle == ItemLifecycle.Issued)
                    Assert.Equal((1, 1), (_city.CaseLog.FinalAnswers(item.Item), _city.CaseLog.Count("licences-issued", item.Item)));
            }
            // What has come is there wherever it is wanted, in whatever order it came.
            foreach (var item in state.Items.Where(i => i.Lifecycle == ItemLifecycle.Issued && state.Promises?.Any(p => p.ProvidedAt is not null && p.Items.Contains(i.Item)) == true))
                Assert.Contains(_city.Tasks[item.Department]!.Application.Content.Materials, m => m.Material == City.Paper);
            Assert.True(_city.CaseLog.Verifies());
            Assert.All(_city.TaskLogs.Values, log => Assert.True(log.Verifies()));
        }

        /// <summary>Issued, checked, found not to be so, and revoked.</summary>
        private static bool IsTakenBack(ItemState item) => item is { Lifecycle: ItemLifecycle.Revoked, Checked.Passed: false } && item.IssuedAs > 0;

        private ItemState Item(string department) => _city.Case.Items.Single(i => i.Department == department);

        private static string DepartmentOf(string item) => item.Split('.')[0];
    }
}
