using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;
using static OneVisit.Unit.Cases.QuietCity;

namespace OneVisit.Unit.Cases;

/// <summary>
/// A case in a city that gathers requests for two working days, and tells everything within five of the receipt: submitted on Tuesday, 24 November 2026,
/// gathered through Thursday, the 26th. The applicant then has ten working days.
/// </summary>
public abstract class CollectingCase
{
    private static readonly ServiceItem Sign = CityCatalogue.Load().FindItem("signage.shop-sign")!;

    private protected static readonly CollectionTerms Window = new(new DayLimit(2, DayUnit.WorkingDay), new DayLimit(5, DayUnit.WorkingDay));

    private protected static readonly ItemTerms Terms = new() { Supplement = new DayLimit(10, DayUnit.WorkingDay) };

    private protected static readonly CityClock City = new(new Deadlines(National, Time), "first", [], item => new Text($"《{item}》", $"The {item}"), _ => null)
    {
        Collection = Window,
        ItemOf = (item, _) => item == ItemOf(SignOffice) ? Sign : null,
        Inspections = QuietCity.Inspections,
    };

    private protected static CaseInPlay Play(ItemTerms? terms = null, string[]? optional = null, IssuePolicy? policy = null) =>
        new(optional, policy, clockOf: () => City, terms: terms ?? Terms);

    private protected static DateTimeOffset DayAt(int month, int day) => Time.StartOf(new DateOnly(2026, month, day));

    private protected static Notice TheNotice(CaseInPlay play) => Assert.Single(play.Notices, n => n.Kind == "supplement-notice");

    private protected static int Notices(CaseInPlay play) => play.Notices.Count(n => n.Kind == "supplement-notice");

    /// <summary>The items a notice is about.</summary>
    private protected static IEnumerable<string> ItemsOf(object data) =>
        System.Text.Json.JsonSerializer.SerializeToElement(data, Kit.JsonText.Options).GetProperty("requests").EnumerateArray().Select(r => r.GetProperty("item").GetString()!);
}
