using OneVisit.Kit.Bus;

namespace OneVisit.Unit.Bus;

public sealed class StarvationTests
{
    private readonly Starvation _starvation = new();

    [Fact]
    public void Something_that_waits_and_is_not_brought_is_noticed_at_the_third_look()
    {
        Assert.False(_starvation.Sees(waiting: 3, inHand: false, brought: 7));
        Assert.False(_starvation.Sees(waiting: 3, inHand: false, brought: 7));
        Assert.True(_starvation.Sees(waiting: 1, inHand: false, brought: 7));
    }

    [Theory]
    [InlineData(0u, false, 7)]
    [InlineData(3u, true, 7)]
    [InlineData(3u, false, 8)]
    public void Nothing_waiting_or_something_in_hand_or_brought_begins_the_count_anew(uint waiting, bool inHand, long brought)
    {
        Assert.False(_starvation.Sees(3, false, 7));
        Assert.False(_starvation.Sees(3, false, 7));

        Assert.False(_starvation.Sees(waiting, inHand, brought));
        Assert.False(_starvation.Sees(3, false, brought));
        Assert.True(_starvation.Sees(3, false, brought));
    }
}
