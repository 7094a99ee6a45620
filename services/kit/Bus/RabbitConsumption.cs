using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace OneVisit.Kit.Bus;

/// <summary>One consumer on a channel of its own, from its beginning to its end: what it was brought is acknowledged there, and nowhere else.</summary>
internal sealed class RabbitConsumption(RabbitSession session, IChannel channel, string service, ILogger log) : IAsyncDisposable
{
    /// <summary>How long an acknowledgement waits for others.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Acknowledgements _answers = new();

    /// <summary>One after the other: an acknowledgement of all before may not overtake one that names a smaller number, which the broker would no longer know.</summary>
    private readonly SemaphoreSlim _answering = new(1, 1);

    public RabbitSession Session => session;

    public IChannel Channel => channel;

    /// <summary>The consumer's name, by which it is cancelled.</summary>
    public string Tag { get; set; } = "";

    /// <summary>Completes when it was lost, closed by the broker, or the queue removed under our hands.</summary>
    public Task Ended => _ended.Task;

    public void End() => _ended.TrySetResult();

    public void Bring(ulong delivery) => _answers.Bring(delivery);

    /// <summary>To be acknowledged by and by, together with others. Gives back how many wait, for <see cref="AnswerInTimeAsync"/>.</summary>
    public int Finish(ulong delivery) => _answers.Finish(delivery);

    /// <param name="waiting">What <see cref="Finish"/> gave: the first waits for others, the last of many for none, and those between are taken along.</param>
    public async Task AnswerInTimeAsync(int waiting)
    {
        if (waiting == 1)
            await Task.Delay(Gathering, session.Lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (waiting is 1 or Acknowledgements.Many)
            await AnswerAsync();
    }

    /// <summary>Acknowledges what waits, now.</summary>
    public async Task AnswerAsync()
    {
        await _answering.WaitAsync();
        try
        {
            foreach (var (delivery, andAllBefore) in _answers.Take())
                await channel.BasicAckAsync(delivery, andAllBefore, session.Lost);
        }
        catch (Exception e)
        {
            log.LogDebug("{Service}: some envelopes were not acknowledged ({Reason}) and come again", service, e.Message);
        }
        finally
        {
            _answering.Release();
        }
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();
}
