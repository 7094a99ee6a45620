using OneVisit.Contracts.Messages;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.Checks;

/// <summary>
/// Brings messages once more, straight to the rules and without consequence: the inbox stops every repeat that is young, and what it has forgotten the rules have to
/// know by themselves. Now and then one of those that have led to a state, the last or a much earlier one.
/// </summary>
internal sealed class Echo<TState>(Func<TState, object, DateTimeOffset, Decision<TState>> decide, World world, Doubts doubts)
    where TState : class
{
    private readonly Dictionary<object, Heard> _heard = new(ReferenceEqualityComparer.Instance);

    public void Hear(TState? state, object message, Decision<TState> decision, DateTimeOffset now)
    {
        if (decision.State is not { } after || (ReferenceEquals(after, state) && decision.Journal.Count == 0))
            return;
        var before = state is null ? null : _heard.GetValueOrDefault(state);
        var heard = message is CaseMessage ? new Heard(message, before, (before?.Number ?? 0) + 1) : before;
        if (heard is null)
            return;
        _heard[after] = heard;
        if (world.Dice.Chance(0.25))
            Repeat(after, heard, now);
    }

    private void Repeat(TState state, Heard heard, DateTimeOffset now)
    {
        for (var back = world.Dice.Below(heard.Number); back > 0; back--)
            heard = heard.Before!;
        var again = decide(state, heard.Message, now);
        if (!ReferenceEquals(again.State, state) || again.Journal.Count + again.Claims.Count > 0)
            doubts.Violate(Invariants.NoSecondEffect, $"{heard.Message.GetType().Name} is heard again, and {(again.Journal.Count > 0 ? again.Journal[0].Kind : "the state")} comes of it: {heard.Message}");
        else if (again.Messages.Count == 0 && IsAnswered(state, heard.Message))
            doubts.Violate(Invariants.NoSecondEffect, $"{heard.Message.GetType().Name} is heard again, and is not answered as it was");
    }

    /// <summary>Whether who asks again has to hear the answer that stands.</summary>
    private static bool IsAnswered(TState state, object message) => (state, message) switch
    {
        (TaskState task, RequestReview) => task.Decision is not null,
        (TaskState { IsTombstone: false, AwaitsIssue: false } task, RequestIssue request) => task.Attempt == request.Attempt && (task.Failure is not null || task.Lifecycle == Contracts.ItemLifecycle.Issued),
        (TaskState, RevokeLicences) => true,
        _ => false,
    };

    private sealed record Heard(object Message, Heard? Before, int Number);
}
