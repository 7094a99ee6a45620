using OneVisit.Kit.Clocks;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;

namespace OneVisit.Catalogue;

/// <summary>A department of every city here: it counts by the calendar in force in the city of the matter, as the orchestrator and the desk do.</summary>
public abstract class CityDepartmentService : DepartmentService
{
    protected sealed override CalendarsInForce CalendarsOf(ServiceDescription service) => CatalogueFolder.Of(service).Live.Calendars;
}
