using OneVisit.Kit.Bus;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Documents;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Polling;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Kit.Webhooks;

namespace OneVisit.Kit.Departments;

/// <summary>What every service that handles tasks is made of: one department's, or those of many.</summary>
public static class TaskService
{
    private const string DepartmentColumn = "department";

    /// <summary>
    /// The service handles the tasks of many departments in one queue, one worker and one store; each department's people see their own
    /// alone, under the same paths as if the department had a service.
    /// </summary>
    /// <param name="migrations">Add the column <c>department</c>, by which a department's tasks are found, to the table <c>task</c>.</param>
    /// <param name="keeps">Whether a department's tasks are kept here.</param>
    /// <param name="calendars">By which their days are counted.</param>
    /// <param name="licenceTermsOf">What is added to licences that a department's own system issues.</param>
    /// <param name="declarationOf">What their items may ask for.</param>
    /// <param name="documents">What the cities say of written documents.</param>
    /// <param name="texts">The texts by which the tasks are judged; null: by what is in force.</param>
    public static void TasksOfMany(
        this ServiceDescription service, string name, HandlerOf handlerOf, IReadOnlyList<Migration> migrations, Func<string, bool> keeps,
        CalendarsInForce calendars, LicenceTermsOf? licenceTermsOf = null, DeclarationOf? declarationOf = null,
        DocumentTextsOf? documents = null, IKeptTexts? texts = null) =>
        service.Tasks(name, handlerOf, migrations, InboxScope.OfMany(keeps), calendars, licenceTermsOf, declarationOf, documents, texts);

    internal static void Tasks(
        this ServiceDescription service, string name, HandlerOf handlerOf, IReadOnlyList<Migration> more, InboxScope scope, CalendarsInForce? calendars,
        LicenceTermsOf? licenceTermsOf, DeclarationOf? declarationOf, DocumentTextsOf? documents, IKeptTexts? texts)
    {
        var time = CityTime.Of(service.Configuration);
        Deadlines? DeadlinesOf(string region) => calendars is null ? null : new Deadlines(calendars.Of(region), time);
        var table = TaskTable.Create(task => DeadlinesOf(task.Region));
        if (scope.Department is null)
            table.Column(DepartmentColumn, ColumnType.Text, t => t.Department);
        var rules = new TaskRules(handlerOf, time, task => DeadlinesOf(task.Region)) { LicenceTermsOf = licenceTermsOf, DeclarationOf = declarationOf, Texts = texts };
        var unit = new Unit<TaskState>(name, rules, table, MessageTypes.Contracts) { MomentsRestOn = calendars?.Edition, EventOf = TaskEventData.Of, Ahead = texts is null ? null : rules.Ahead };
        var webhooks = new WebhookParts(service, scope);
        var polling = new PollingParts(service, scope, rules, declarationOf, time.DateOf(TimeProvider.System.GetUtcNow()));
        service.Unit(unit, [.. Migration.In(typeof(TaskService).Assembly, "department"), .. texts?.Migrations ?? [], .. more], (routes, running) =>
        {
            texts?.KeepIn(running.Store, running.Clock);
            routes.MapTasks(scope, running, DeadlinesOf, time, rules, Settings.MaxWaitingInboxes(service.Configuration), documents);
            webhooks.Map(routes, running);
            polling.Run(running);
        });
    }
}
