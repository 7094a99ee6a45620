using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Integration.UnitOfWork;

public sealed class ChangeSignalTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private readonly ChangeSignal _changes = new();
    private readonly Guid _followed = Guid.CreateVersion7();

    [Fact]
    public async Task A_change_wakes_everyone_who_follows_and_nobody_else()
    {
        Task[] followers = [FollowAsync(_followed), FollowAsync(_followed)];
        var other = FollowAsync(Guid.CreateVersion7());

        _changes.Changed([_followed]);

        await Task.WhenAll(followers);
        Assert.False(other.IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_does_not_keep_the_change_from_the_others()
    {
        var patient = FollowAsync(_followed);
        await _changes.NextAsync(_followed, TimeSpan.Zero, TimeProvider.System, CancellationToken.None);

        _changes.Changed([_followed]);

        await patient.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Nothing_is_kept_of_those_who_have_left()
    {
        using var cancel = new CancellationTokenSource();
        var leaving = _changes.NextAsync(_followed, Long, TimeProvider.System, cancel.Token);
        Assert.Equal(1, _changes.Followed);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.Equal(0, _changes.Followed);
    }

    private Task FollowAsync(Guid aggregate) => _changes.NextAsync(aggregate, Long, TimeProvider.System, CancellationToken.None);
}
