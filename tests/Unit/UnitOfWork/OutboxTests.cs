using Microsoft.Extensions.Logging.Abstractions;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Unit.Snapshots;

namespace OneVisit.Unit.UnitOfWork;

public sealed class OutboxTests : IAsyncDisposable
{
    private static readonly CarriedMessage Message = new("task-held", Samples.All.OfType<TaskHeld>().First(), null);

    private readonly SqliteStore _store = new("never-opened.db");
    private readonly Outbox _outbox;

    public OutboxTests() => _outbox = new Outbox("here", _store, new ConfirmingBus(), MessageTypes.Contracts, TimeProvider.System, NullLogger.Instance);

    public async ValueTask DisposeAsync()
    {
        _outbox.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public void Few_confirmed_rows_wait_for_more_unless_they_are_asked_for()
    {
        var sent = Publish(63);
        Assert.Empty(_outbox.TakeConfirmed(few: false));
        Assert.True(_outbox.HasConfirmed);

        Assert.Equal(sent, _outbox.TakeConfirmed(few: true));
        Assert.False(_outbox.HasConfirmed);
    }

    [Fact]
    public void Many_confirmed_rows_go_at_once_and_come_back_when_their_deletion_fails()
    {
        var sent = Publish(64);

        var taken = _outbox.TakeConfirmed(few: false);
        Assert.Equal(sent, taken);
        Assert.False(_outbox.HasConfirmed);

        _outbox.Return(taken);
        Assert.Equal(sent, _outbox.TakeConfirmed(few: false));
    }

    private Guid[] Publish(int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var id in ids)
            _outbox.Publish("there", Envelope.Seal(id, "here", DateTimeOffset.UnixEpoch, MessageTypes.Contracts, [Message]));
        return ids;
    }

    private sealed class ConfirmingBus : IBus
    {
        public string Kind => "at-once";

        public string? Trouble => null;

        public Task SendAsync(string destination, Envelope envelope, CancellationToken cancel) => Task.CompletedTask;

        public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
