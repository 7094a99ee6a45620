using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>
/// Four departments, each of which passes, asks, refuses, has a visit, or asks after one; the applicant, who answers in part, in whole, early, late or never; and time.
/// Every order of all that happens is gone through, and looked at after every step.
/// </summary>
public sealed class SupplementInterleavings : CollectingCase
{
    /// <summary>The end of a window and of a second one, or of the time for the answer.</summary>
    private const int MostWakes = 2;

    private const char Pass = 'p', Ask = 'a', Refuse = 'r', Visit = 'v';

    /// <summary>What a department does, one after the other. After a request it goes on once the applicant has answered, or the time for that is up.</summary>
    private static readonly string[] Scripts = ["p", "ap", "r", "vp", "vap"];

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        for (var i = 0; i < Scripts.Length; i++)
            for (var j = i; j < Scripts.Length; j++)
                pairs.Add(Scripts[i], Scripts[j]);
        return pairs;
    }

    /// <summary>The first two as given, with every two others: departments that do the same are alike, so no order of the four is left out.</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public void In_every_order_each_request_is_told_once_and_nobody_else_is_disturbed(string first, string second)
    {
        var from = Array.IndexOf(Scripts, second);
        for (var i = from; i < Scripts.Length; i++)
            for (var j = i; j < Scripts.Length; j++)
                new Walk([first, second, Scripts[i], Scripts[j]]).GoThrough();
    }

    /// <summary>Who asks a second time opens a window of its own.</summary>
    [Theory]
    [InlineData("aap", "p", "p", "p")]
    [InlineData("aap", "ap", "p", "vp")]
    [InlineData("aap", "ap", "r", "p")]
    [InlineData("aap", "aap", "p", "vap")]
    public void In_every_order_a_second_request_is_told_once_as_well(string first, string second, string third, string fourth) => new Walk([first, second, third, fourth]).GoThrough();

    private sealed class Walk(string[] scripts)
    {
        private readonly CaseRules _rules = new(_ => City);
        private readonly HashSet<string> _seen = [];

        public void GoThrough()
        {
            var play = new CaseInPlay(clockOf: () => City, terms: Terms);
            From(new Position(play.State, Start, [0, 0, 0, 0], Partly: false, Wholly: false, Wakes: 0, []));
            Assert.NotEmpty(_seen);
        }

        private void From(Position at)
        {
            Look(at);
            // Where two orders have come to the same, what follows is the same.
            if (!_seen.Add(at.Key) || at.State.Lifecycle != CaseLifecycle.Reviewing)
                return;
            foreach (var (message, now, next) in Nexts(at).ToList())
            {
                var decision = _rules.Decide(at.State, message, Facts.None, now);
                From(After(at, decision, message, next with { Now = now }));
            }
        }

        private IEnumerable<(object Message, DateTimeOffset Now, Position Next)> Nexts(Position at)
        {
            for (var d = 0; d < All.Length; d++)
            {
                var item = ItemAt(at, d);
                if (at.Done[d] < scripts[d].Length && item is { InReview: true, AsksForSupplement: false })
                    yield return (Step(at, d), at.Now, at with { Done = [.. at.Done.Index().Select(x => x.Index == d ? x.Item + 1 : x.Item)] });
            }
            if (at.Wakes < MostWakes && _rules.WakesAt(at.State) is { } wakes)
                yield return (new Wake(Id), wakes > at.Now ? wakes : at.Now, at with { Wakes = at.Wakes + 1 });
            var asking = at.State.Items.Where(i => i.AsksForSupplement).Select(i => i.Item).ToArray();
            if (asking.Length > 0 && !at.Wholly)
                yield return (Answer(at, asking), at.Now, at with { Wholly = true });
            if (asking.Length > 1 && !at.Partly)
            {
                foreach (var one in asking)
                    yield return (Answer(at, [one]), at.Now, at with { Partly = true });
            }
        }

        private ReviewDecided Step(Position at, int d)
        {
            var item = ItemAt(at, d);
            return new ReviewDecided
            {
                CaseId = Id,
                TaskId = item.Task,
                Round = item.Round,
                Sequence = at.Done[d] + 1,
                Decision = new Decision
                {
                    Outcome = scripts[d][at.Done[d]] switch { Pass => ReviewOutcome.Pass, Ask => ReviewOutcome.Supplement, Refuse => ReviewOutcome.Refuse, Visit => ReviewOutcome.Inspect, _ => throw new InvalidOperationException() },
                    By = "officer:li",
                    At = at.Now,
                    Reason = new Text("意见", "an opinion"),
                    LegalBasis = "the law, art 1",
                    Requested = new SupplementDemand([new DemandedMaterial($"{All[d]}-{at.Done[d]}")], []),
                },
            };
        }

        private static AnswerSupplement Answer(Position at, string[] items)
        {
            var papers = at.State.Items.Where(i => items.Contains(i.Item)).SelectMany(i => i.Decision!.Requested!.Materials).Select(m => m.Material).ToArray();
            return new AnswerSupplement(
                Id, "zhang", [.. All.Select(d => new SupplementedItem(ItemOf(d), default, []))], at.State.Submission, at.State.Submission, new SupplementGiven(null, papers, null));
        }

        private static Position After(Position before, Decision<CaseState> decision, object message, Position next)
        {
            Assert.Null(decision.Refusal);
            var told = decision.Notices.Where(n => n.Kind == "supplement-notice").ToList();
            // At most one notice for a window, and none beside one.
            Assert.InRange(told.Count, 0, 1);
            Assert.Equal(told.Count, decision.Journal.Count(e => e.Kind == "supplement-told"));
            var state = decision.State!;
            var requests = next.Told;
            foreach (var item in told.SelectMany(n => ItemsOf(n.Data)).Select(i => state.Items.Single(s => s.Item == i)))
            {
                Assert.True(item.AsksForSupplement, $"{item.Item} is told and asks for nothing");
                var request = $"{item.Item}/{item.Round + 1}";
                Assert.DoesNotContain(request, requests);
                requests = [.. requests, request];
            }
            if (message is AnswerSupplement)
                Assert.DoesNotContain(told.SelectMany(n => ItemsOf(n.Data)), i => before.State.Items.Any(b => b.Item == i && b.ToldAt is not null));
            if (state.HasEnded)
                Assert.Empty(told);
            // Who waited and was not answered waits on as before.
            foreach (var (was, now) in before.State.Items.Zip(state.Items).Where(i => i.First is { AsksForSupplement: true, ToldAt: not null } && i.Second.AsksForSupplement && i.First.Round == i.Second.Round))
                Assert.Equal((was.ToldAt, was.Step, was.Clock!.Suspensions!.Count), (now.ToldAt, now.Step, now.Clock!.Suspensions!.Count));
            return next with { State = state, Told = [.. requests.Order(StringComparer.Ordinal)] };
        }

        private void Look(Position at)
        {
            var state = at.State;
            if (state.HasEnded || state.Lifecycle != CaseLifecycle.Reviewing)
            {
                Assert.Null(state.Collecting);
                return;
            }
            var untold = state.Items.Where(i => i.IsUntold).ToList();
            // What nobody was told of is being gathered, for as long as the window lasts and somebody may still ask; else nothing is.
            Assert.Equal(untold.Count > 0, state.Collecting is not null);
            if (state.Collecting is { } window)
            {
                Assert.True(City.Deadlines.DateOf(at.Now) <= window.LastDay(state.SubmittedAt, City.Deadlines), "the window is over and nobody was told");
                Assert.Contains(state.Items, i => i.Lifecycle is ItemLifecycle.Requested or ItemLifecycle.Reviewing);
                Assert.NotNull(_rules.WakesAt(state));
            }
            foreach (var (d, department) in All.Index())
            {
                var item = ItemAt(at, d);
                var asked = scripts[d][..at.Done[d]].Count(step => step == Ask);
                Assert.Equal(asked, item.Clock!.Suspensions?.Count ?? 0);
                Assert.Equal(item.AsksForSupplement, item.Clock.Suspensions is [.., { To: null }]);
                Assert.Equal(item is { AsksForSupplement: true, ToldAt: not null }, item.Step is { Kind: ClockKind.Supplement });
                Assert.True(item.AsksForSupplement || item.ToldAt is null, $"{department} asks for nothing and the applicant has been told of it");
                Assert.Equal(item is { AsksForSupplement: true, ToldAt: not null }, at.Told.Contains($"{item.Item}/{item.Round + 1}"));
            }
        }

        private static ItemState ItemAt(Position at, int d) => at.State.Items[d];
    }

    /// <summary>How far everybody has come.</summary>
    /// <param name="Done">Steps of each department's script.</param>
    /// <param name="Told">The requests that were told: item and round.</param>
    private sealed record Position(CaseState State, DateTimeOffset Now, int[] Done, bool Partly, bool Wholly, int Wakes, string[] Told)
    {
        public string Key => string.Join('|', (string[])
        [
            string.Join(',', Done), $"{Now.Ticks} {Partly} {Wholly} {Wakes} {State.Lifecycle} {State.Collecting?.Opened.Ticks}", string.Join(',', Told),
            .. State.Items.Select(i => $"{i.Lifecycle} {i.Round} {i.ToldAt?.Ticks} {i.Step?.Start.Ticks} {i.Given?.Materials.Count} {i.Clock!.Suspensions?.Count}"),
        ]);
    }
}
