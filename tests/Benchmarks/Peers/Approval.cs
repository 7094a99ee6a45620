using System.Text.Json;
using MassTransit;
using OneVisit.Benchmarks.Yardstick;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;

namespace OneVisit.Benchmarks.Peers;

/// <summary>Submit: the whole form goes to every department.</summary>
public sealed record SubmitApproval(Guid CaseId, IReadOnlyList<Guid> Tasks, JsonElement Form);

/// <summary>The yardstick's join as a saga.</summary>
public sealed class Approval : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }
    public string CurrentState { get; set; } = "";
    public Dictionary<Guid, Decision?> Decisions { get; set; } = [];
}

/// <summary>The join's rules: ask every department, and end when all have passed it.</summary>
public sealed class ApprovalStateMachine : MassTransitStateMachine<Approval>
{
    public ApprovalStateMachine(IDone done)
    {
        InstanceState(x => x.CurrentState);
        Event(() => Submitted, e => e.CorrelateById(c => c.Message.CaseId));
        Event(() => Decided, e => e.CorrelateById(c => c.Message.CaseId));
        Initially(When(Submitted).ThenAsync(AskAsync).TransitionTo(Reviewing));
        During(Reviewing, When(Decided)
            .Then(c => c.Saga.Decisions[c.Message.TaskId] = c.Message.Decision)
            .If(c => c.Saga.Decisions.Values.All(d => d is { Outcome: ReviewOutcome.Pass }), complete => complete
                .Then(c => done.Completed(c.Saga.CorrelationId))
                .Finalize()));
        SetCompletedWhenFinalized();
    }

    public State Reviewing { get; private set; } = null!;

    public Event<SubmitApproval> Submitted { get; private set; } = null!;

    public Event<ReviewDecided> Decided { get; private set; } = null!;

    /// <summary>All four at once: nobody waits for one confirm before the next is sent.</summary>
    private static Task AskAsync(BehaviorContext<Approval, SubmitApproval> context)
    {
        var submit = context.Message;
        context.Saga.Decisions = submit.Tasks.ToDictionary(task => task, _ => (Decision?)null);
        return Task.WhenAll(YardstickPlatform.Departments.Select((department, i) => context.Send(
            PeerPlatform.AddressOf(department),
            ReviewHandler.Request(department, submit.CaseId, submit.Tasks[i], submit.Form, TimeProvider.System.GetUtcNow()))));
    }
}

/// <summary>A department: the yardstick's rule, and its answer to the join.</summary>
public sealed class ReviewConsumer : IConsumer<RequestReview>
{
    public Task Consume(ConsumeContext<RequestReview> context)
    {
        var request = context.Message;
        var passes = request.Form.GetProperty("enterprise").GetProperty("name").GetProperty("tradeName").GetString() is { Length: > 1 };
        return context.Send(PeerPlatform.AddressOf(PeerPlatform.Join), new ReviewDecided
        {
            CaseId = request.CaseId,
            TaskId = request.TaskId,
            Decision = new Decision
            {
                Outcome = passes ? ReviewOutcome.Pass : ReviewOutcome.Refuse,
                By = "rule:yardstick/1",
                At = TimeProvider.System.GetUtcNow(),
                Reason = new Text("符合条件", "Meets the conditions"),
                LegalBasis = "《行政许可法》第三十八条",
            },
            Round = 0,
            Sequence = 1,
        });
    }
}

/// <summary>Told of every case that has ended.</summary>
public interface IDone
{
    void Completed(Guid id);
}
