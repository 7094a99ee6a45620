using Microsoft.Extensions.Configuration;
using OneVisit.Catalogue;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.Orchestrator.Api;

/// <summary>Where the catalogue is: <c>Catalogue:Folder</c>; unset, the one built in.</summary>
internal static class CatalogueSetting
{
    private const string Folder = "Catalogue:Folder";

    /// <exception cref="ConfigurationException">There is no such folder, or the catalogue in it has faults; names every one.</exception>
    public static LiveCatalogue Load(IConfiguration configuration)
    {
        if (configuration[Folder] is not { Length: > 0 } folder)
            return LiveCatalogue.BuiltIn();
        try
        {
            return LiveCatalogue.Of(Path.GetFullPath(folder.Trim()));
        }
        catch (InvalidCatalogueException e)
        {
            throw new ConfigurationException($"{Folder}: the catalogue has {e.Faults.Count} faults:\n{e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConfigurationException($"{Folder}: expected a folder shaped like services/catalogue/data ({e.Message})", e);
        }
    }

    /// <summary>How often the folder is looked at.</summary>
    /// <exception cref="ConfigurationException">It is no number of seconds.</exception>
    public static TimeSpan Interval(IConfiguration configuration) => TimeSpan.FromSeconds(Settings.Number(configuration, "Catalogue:PollSeconds", 5, 1, 3600));
}
