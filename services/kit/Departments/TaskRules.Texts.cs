using OneVisit.Contracts;
using OneVisit.Contracts.Messages;

namespace OneVisit.Kit.Departments;

/// <content>By which text a task is judged.</content>
public sealed partial class TaskRules
{
    /// <summary>The texts that tasks name; null where none are kept: then each is judged by the one in force. No rule asks it: see <see cref="Ahead"/>.</summary>
    public IKeptTexts? Texts { get; init; }

    /// <summary>What whoever gives the rules a message waits for before; null, as nearly always, when nothing has to be waited for.</summary>
    internal Task<object?>? Ahead(TaskState? state, object message) => CatalogueFor(state, message) is { } digest ? Texts?.Ahead(digest) : null;

    /// <summary>Before what is said of a task is compared with its item.</summary>
    internal Task AheadAsync(TaskState state) => (state.Catalogue is { } digest ? Texts?.Ahead(digest) : null) ?? Task.CompletedTask;

    /// <summary>The digest of the text that a message is judged by; null when it is judged by none, or by the one in force.</summary>
    private static string? CatalogueFor(TaskState? state, object message) => message switch
    {
        RequestReview request => state is null ? request.Catalogue : null,
        RequestIssue or AnswerIssue or CorrectLicence => state?.Catalogue,
        DecideTask { Outcome: ReviewOutcome.Supplement } => state?.Catalogue,
        _ => null,
    };

    private ItemVersion VersionOf(TaskState task) => new(task.Item, task.Region, time.DateOf(task.SubmittedAt!.Value), task.Catalogue);

    private ItemVersion VersionOf(RequestReview request) => new(request.Item, request.Region, time.DateOf(request.SubmittedAt), request.Catalogue);
}
