using OneVisit.Contracts;

namespace OneVisit.Unit.Snapshots;

public sealed class SamplingTests
{
    // Worked out with: printf 'after-check:ID' | sha256sum, the first 16 digits over 2^64.
    [Theory]
    [InlineData("019ab000-0000-7000-8000-000000000001", "0.5033271")]
    [InlineData("019ab000-0000-7000-8000-000000000002", "0.5591992")]
    [InlineData("01a20c94-37b0-7af3-b2ad-875f690dc7ce", "0.9415340")]
    public void A_task_is_drawn_when_its_fraction_lies_below_the_share(string task, string fraction)
    {
        var at = decimal.Parse(fraction, System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(Sampling.IsDrawn(new Guid(task), at + 0.000001m));
        Assert.False(Sampling.IsDrawn(new Guid(task), at - 0.000001m));
    }

    [Fact]
    public void Of_nothing_nothing_is_drawn_and_of_everything_everything()
    {
        var random = new Random(69);
        Assert.All(Enumerable.Range(0, 1000).Select(_ => Id(random)), id => Assert.Equal((false, true), (Sampling.IsDrawn(id, 0), Sampling.IsDrawn(id, 1))));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.05)]
    [InlineData(0.5)]
    public void Of_many_tasks_the_share_is_drawn(double share)
    {
        const int Tasks = 100_000;
        var random = new Random(20260302);
        var drawn = Enumerable.Range(0, Tasks).Count(_ => Sampling.IsDrawn(Id(random), (decimal)share));

        // Within four standard deviations of a binomial distribution: by chance one seed in 16,000 lies outside.
        var deviation = Math.Sqrt(Tasks * share * (1 - share));
        Assert.InRange(drawn, (Tasks * share) - (4 * deviation), (Tasks * share) + (4 * deviation));
    }

    [Fact]
    public void A_larger_share_draws_the_same_tasks_and_more()
    {
        var random = new Random(42);
        Assert.All(Enumerable.Range(0, 10_000).Select(_ => Id(random)).Where(id => Sampling.IsDrawn(id, 0.05m)), id => Assert.True(Sampling.IsDrawn(id, 0.06m)));
    }

    /// <summary>UUIDv7 of one morning.</summary>
    private static Guid Id(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        (bytes[0], bytes[1], bytes[2], bytes[3]) = (0x01, 0x9a, 0xb0, 0x00);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0f));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3f));
        return new Guid(bytes, bigEndian: true);
    }
}
