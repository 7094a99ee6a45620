namespace OneVisit.Unit.Hosting;

/// <summary>What every process of ours is told about the runtime: nothing else fails when one of them goes, everything only becomes slower.</summary>
public sealed class RuntimeSettingsTests
{
    [Theory]
    [InlineData("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit", "0")]
    [InlineData("System.Runtime.TieredCompilation.CallCountingDelayMs", "10")]
    [InlineData("System.GC.Gen0MaxBudget", "33554432")]
    public void A_process_fits_a_small_machine(string setting, string value) =>
        Assert.Equal(value, AppContext.GetData(setting)?.ToString());
}
