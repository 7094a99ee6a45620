using OneVisit.Contracts.Api;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>Who is told of something about a case.</summary>
internal static class Audiences
{
    /// <summary>The applicant, or the window that hands in for somebody without an account.</summary>
    public static Audience Applicant(CaseState state) => state.Subject is { } subject ? new Audience(Role.Applicant, subject) : Window(state);

    /// <summary>The officers of the authority that has the item.</summary>
    public static Audience Department(ItemState item) => new(Role.Officer, Department: item.Department, Region: AuthorityId.RegionOf(item.Authority));

    /// <summary>Those who are to be told of a clock.</summary>
    public static IEnumerable<Audience> Of(CaseState state, RunningClock clock, WarningTo to) => clock.Promise is not null && to == WarningTo.Holder
        ? [Applicant(state)]
        : clock.Item is { } item
        ? [OfItem(state, item, to)]
        : (clock.Kind, to) switch
        {
            (_, WarningTo.Supervisor) => [new Audience(Role.Supervisor, Region: state.Region)],
            (ClockKind.Receipt, WarningTo.Holder) => [Window(state)],
            (ClockKind.Receipt, _) => [],
            // The whole is in the hands of whoever has what is still open.
            _ => state.Items.Where(i => i.InReview).Select(i => OfItem(state, i, to)),
        };

    /// <summary>Whoever of its department has it in hand, also while the applicant is waited for.</summary>
    public static Audience InHandsOf(CaseState state, ItemState item) => item.Holder == ItemState.Applicant ? Department(item) : Holder(state, item);

    private static Audience OfItem(CaseState state, ItemState item, WarningTo to) => to switch
    {
        WarningTo.Supervisor => new Audience(Role.Supervisor, Region: AuthorityId.RegionOf(item.Authority)),
        WarningTo.Head => new Audience(Role.Head, Department: item.Department, Region: AuthorityId.RegionOf(item.Authority)),
        _ => Holder(state, item),
    };

    /// <summary>Whoever is at it: the applicant, the operator, an officer, or everybody of the authority's pool.</summary>
    private static Audience Holder(CaseState state, ItemState item) => item.Holder switch
    {
        ItemState.Applicant => Applicant(state),
        ItemState.Operator => new Audience(Role.Admin),
        var holder when holder == item.Department || holder.Length == 0 || AuthorityId.IsPool(holder) =>
            new Audience(Role.Officer, Department: item.Department, Region: AuthorityId.RegionOf(item.Authority)),
        var officer => new Audience(Role.Officer, officer, item.Department),
    };

    private static Audience Window(CaseState state) => new(Role.Clerk, Region: state.Acceptance?.Region ?? state.Region);
}
