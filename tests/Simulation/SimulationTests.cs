using OneVisit.Simulation.Checks;
using Xunit.Abstractions;

namespace OneVisit.Simulation;

public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_invariant_holds_in_every_schedule()
    {
        if (Schedules.SeedOfEnvironment is { } seed)
        {
            var outcome = Schedule.Run(seed, whole: true);
            output.WriteLine(outcome.Report());
            Assert.Null(outcome.Violation);
            return;
        }

        var run = Schedules.Run(Schedules.Wanted, Planted.None, from: 0);

        output.WriteLine(run.Summary());
        Assert.True(run.Failure is null, run.Failure?.Report());
        Assert.Equal(Schedules.Wanted, run.Schedules);
    }
}
