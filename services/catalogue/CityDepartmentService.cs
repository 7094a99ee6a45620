using OneVisit.Clock;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;

namespace OneVisit.Catalogue;

/// <summary>A department of the catalogue's city: it counts by the calendar in force, as the orchestrator and the desk do.</summary>
public abstract class CityDepartmentService : DepartmentService
{
    protected sealed override Func<CountingCalendar> CalendarOf(ServiceDescription service)
    {
        var live = CatalogueFolder.Of(service).Live;
        return () => live.Current.Calendar;
    }
}
