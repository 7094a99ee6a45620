using System.Text.Json;
using OneVisit.Kit.Bus;

namespace OneVisit.Kit.UnitOfWork;

/// <content>One message on its way through the batch.</content>
internal sealed partial class Batch<TState>
{
    /// <summary>One message of the batch.</summary>
    private sealed class Step
    {
        private static readonly Dictionary<string, long> NoNumbers = [];

        public Step(Intake intake, CarriedMessage message, IRules<TState> rules)
        {
            Intake = intake;
            Message = message;
            try
            {
                Owner = message.Message switch
                {
                    UnreadableMessage unreadable => throw new JsonException(unreadable.Reason),
                    Wake wake => wake.Owner,
                    var known => rules.KeyOf(known),
                };
            }
            catch (Exception e)
            {
                Fault = e;
            }
        }

        public Intake Intake { get; }
        public CarriedMessage Message { get; }
        public Guid Owner { get; }
        public Exception? Fault { get; private set; }
        public Needs Needs { get; private set; } = Needs.None;
        public IReadOnlyDictionary<string, long> FirstNumbers { get; set; } = NoNumbers;

        public void AskNeeds(IRules<TState> rules, TState? state, DateTimeOffset now)
        {
            try
            {
                Needs = rules.NeedsOf(state, Message.Message, now);
            }
            catch (Exception e)
            {
                Fault = e;
                Needs = Needs.None;
            }
        }
    }
}
