using System.Text.Json;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.Departments;

/// <summary>How a task is stored, and by what an inbox finds it.</summary>
internal static class TaskTable
{
    private const string Open = "open";

    /// <param name="deadlines">By the calendar in force for a task; null where none is kept: then no task is ever late.</param>
    public static AggregateTable<TaskState> Create(Func<TaskState, Deadlines?>? deadlines = null) => new AggregateTable<TaskState>("task", TaskJson.Default.TaskState)
        .Column("case_id", ColumnType.Uuid, t => t.CaseId)
        .Column("item", ColumnType.Text, t => t.Item)
        .Column("region", ColumnType.Text, t => t.Region)
        .Column("authority_region", ColumnType.Text, t => t.AuthorityRegion)
        .Column(Open, ColumnType.Boolean, t => t.IsInInbox)
        .Column("proposed", ColumnType.Boolean, t => t.Proposal is not null)
        .DerivedColumn("holder", ColumnType.Text, t => t.Holder, Open)
        .DerivedColumn("lifecycle", ColumnType.Text, t => KebabCase.Of(t.Lifecycle), Open)
        .DerivedColumn("bundle", ColumnType.Text, t => t.Bundle, Open)
        .DerivedColumn("due_on", ColumnType.Date, t => DueOn(t, deadlines), Open)
        .Enclosing(t => t.Application.Json, (t, json) => t with { Application = new StoredApplication(json) }, t => t.Application.PutAway());

    /// <param name="application">The enclosure; null where it is not needed, and of a task that was to be stopped before its request came.</param>
    public static TaskState Read(string state, string? application = null)
    {
        var task = JsonSerializer.Deserialize(state, TaskJson.Default.TaskState)!;
        return application is null ? task : task with { Application = new StoredApplication(new Utf8Json(application)) };
    }

    /// <summary>
    /// The promised day, by which the inbox is sorted and nothing else: what is shown is derived when it is asked for. The last day there is while the
    /// clock stands, or where none runs, so that such a task comes after every other; null for what is in no inbox.
    /// </summary>
    internal static DateOnly? DueOn(TaskState task, Func<TaskState, Deadlines?>? deadlines) => !task.IsInInbox ? null
        : task is { IsOpen: true, Clock: { } clock } && deadlines?.Invoke(task) is { } counting ? LegalClock.Project(counting.Calendar, counting.CommittedOf(clock)).Due ?? DateOnly.MaxValue
        : DateOnly.MaxValue;
}
