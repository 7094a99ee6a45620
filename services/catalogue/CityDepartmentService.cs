using OneVisit.Clock;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;

namespace OneVisit.Catalogue;

/// <summary>A department of every city here: it counts by the calendar in force in the city of the matter, as the orchestrator and the desk do.</summary>
public abstract class CityDepartmentService : DepartmentService
{
    protected sealed override Func<string, CountingCalendar> CalendarOf(ServiceDescription service)
    {
        var live = CatalogueFolder.Of(service).Live;
        return region => live.Current.Of(region).Calendar;
    }
}
