using System.Globalization;
using OneVisit.Simulation.Checks;
using Xunit.Abstractions;

namespace OneVisit.Simulation;

/// <summary>The simulation can fail: each classic fault, planted alone, is found within a bounded number of schedules, by the invariant that is there for it.</summary>
public sealed class PlantedFaultTests(ITestOutputHelper output)
{
    private const int Most = 4_000;

    public static TheoryData<string> Faults => [.. Enum.GetNames<Planted>().Where(n => n != nameof(Planted.None))];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_planted_fault_is_found(string fault)
    {
        var run = Schedules.Run(Most, Enum.Parse<Planted>(fault), from: 0);

        Assert.True(run.Failure is not null, $"{fault} was not found in {run.Schedules} schedules");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fault}: found by seed {run.Failure.Seed}, schedule {run.Schedules}, step {run.Failure.Trace.Steps}: {run.Failure.Violation}"));
    }
}
