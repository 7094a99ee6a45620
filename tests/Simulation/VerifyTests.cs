using OneVisit.Simulation.Checks;

namespace OneVisit.Simulation;

/// <summary>What an operator runs over the stored data raises no false alarm, whatever a case has been through.</summary>
public sealed class VerifyTests
{
    private const int Seeds = 5_000;

    [Fact]
    public void Verify_finds_nothing_wrong_with_what_any_schedule_leaves()
    {
        // Others than those whose every step is looked at.
        var run = Schedules.Run(Seeds, Planted.None, from: 1_000_000, verified: true);

        Assert.True(run.Failure is null, run.Failure?.Report());
    }
}
