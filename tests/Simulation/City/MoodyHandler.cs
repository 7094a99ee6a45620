using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.City;

/// <summary>The department's own handler, in a world where reviews are refused or left to people, and issuing fails now and then.</summary>
internal sealed class MoodyHandler(IItemHandler inner, World world, Moods moods) : IItemHandler
{
    private static readonly Text Because = new("因", "mood");
    private static readonly Finding Found = new() { Code = "mood", Reason = Because, LegalBasis = "§1" };

    public string Item => inner.Item;

    public IReadOnlyList<RegisterKey> ReviewKeys(Application<JsonElement> application) => inner.ReviewKeys(application);

    public ReviewResult Review(Application<JsonElement> application, Facts facts) =>
        world.Dice.Chance(moods.Refuses) ? new ReviewResult.Refused("mood/1", [Found])
        : world.Dice.Chance(moods.LeavesToPeople) ? new ReviewResult.LeftToPeople([Found])
        : inner.Review(application, facts);

    public Needs IssueNeeds(Application<JsonElement> application, IReadOnlyList<Licence> inputs) => inner.IssueNeeds(application, inputs);

    public IssueResult Issue(Application<JsonElement> application, IReadOnlyList<Licence> inputs, Facts facts) =>
        world.Dice.Chance(moods.IssueFailsPassingly) ? new IssueResult.Failed("mood", Because, Final: false)
        : world.Dice.Chance(moods.IssueFailsForGood) ? new IssueResult.Failed("mood", Because, Final: true)
        : inner.Issue(application, inputs, facts);
}
