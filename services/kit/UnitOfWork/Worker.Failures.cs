using System.Text.Json;
using Microsoft.Extensions.Logging;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.UnitOfWork;

/// <content>What becomes of a batch that fails: it waits for the store, or it is taken apart.</content>
public sealed partial class Worker<TState>
{
    /// <summary>Nothing was changed. Those who wait over HTTP are told at once; messages wait here, unacknowledged, until the store is back.</summary>
    private async Task<List<Intake>> WaitForStoreAsync(List<Intake> intakes, StoreUnavailableException cause, TimeSpan pause)
    {
        if (_storeTrouble is null)
            _log.LogError("{Service}: {Reason}; commands are refused and messages wait until it can be used again", Service, cause.Message);
        _storeTrouble = cause.Message;
        var waiting = intakes.Where(i => Waits(i, cause)).ToList();
        while (TryTakeOut(out var next))
        {
            if (Waits(next, cause))
                _putAside.Enqueue(next);
        }
        if (waiting.Count > 0)
            await Task.Delay(pause, _clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return waiting;
    }

    private bool Waits(Intake intake, StoreUnavailableException cause)
    {
        switch (intake)
        {
            case CommandIntake<TState>:
                intake.Fail(cause);
                return false;
            case WakeIntake or FlushIntake:
                // Who is to be woken and a confirmed row come round again.
                intake.Fail(cause);
                return false;
            case var _ when _stop.IsCancellationRequested:
                // It stays with the bus, for the next start.
                intake.Fail(new BusException($"the service '{Service}' is stopping while its store cannot be used"));
                return false;
            default:
                return true;
        }
    }

    /// <summary>A batch that fails is taken apart, so that what is broken hurts only itself.</summary>
    private async Task IsolateAsync(List<Intake> intakes, Exception cause)
    {
        if (intakes.Count > 1)
        {
            _log.LogWarning("{Service}: a batch of {Count} failed ({Reason}); it is taken apart to find what is broken", Service, intakes.Count, cause.Message);
            // In halves: one message among hundreds is found in a few transactions, and the others go on together.
            var half = intakes.Count / 2;
            await ProcessAsync(intakes[..half]);
            await ProcessAsync(intakes[half..]);
            return;
        }
        switch (intakes[0])
        {
            case EnvelopeIntake { Messages.Count: > 1 } envelope:
                var parts = envelope.Parts().ToList();
                foreach (var part in parts)
                    await ProcessAsync([part]);
                await HandOnAsync(parts, envelope);
                break;
            case CommandIntake<TState> command:
                _log.LogError(cause, "{Service}: the command {Command} failed and changed nothing", Service, command.Command.Message.GetType().Name);
                command.Fail(cause);
                break;
            case FlushIntake:
                _log.LogError(cause, "{Service}: rows of the outbox that were confirmed cannot be deleted; it is tried again", Service);
                break;
            case SetAside aside:
                _log.LogError(cause, "{Service}: a message that cannot be committed cannot be set aside either; it is left to the bus", Service);
                aside.Fail(cause);
                break;
            default:
                await ProcessAsync([new SetAside(intakes[0], cause)]);
                break;
        }
    }

    private static async Task HandOnAsync(List<Intake> parts, EnvelopeIntake envelope)
    {
        try
        {
            await Task.WhenAll(parts.Select(p => p.Done));
            envelope.Complete();
        }
        catch (Exception e)
        {
            envelope.Fail(e);
        }
    }

    /// <summary>The database refuses the effect of this one message: it is kept among the dead letters, with the reason, and counts as received.</summary>
    private sealed class SetAside(Intake intake, Exception cause) : Intake
    {
        public override Guid? InboxId => intake.InboxId;
        public override Guid? Woken => intake.Woken;
        public override Guid Origin => intake.Origin;
        public override IReadOnlyList<CarriedMessage> Messages { get; } = [.. intake.Messages.Select(m => m with { Message = Unreadable(m.Message, cause) })];

        public override void Complete() => intake.Complete();

        public override void Fail(Exception failure) => intake.Fail(failure);

        private static UnreadableMessage Unreadable(object message, Exception cause) => message as UnreadableMessage
            ?? new UnreadableMessage(JsonSerializer.Serialize(message, message.GetType(), JsonText.Options), $"{cause.GetType().Name}: {cause.Message}");
    }
}
