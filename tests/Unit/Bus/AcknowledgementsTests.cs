using CsCheck;
using OneVisit.Kit.Bus;

namespace OneVisit.Unit.Bus;

public sealed class AcknowledgementsTests
{
    private readonly Acknowledgements _answers = new();

    [Fact]
    public void One_acknowledgement_covers_all_that_came_before_what_is_still_in_hand()
    {
        Bring(1, 2, 3, 4);
        Finish(3, 1, 2);

        Assert.Equal([(3ul, true)], _answers.Take());
        Assert.Empty(_answers.Take());
    }

    [Fact]
    public void What_came_after_something_in_hand_does_not_wait_for_it()
    {
        Bring(1, 2, 3, 4);
        Finish(4, 1, 3);

        Assert.Equal([(1ul, true), (3ul, false), (4ul, false)], _answers.Take());

        Finish(2);
        Assert.Equal([(2ul, true)], _answers.Take());
    }

    [Fact]
    public void What_was_lost_on_its_way_is_never_acknowledged()
    {
        Bring(1, 3);
        Finish(3, 1);

        Assert.Equal([(1ul, true), (3ul, false)], _answers.Take());
    }

    [Fact]
    public void Finishing_tells_how_many_wait()
    {
        Bring(1, 2, 3);

        Assert.Equal(1, _answers.Finish(2));
        Assert.Equal(2, _answers.Finish(1));
        _answers.Take();
        Assert.Equal(1, _answers.Finish(3));
    }

    /// <summary>A broker closes the channel of whoever acknowledges a number it does not wait for (AMQP 0-9-1, basic.ack: precondition-failed).</summary>
    [Fact]
    public void In_whatever_order_deliveries_are_brought_finished_and_acknowledged_the_broker_waits_for_each_number_named() =>
        Gen.Select(Gen.Enum<What>(), Gen.Int[0, 99]).Array[0, 60].Sample(steps =>
        {
            var answers = new Acknowledgements();
            var (brought, waiting, inHand, finished) = (0ul, new SortedSet<ulong>(), new List<ulong>(), new HashSet<ulong>());
            foreach (var (what, which) in steps.Append((What.Acknowledge, 0)))
            {
                switch (what)
                {
                    case What.Lose:
                        waiting.Add(++brought);
                        break;
                    case What.Bring:
                        waiting.Add(++brought);
                        inHand.Add(brought);
                        answers.Bring(brought);
                        break;
                    case What.Finish when inHand.Count > 0:
                        var tag = inHand[which % inHand.Count];
                        inHand.Remove(tag);
                        finished.Add(tag);
                        answers.Finish(tag);
                        break;
                    case What.Acknowledge:
                        foreach (var (named, andAllBefore) in answers.Take())
                        {
                            Assert.Contains(named, waiting);
                            waiting.RemoveWhere(w => (w == named || (andAllBefore && w < named)) && finished.Remove(w));
                            Assert.DoesNotContain(waiting, w => w == named || (andAllBefore && w < named));
                        }
                        Assert.Empty(finished);
                        break;
                }
            }
        });

    private enum What
    {
        Bring,
        Lose,
        Finish,
        Acknowledge,
    }

    private void Bring(params ulong[] tags)
    {
        foreach (var tag in tags)
            _answers.Bring(tag);
    }

    private void Finish(params ulong[] tags)
    {
        foreach (var tag in tags)
            _answers.Finish(tag);
    }
}
