using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OneVisit.Kit.Store;
using OneVisit.Kit.Telemetry;

namespace OneVisit.Kit.UnitOfWork;

/// <content>What goes on beside the batches: what was done is counted, and the seconds are.</content>
public sealed partial class Worker<TState>
{
    private void Report(Batch<TState> batch, List<Intake> intakes, long started)
    {
        var messages = intakes.Sum(i => i.Messages.Count);
        Instruments.Messages.Add(messages, _tag);
        Instruments.BatchSize.Record(messages, _tag);
        Instruments.CommitTime.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, _tag);
        foreach (var dead in batch.DeadLetters)
        {
            Instruments.DeadLetters.Add(1, _tag);
            _log.LogError("{Service}: a message {Type} of envelope {Envelope} was set aside: {Reason}. It is kept in the table dead_letter; the other messages went on", Service, dead.Type, dead.Envelope, dead.Reason);
        }
    }

    private void Wake(Guid id)
    {
        if (!_waking.TryAdd(id, 0))
            return;
        var intake = new WakeIntake(id, () => _waking.TryRemove(id, out _));
        if (!TryHandIn(intake))
            intake.Fail(new StoreUnavailableException($"the service '{Service}' is stopping"));
    }

    /// <summary>Woken before their moment, those for whom it lies elsewhere now learn where; columns that rest on the same are derived anew.</summary>
    private async Task DeriveAnewAsync()
    {
        var basis = _unit.MomentsRestOn?.Invoke();
        if (!ReferenceEquals(basis, _momentsRestOn))
        {
            await _store.WakeAllAsync(_unit.Table.Name, _clock.GetUtcNow(), _stop.Token);
            _rederivation.Begin();
            _momentsRestOn = basis;
        }
        await _rederivation.GoOnAsync(_stop.Token);
    }

    /// <summary>Housekeeping, twice a second: who is to be woken, envelopes to send again, old rows to prune, confirmed rows to delete.</summary>
    private async Task TickAsync(PeriodicTimer ticker)
    {
        try
        {
            while (await ticker.WaitForNextTickAsync())
            {
                try
                {
                    await DeriveAnewAsync();
                    await WakeDueAsync(_stop.Token);
                    await _outbox.SweepAsync(_stop.Token);
                    await _housekeeping.PruneAsync(_stop.Token);
                    _housekeepingTrouble = null;
                }
                catch (Exception e) when (!_stop.IsCancellationRequested)
                {
                    if (_housekeepingTrouble is null)
                        _log.LogWarning("{Service}: housekeeping is put off: {Reason}", Service, e.Message);
                    _housekeepingTrouble = e.Message;
                }
                // Whatever has become of the rest: deletes confirmed rows, however few, and finds out whether a store in trouble is back. Not before the sweep is
                // over, which would take a row for left behind that was confirmed when it looked and has been deleted since.
                if (_outbox.HasConfirmed || _storeTrouble is not null)
                    TryHandIn(new FlushIntake());
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
        }
    }
}
