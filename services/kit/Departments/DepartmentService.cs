using OneVisit.Kit.Clocks;
using OneVisit.Kit.Documents;
using OneVisit.Kit.Hosting;

namespace OneVisit.Kit.Departments;

/// <summary>
/// A department: its name and its item handlers. Queue, store, register, task life, inbox for its officers and its own systems come with it.
/// </summary>
public abstract class DepartmentService : IService
{
    public abstract string Name { get; }

    public abstract int DefaultPort { get; }

    /// <summary>One handler for each item the department decides by rule or issues.</summary>
    protected abstract IReadOnlyList<IItemHandler> Handlers { get; }

    /// <summary>By which the department's days are counted; null leaves its inbox without due dates.</summary>
    protected virtual CalendarsInForce? CalendarsOf(ServiceDescription service) => null;

    /// <summary>The handler of an item, given the department's own for it.</summary>
    protected virtual HandlerOf HandlersOf(ServiceDescription service, IReadOnlyDictionary<string, IItemHandler> own) => item => own.GetValueOrDefault(item.Item);

    /// <summary>What is added to licences that the department's own system issues; null: nothing.</summary>
    protected virtual LicenceTermsOf? LicenceTermsOf(ServiceDescription service) => null;

    /// <summary>What the department's items may ask for; null lets a supplement name anything.</summary>
    protected virtual DeclarationOf? DeclarationsOf(ServiceDescription service) => null;

    /// <summary>The texts by which tasks are judged; null: by what is in force.</summary>
    protected virtual IKeptTexts? TextsOf(ServiceDescription service) => null;

    /// <summary>What the city says of written documents; null: the department has none.</summary>
    protected virtual DocumentTextsOf? DocumentsOf(ServiceDescription service) => null;

    public void Describe(ServiceDescription service)
    {
        var handlers = Handlers.ToDictionary(h => h.Item, StringComparer.Ordinal);
        service.Tasks(Name, HandlersOf(service, handlers), [], InboxScope.Of(Name), CalendarsOf(service), LicenceTermsOf(service), DeclarationsOf(service), DocumentsOf(service), TextsOf(service));
    }
}
