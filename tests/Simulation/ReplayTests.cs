using OneVisit.Simulation.Checks;

namespace OneVisit.Simulation;

/// <summary>A schedule follows from its seed and from nothing else; without that a failing seed would be worth nothing.</summary>
public sealed class ReplayTests
{
    private const int Seeds = 300;

    [Fact]
    public void A_seed_gives_the_same_schedule_on_any_thread_and_in_any_order()
    {
        var first = new ulong[Seeds];
        var second = new ulong[Seeds];
        var forwards = new Thread(() =>
        {
            for (var seed = 0; seed < Seeds; seed++)
                first[seed] = Schedule.Run((ulong)seed).Trace.Hash;
        });
        var backwards = new Thread(() =>
        {
            for (var seed = Seeds - 1; seed >= 0; seed--)
                second[seed] = Schedule.Run((ulong)seed).Trace.Hash;
        });
        forwards.Start();
        backwards.Start();
        forwards.Join();
        backwards.Join();

        Assert.Equal(first, second);
        Assert.Equal(Seeds, first.Distinct().Count());
    }

    [Fact]
    public void A_failing_seed_fails_again_at_the_same_step_with_the_same_trace()
    {
        var failure = Schedules.Run(100, Planted.NoInbox, from: 0).Failure;
        Assert.NotNull(failure);

        var again = Schedule.Run(failure.Seed, Planted.NoInbox);

        Assert.Equal(failure.Report(), again.Report());
        Assert.Contains($"seed {failure.Seed}, step {failure.Trace.Steps}: {Invariants.OneEffect}", again.Report(), StringComparison.Ordinal);
    }
}
