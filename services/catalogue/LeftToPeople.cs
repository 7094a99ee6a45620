using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Catalogue;

/// <summary>An item that has a rule, in a city that leaves it to people all the same: the rule is not asked, and issues what they have passed.</summary>
internal sealed class LeftToPeople(IItemHandler inner) : IItemHandler
{
    public string Item => inner.Item;

    public bool NamesReviewKeys => false;

    public IReadOnlyList<RegisterKey> ReviewKeys(Application<JsonElement> application) => [];

    public ReviewResult Review(Application<JsonElement> application, Facts facts) => new ReviewResult.LeftToPeople([]);

    public Needs IssueNeeds(Application<JsonElement> application, IReadOnlyList<Licence> inputs) => inner.IssueNeeds(application, inputs);

    public IssueResult Issue(Application<JsonElement> application, IReadOnlyList<Licence> inputs, Facts facts) => inner.Issue(application, inputs, facts);
}
