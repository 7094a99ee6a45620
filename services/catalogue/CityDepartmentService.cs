using OneVisit.Contracts.Api;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Documents;
using OneVisit.Kit.Hosting;

namespace OneVisit.Catalogue;

/// <summary>
/// A department of every city here: it counts by the calendar in force in the city of the matter, as the orchestrator and the desk do, and leaves to its
/// people, or to its own system, what the catalogue there says they decide.
/// </summary>
public abstract class CityDepartmentService : DepartmentService
{
    protected sealed override CalendarsInForce CalendarsOf(ServiceDescription service) => CatalogueFolder.Of(service).Live.Calendars;

    protected sealed override HandlerOf HandlersOf(ServiceDescription service, IReadOnlyDictionary<string, IItemHandler> own)
    {
        var cities = CatalogueFolder.Of(service).Live;
        var byPeople = own.ToDictionary(h => h.Key, IItemHandler (h) => new LeftToPeople(h.Value), StringComparer.Ordinal);
        return (item, region, submitted) => (IsLeftToPeople(cities.Current.Of(region), item, submitted) ? byPeople : own).GetValueOrDefault(item);
    }

    protected sealed override LicenceTermsOf LicenceTermsOf(ServiceDescription service)
    {
        var cities = CatalogueFolder.Of(service).Live;
        return (item, region, submitted) => SystemLicences.Of(cities.Current, item, region, submitted);
    }

    private static bool IsLeftToPeople(CityCatalogue catalogue, string item, DateOnly submitted) =>
        (catalogue.FindItem(item, submitted) ?? catalogue.FindItem(item)) is { DecidedBy: DecidedBy.People };

    protected sealed override DeclarationOf DeclarationsOf(ServiceDescription service) => CatalogueFolder.Of(service).Live.DeclarationOf;

    protected sealed override DocumentTextsOf DocumentsOf(ServiceDescription service) => CatalogueFolder.Of(service).Live.DocumentsOf;
}
