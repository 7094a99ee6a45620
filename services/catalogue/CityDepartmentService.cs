using OneVisit.Contracts.Api;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Documents;
using OneVisit.Kit.Hosting;

namespace OneVisit.Catalogue;

/// <summary>
/// A department of every city here: it counts by the calendar in force in the city of the matter, as the orchestrator and the desk do, and leaves to its
/// people, or to its own system, what the catalogue that the case was submitted under says they decide.
/// </summary>
public abstract class CityDepartmentService : DepartmentService
{
    protected sealed override CalendarsInForce CalendarsOf(ServiceDescription service) => CatalogueFolder.Of(service).Live.Calendars;

    protected sealed override HandlerOf HandlersOf(ServiceDescription service, IReadOnlyDictionary<string, IItemHandler> own)
    {
        var kept = CatalogueFolder.Of(service).Kept;
        var byPeople = own.ToDictionary(h => h.Key, IItemHandler (h) => new LeftToPeople(h.Value), StringComparer.Ordinal);
        return item => (kept.Find(item) is { DecidedBy: DecidedBy.People } ? byPeople : own).GetValueOrDefault(item.Item);
    }

    protected sealed override LicenceTermsOf LicenceTermsOf(ServiceDescription service)
    {
        var kept = CatalogueFolder.Of(service).Kept;
        return item => SystemLicences.Of(kept.Of(item), item);
    }

    protected sealed override DeclarationOf DeclarationsOf(ServiceDescription service) => CatalogueFolder.Of(service).Kept.Find;

    protected sealed override IKeptTexts TextsOf(ServiceDescription service) => CatalogueFolder.Of(service).Kept;

    protected sealed override DocumentTextsOf DocumentsOf(ServiceDescription service) => CatalogueFolder.Of(service).Live.DocumentsOf;
}
