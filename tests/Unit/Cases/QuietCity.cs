using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Unit.Cases;

/// <summary>A city that counts by the national calendar and warns of nothing.</summary>
internal static class QuietCity
{
    public static readonly CityTime Time = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

    public static readonly CountingCalendar National = CityCalendars.Load().National;

    public static readonly InspectionPlan Inspections = new(CityInspections.Load(), _ => []);

    private static readonly CityClock Clock = new(new Deadlines(National, Time), "first", [], item => new Text(item, item), _ => null) { Inspections = Inspections };

    public static CaseRules Rules { get; } = new(_ => Clock);
}
