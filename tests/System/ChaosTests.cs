using OneVisit.Chaos;
using OneVisit.Chaos.Scenarios;
using OneVisit.Support;

namespace OneVisit.SystemTests;

/// <summary>The short forms of the chaos scenarios that need nothing but the servers of this run; the rest is a command of its own, tests/Chaos.</summary>
public sealed class ChaosTests
{
    private const int Few = 4;

    [Fact]
    public Task An_embedded_platform_killed_again_and_again_loses_and_doubles_nothing() => IsGoodAsync(new Embedded(), new Extent(2, 40, Few));

    [Fact]
    public Task Services_killed_frozen_and_cut_off_from_their_servers_lose_and_double_nothing() =>
        IsGoodAsync(new Mixed(TestServers.Postgres, TestServers.RabbitMq, packed: true), new Extent(4, 40, Few));

    [Fact]
    public Task Two_copies_restarted_one_after_the_other_answer_every_request_that_is_repeated() =>
        IsGoodAsync(new Rolling(TestServers.Postgres, TestServers.RabbitMq, packed: true), new Extent(3, 30, Few));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_full_disk_refuses_and_loses_nothing(bool mayMount) => IsGoodAsync(new DiskFull(mayMount), new Extent(1, 60));

    [Fact]
    public async Task A_case_that_was_deleted_is_reported_as_lost_and_a_key_that_got_a_second_one_as_duplicated()
    {
        var result = await Run.ScenarioAsync(new Embedded(), new Extent(0, 20, Few), async (fleet, load) =>
        {
            await Controls.DeleteACaseAsync(fleet, load);
            await Controls.ForgetAnswersAsync(fleet, load);
        });

        Assert.False(result.Good);
        Assert.True(result.Lost > 0, result.ToString());
        Assert.True(result.Duplicated > 0, result.ToString());
        Assert.True(result.Unexpected > 0, result.ToString());
    }

    private static async Task IsGoodAsync(Scenario scenario, Extent extent)
    {
        var result = await Run.ScenarioAsync(scenario, extent);

        Assert.True(result.Good, result.ToString());
        Assert.Equal(extent.Kills, result.Faults);
    }
}
