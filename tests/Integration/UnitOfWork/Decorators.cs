using System.Data.Common;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;

namespace OneVisit.Integration.UnitOfWork;

/// <summary>A bus as bad as the network allows: brings everything two or three times, and out of order.</summary>
internal sealed class RepeatingBus(IBus inner) : IBus
{
    private readonly Random _random = new(20260302);
    private readonly List<TaskCompletionSource> _held = [];
    private readonly List<(string To, Envelope Envelope)> _sent = [];

    public string Kind => inner.Kind;

    public string? Trouble => inner.Trouble;

    public async Task SendAsync(string destination, Envelope envelope, CancellationToken cancel)
    {
        List<Task> copies = [];
        lock (_held)
        {
            _sent.Add((destination, envelope));
            for (var left = 2 + _random.Next(2); left > 0; left--)
            {
                var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _held.Add(turn);
                copies.Add(SendAsync(turn.Task));
            }
            // Half of what is held goes now, picked at random; the rest among what comes next, or soon.
            LetGo(_held.Count / 2);
        }
        _ = Task.Run(() =>
        {
            lock (_held)
                LetGo(_held.Count);
        }, CancellationToken.None);
        await Task.WhenAll(copies);

        async Task SendAsync(Task turn)
        {
            await turn;
            await inner.SendAsync(destination, envelope, cancel);
        }
    }

    public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel) =>
        inner.ReceiveAsync(service, receive, cancel);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <summary>Brings everything once more, long after its effect.</summary>
    public Task RepeatAllAsync() => Task.WhenAll(_sent.Select(s => inner.SendAsync(s.To, s.Envelope, CancellationToken.None)));

    private void LetGo(int count)
    {
        for (; count > 0; count--)
        {
            var index = _random.Next(_held.Count);
            _held[index].SetResult();
            _held.RemoveAt(index);
        }
    }
}

/// <summary>What a process does that is killed between its commit and its sending: it commits, and nothing ever leaves it.</summary>
internal sealed class SilentBus(IBus inner) : IBus
{
    public string Kind => inner.Kind;

    public string? Trouble => null;

    public Task SendAsync(string destination, Envelope envelope, CancellationToken cancel) => new TaskCompletionSource().Task.WaitAsync(cancel);

    public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel) =>
        inner.ReceiveAsync(service, receive, cancel);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

/// <summary>Brings everything, and loses every first confirmation.</summary>
internal sealed class UnconfirmingBus(IBus inner) : IBus
{
    private readonly HashSet<Guid> _sent = [];

    public string Kind => inner.Kind;

    public string? Trouble => inner.Trouble;

    public async Task SendAsync(string destination, Envelope envelope, CancellationToken cancel)
    {
        await inner.SendAsync(destination, envelope, cancel);
        lock (_sent)
        {
            if (_sent.Add(envelope.Id))
                throw new BusException("the confirmation was lost");
        }
    }

    public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel) =>
        inner.ReceiveAsync(service, receive, cancel);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

/// <summary>Takes nothing until it is opened.</summary>
internal sealed class BarredBus(IBus inner) : IBus
{
    private int _refused;

    public int Refused => Volatile.Read(ref _refused);

    public bool IsBarred { get; set; } = true;

    public string Kind => inner.Kind;

    public string? Trouble => inner.Trouble;

    public Task SendAsync(string destination, Envelope envelope, CancellationToken cancel)
    {
        if (!IsBarred)
            return inner.SendAsync(destination, envelope, cancel);
        Interlocked.Increment(ref _refused);
        return Task.FromException(new BusException("barred"));
    }

    public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel) =>
        inner.ReceiveAsync(service, receive, cancel);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

/// <summary>The control: a store without an inbox, which takes every envelope for a new one.</summary>
internal sealed class ForgetfulStore(Store inner) : Store
{
    public override string Kind => inner.Kind;

    public override Task<DbConnection> OpenAsync(CancellationToken cancel) => inner.OpenAsync(cancel);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    internal override Task<T> TransactAsync<T>(Func<IStoreTransaction, ValueTask<T>> work) =>
        inner.TransactAsync(transaction => work(new Forgetful(transaction)));

    private protected override Task ApplyAsync(IReadOnlyList<Migration> migrations, DateTimeOffset now, CancellationToken cancel) =>
        throw new NotSupportedException();

    private sealed class Forgetful(IStoreTransaction inner) : IStoreTransaction
    {
        public async ValueTask<Opened> OpenAsync(Opening opening) =>
            await inner.OpenAsync(opening with { Inbox = [] }) with { FreshInbox = opening.Inbox.ToHashSet() };

        public ValueTask<LookedUp> LookUpAsync(IReadOnlyCollection<Kit.UnitOfWork.RegisterKey> keys, IReadOnlyList<Kit.UnitOfWork.NumberNeed> numbers) =>
            inner.LookUpAsync(keys, numbers);

        public ValueTask CommitAsync(Writes writes) => inner.CommitAsync(writes);
    }
}
