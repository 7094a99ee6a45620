using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>What a department knows of the application when it decides an item: its own fields, never another item's.</summary>
/// <param name="Today">The date in the city's zone.</param>
/// <param name="Promised">Ids of the materials that are not here yet and are promised: nothing is issued before they are.</param>
public sealed record Application<TForm>(
    Guid CaseId,
    Guid TaskId,
    string Item,
    string Region,
    string Authority,
    ApplicantName Applicant,
    TForm Form,
    IReadOnlyList<MaterialReference> Materials,
    DateOnly Today,
    IReadOnlyList<string>? Promised = null)
{
    /// <summary>Where the form is kept with its task, and is read once; null: it is read whenever a handler is asked.</summary>
    internal StoredApplication? Stored { get; init; }
}

/// <summary>
/// What one department does with one service item: two pure functions. <typeparamref name="TForm"/> is the item's own form,
/// read from the fields the catalogue declares for it.
/// </summary>
public abstract class ItemHandler<TForm> : IItemHandler
{
    private bool? _namesReviewKeys;

    /// <summary>The item's id, for instance <c>tax.registration</c>.</summary>
    public abstract string Item { get; }

    /// <summary>The register entries the review wants to see.</summary>
    public virtual IReadOnlyList<RegisterKey> ReviewKeys(Application<TForm> application) => [];

    /// <summary>Reviews: passes, refuses with every reason, or leaves it to a person.</summary>
    public abstract ReviewResult Review(Application<TForm> application, Facts facts);

    /// <summary>The register entries and numbers that issuing wants.</summary>
    public virtual Needs IssueNeeds(Application<TForm> application, IReadOnlyList<Licence> inputs) => Needs.None;

    /// <summary>Issues, once every required item of the case has passed and the items this one depends on have issued.</summary>
    /// <param name="inputs">The licences of the items this one depends on.</param>
    public abstract IssueResult Issue(Application<TForm> application, IReadOnlyList<Licence> inputs, Facts facts);

    /// <summary>A handler that does not override <see cref="ReviewKeys"/> names none; the form need not be read to find that out.</summary>
    bool IItemHandler.NamesReviewKeys => _namesReviewKeys ??= ((Delegate)ReviewKeys).Method.DeclaringType != typeof(ItemHandler<TForm>);

    IReadOnlyList<RegisterKey> IItemHandler.ReviewKeys(Application<JsonElement> application) => ReviewKeys(Typed(application));

    ReviewResult IItemHandler.Review(Application<JsonElement> application, Facts facts) => Review(Typed(application), facts);

    Needs IItemHandler.IssueNeeds(Application<JsonElement> application, IReadOnlyList<Licence> inputs) => IssueNeeds(Typed(application), inputs);

    IssueResult IItemHandler.Issue(Application<JsonElement> application, IReadOnlyList<Licence> inputs, Facts facts) =>
        Issue(Typed(application), inputs, facts);

    private static Application<TForm> Typed(Application<JsonElement> a) => new(
        a.CaseId, a.TaskId, a.Item, a.Region, a.Authority, a.Applicant,
        (a.Stored ?? new StoredApplication(new ApplicationContent { Form = a.Form, Materials = a.Materials })).FormAs<TForm>() ?? throw new JsonException($"the form of task {a.TaskId} is empty"),
        a.Materials, a.Today, a.Promised);
}

/// <summary>An <see cref="ItemHandler{TForm}"/> whose form type does not matter to the caller.</summary>
public interface IItemHandler
{
    string Item { get; }

    /// <summary>False: <see cref="ReviewKeys"/> names none whatever the application, and need not be asked.</summary>
    bool NamesReviewKeys => true;

    IReadOnlyList<RegisterKey> ReviewKeys(Application<JsonElement> application);
    ReviewResult Review(Application<JsonElement> application, Facts facts);
    Needs IssueNeeds(Application<JsonElement> application, IReadOnlyList<Licence> inputs);
    IssueResult Issue(Application<JsonElement> application, IReadOnlyList<Licence> inputs, Facts facts);
}

/// <summary>The handler of an item; null when there is none, and people review it.</summary>
public delegate IItemHandler? HandlerOf(ItemVersion item);

/// <summary>A review's result.</summary>
public abstract record ReviewResult
{
    private ReviewResult() { }

    /// <summary>Passed by rule.</summary>
    /// <param name="Rule">The rule and its version, <c>seal-set/1</c>.</param>
    /// <param name="Claims">Register entries made at once, for instance the reserved company name.</param>
    public sealed record Passed(string Rule, Text Reason, string LegalBasis, IReadOnlyList<RegisterClaim> Claims) : ReviewResult;

    /// <summary>Refused by rule, with every reason.</summary>
    public sealed record Refused(string Rule, IReadOnlyList<Finding> Findings) : ReviewResult;

    /// <summary>A person decides; the findings say what the rule left open.</summary>
    public sealed record LeftToPeople(IReadOnlyList<Finding> Findings) : ReviewResult;
}

/// <summary>A licence to be issued: what the handler decides of it.</summary>
public sealed record NewLicence(string Number, string Type, DateOnly? ValidUntil, object Data);

/// <summary>An issue's result.</summary>
public abstract record IssueResult
{
    private IssueResult() { }

    public sealed record Issued(IReadOnlyList<NewLicence> Licences, IReadOnlyList<RegisterClaim> Claims) : IssueResult;

    /// <param name="Final">False: worth another attempt later. True: never.</param>
    public sealed record Failed(string Code, Text Reason, bool Final) : IssueResult;
}
