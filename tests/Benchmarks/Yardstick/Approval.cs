using System.Text.Json;
using System.Text.Json.Serialization;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;

using OneVisit.Kit;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Benchmarks.Yardstick;

/// <summary>The yardstick's aggregate: one submission that four departments review; complete when all have passed it.</summary>
internal sealed record Approval
{
    public required Guid Id { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public required IReadOnlyList<ApprovalItem> Items { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }

    [JsonIgnore]
    public Utf8Json Submission { get; init; } = Utf8Json.Empty;

    public const string CompletedColumn = "completed_at";

    public static AggregateTable<Approval> Table() => new AggregateTable<Approval>("approval", ApprovalJson.Default.Approval)
        .Column(CompletedColumn, ColumnType.Instant, a => a.CompletedAt)
        .Enclosing(a => a.Submission, (a, submission) => a with { Submission = submission });

    public static readonly Migration Migration = new("approval", 1, "approval", """
        create table approval (
            id            uuid   not null primary key,
            version       bigint not null,
            state         text   not null,
            journal_count bigint not null,
            journal_hash  text   not null,
            state_checksum bigint,
            wakes_at      timestamptz,
            completed_at  timestamptz,
            enclosed_in   bigint
        );
        create index approval_wakes_at on approval (wakes_at) where wakes_at is not null
        """);
}

internal sealed record ApprovalItem(Guid Task, string Department, Decision? Decision);

/// <summary>Submit: the whole form goes to every department.</summary>
internal sealed record SubmitApproval(Guid Id, IReadOnlyList<Guid> Tasks, JsonElement Form, Utf8Json Submission);

/// <summary>The join, with the contracts' own messages.</summary>
internal sealed class ApprovalRules(IReadOnlyList<string> departments) : IRules<Approval>
{
    public Guid KeyOf(object message) => message switch
    {
        SubmitApproval submit => submit.Id,
        ReviewDecided decided => decided.CaseId,
        _ => throw new UnknownMessageException(message),
    };

    public bool Begins(object message) => message is SubmitApproval;

    public bool IsSettled(Approval state) => state.CompletedAt is not null;

    public Decision<Approval> Decide(Approval? state, object message, Facts facts, DateTimeOffset now) => (state, message) switch
    {
        (null, SubmitApproval submit) => Submit(submit, now),
        (not null, ReviewDecided decided) => Decided(state, decided, now),
        _ => Decision<Approval>.Nothing(state),
    };

    private Decision<Approval> Submit(SubmitApproval submit, DateTimeOffset now)
    {
        var items = departments.Select((d, i) => new ApprovalItem(submit.Tasks[i], d, null)).ToList();
        return new Decision<Approval>
        {
            State = new Approval { Id = submit.Id, SubmittedAt = now, Items = items, Submission = submit.Submission },
            Messages = [.. items.Select(i => new Outgoing(i.Department, ReviewHandler.Request(i.Department, submit.Id, i.Task, submit.Form, now)))],
            Journal = [new JournalEntry("submitted", new { Bundle = "yardstick" }), .. items.Select(i => new JournalEntry("review-requested", new { i.Department }))],
        };
    }

    private static Decision<Approval> Decided(Approval state, ReviewDecided decided, DateTimeOffset now)
    {
        if (state.Items.FirstOrDefault(i => i.Task == decided.TaskId) is not { Decision: null } item)
            return Decision<Approval>.Nothing(state);
        var items = state.Items.Select(i => i == item ? i with { Decision = decided.Decision } : i).ToList();
        var complete = items.TrueForAll(i => i.Decision is { Outcome: ReviewOutcome.Pass });
        return new Decision<Approval>
        {
            State = state with { Items = items, CompletedAt = complete ? now : null },
            Journal = complete
                ? [new JournalEntry("reviewed", new { item.Department, decided.Decision }), new JournalEntry("completed", new { })]
                : [new JournalEntry("reviewed", new { item.Department, decided.Decision })],
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Approval))]
internal sealed partial class ApprovalJson : JsonSerializerContext;
