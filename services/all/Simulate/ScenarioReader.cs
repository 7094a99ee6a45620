using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Catalogue;
using OneVisit.Catalogue.Reading;
using OneVisit.Contracts.Api;

namespace OneVisit.All.Simulate;

/// <summary>Reads a scenario and names everything that is wrong with it, with file and line, as the catalogue's reader does.</summary>
/// <param name="folder">Where the paths in the scenario begin.</param>
internal sealed partial class ScenarioReader(string name, SourceFile file, string folder)
{
    private const int MostApplications = 1_000_000;

    private static readonly List<decimal> UsualHours = [1, 0.5m, 0.3m, 0.2m, 0.2m, 0.5m, 1, 3, 8, 12, 12, 9, 4, 5, 10, 11, 9, 6, 3, 3, 3, 3, 2, 1];
    private static readonly List<decimal> UsualWeekdays = [1.25m, 1.1m, 1, 1, 1, 0.35m, 0.3m];

    /// <summary>The scenario of a built-in name, or of a file.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public static (Scenario? Scenario, IReadOnlyList<CatalogueFault> Faults) Read(string nameOrPath)
    {
        if (BuiltIn.Scenario(nameOrPath) is { } text)
            return Read(nameOrPath, $"{nameOrPath}.yaml", text, Directory.GetCurrentDirectory());
        return Read(Path.GetFileNameWithoutExtension(nameOrPath), nameOrPath, File.ReadAllText(nameOrPath), Path.GetDirectoryName(Path.GetFullPath(nameOrPath))!);
    }

    /// <summary>The scenario of a text.</summary>
    public static (Scenario? Scenario, IReadOnlyList<CatalogueFault> Faults) Read(string name, string shown, string text, string folder)
    {
        var file = new SourceFile(shown, shown, text);
        var scenario = file.Read<ScenarioText>() is { } read ? new ScenarioReader(name, file, folder).Check(read) : null;
        return file.IsSound ? (scenario, []) : (null, [.. file.Faults.OrderBy(f => f.Line)]);
    }

    private Scenario? Check(ScenarioText text)
    {
        var catalogueFolder = text.Catalogue is null ? null : Path.GetFullPath(Path.Combine(folder, text.Catalogue));
        if (CatalogueOf(catalogueFolder) is not { } catalogue)
            return null;
        var region = catalogue.FindRegion(text.Region);
        if (region is null)
            file.Report("/region", $"'{text.Region}' is no region of this catalogue");
        if (text.Year is < 2000 or > 2098)
            file.Report("/year", "a year from 2000 to 2098 is expected");
        if (text.Applications is < 1 or > MostApplications)
            file.Report("/applications", $"a number from 1 to {MostApplications} is expected");
        var arrivals = ArrivalsOf(text.Arrivals ?? new ArrivalsText());
        var answerDays = SpreadOf(text.Applicants?.AnswerDays ?? new SpreadText(3, 2), "/applicants/answerDays");
        var neverAnswer = ShareOf(text.Applicants?.NeverAnswer ?? 0.05m, "/applicants/neverAnswer");
        var templates = new List<ApplicationTemplate>();
        var departments = new HashSet<string>(StringComparer.Ordinal);
        if (text.Bundles.Count == 0)
            file.Report("/bundles", "at least one is expected");
        // Only a sound place and year can be tried out.
        var day = region is not null && text.Year is >= 2000 and <= 2098 ? new DateOnly(text.Year, 1, 1) : (DateOnly?)null;
        for (var i = 0; i < text.Bundles.Count; i++)
        {
            if (TemplateOf(text.Bundles[i], $"/bundles/{i}", text.Region) is not { } template)
                continue;
            templates.Add(template);
            if (day is { } first)
                departments.UnionWith(Try(template, catalogue, first, $"/bundles/{i}"));
        }
        var desks = DesksOf(text, catalogue, departments);
        var window = text.Window is { } clerks ? DeskOf(DeskPlan.OfWindow, clerks, "/window", catalogue) : null;
        if (window is null && day is { } begin)
        {
            foreach (var bundle in templates.Select(t => t.Bundle).Distinct().Where(b => catalogue.FindBundle(b, begin)?.AcceptedBy == AcceptedBy.Window))
                file.Report("/bundles", $"'{bundle}' is accepted by a clerk, and there is no window; add it");
        }
        var promises = PromisesOf(text, catalogue);
        return file.IsSound
            ? new Scenario(name, text.Title, region!, text.Year, text.Seed, catalogueFolder, catalogue, text.Applications, templates, arrivals, answerDays, neverAnswer, desks, window, promises)
            : null;
    }

    private CityCatalogue? CatalogueOf(string? catalogueFolder)
    {
        try
        {
            // The tests have checked the one built in.
            if (catalogueFolder is null)
                return CityCatalogue.Load();
            var catalogue = CityCatalogue.TryLoad(CatalogueText.OfFolder(catalogueFolder), out var faults);
            if (catalogue is null)
                file.Report("/catalogue", $"the catalogue has {faults.Count} faults; the first: {faults[0]}");
            return catalogue;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            file.Report("/catalogue", $"expected a folder shaped like services/catalogue/data ({e.Message})");
            return null;
        }
    }

    private ApplicationTemplate? TemplateOf(BundleShareText share, string at, string region)
    {
        if (share.Weight <= 0)
            file.Report($"{at}/weight", "must be more than 0");
        if (BodyOf(share.Application, $"{at}/application") is not { } body)
            return null;
        body["bundle"] = share.Bundle;
        body["region"] = region;
        foreach (var (pointer, value) in share.Change ?? [])
        {
            if (ApplicationTemplate.Find(body, pointer) is { Parent: not null } place)
                place.ReplaceWith(value?.DeepClone());
            else
                file.Report($"{at}/change/{JsonPointer.Escape(pointer)}", "is no place in the application");
        }
        var unique = share.Unique ?? [];
        for (var i = 0; i < unique.Count; i++)
        {
            if (ApplicationTemplate.Find(body, unique[i])?.GetValueKind() != JsonValueKind.String)
            {
                file.Report($"{at}/unique/{i}", "is no text of the application");
                return null;
            }
        }
        return share.Weight > 0 ? new ApplicationTemplate(share.Bundle, (double)share.Weight, body, unique) : null;
    }

    private JsonObject? BodyOf(string application, string at)
    {
        try
        {
            var text = BuiltIn.Application(application);
            if (text is null && !application.EndsWith(".json", StringComparison.Ordinal))
            {
                file.Report(at, $"'{application}' is neither a file nor one of {string.Join(", ", BuiltIn.ApplicationNames)}");
                return null;
            }
            if (JsonNode.Parse(text ?? File.ReadAllText(Path.Combine(folder, application))) is JsonObject body)
                return body;
            file.Report(at, "an object is expected in the file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            file.Report(at, e.Message);
        }
        return null;
    }

    /// <summary>Validates the first application of its kind, and says whose desks it needs: a rule may leave any item to people.</summary>
    private IEnumerable<string> Try(ApplicationTemplate template, CityCatalogue catalogue, DateOnly day, string at)
    {
        if (catalogue.FindBundle(template.Bundle, day) is not { } bundle || !bundle.IsInForce(day))
        {
            file.Report($"{at}/bundle", $"'{template.Bundle}' is no bundle that is offered on {day:yyyy-MM-dd}");
            return [];
        }
        var read = template.Read(0, catalogue, day);
        foreach (var fault in read.Faults)
            file.Report($"{at}/application", $"the platform refuses it: {fault.Pointer} {fault.Message}");
        return read.IsValid ? read.Value.Plan.Items.Select(i => i.Item.Department.Id) : [];
    }

    private Dictionary<string, int> PromisesOf(ScenarioText text, CityCatalogue catalogue)
    {
        var promises = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < text.Promises?.Count; i++)
        {
            var (item, days) = text.Promises[i];
            if (catalogue.FindItem(item) is not { } known)
                file.Report($"/promises/{i}/item", $"there is no item '{item}'");
            else if (days < 0 || days > known.Limits.Statutory.Days)
                file.Report($"/promises/{i}/days", $"from 0 to the statutory limit of {known.Limits.Statutory.Days} is expected");
            else if (!promises.TryAdd(item, days))
                file.Report($"/promises/{i}/item", $"'{item}' stands twice");
        }
        return promises;
    }

    private ArrivalWeights ArrivalsOf(ArrivalsText text) => new(
        WeightsOf(text.Hours ?? UsualHours, 24, "/arrivals/hours"),
        WeightsOf(text.Weekdays ?? UsualWeekdays, 7, "/arrivals/weekdays"),
        WeightsOf(text.Months ?? [.. Enumerable.Repeat(1m, 12)], 12, "/arrivals/months"),
        (double)Least(text.Holidays ?? 0.3m, 0, "/arrivals/holidays"));

    private double[] WeightsOf(List<decimal> weights, int count, string at)
    {
        if (weights.Count != count)
            file.Report(at, $"{count} weights are expected");
        else if (weights.Any(w => w < 0) || weights.All(w => w == 0))
            file.Report(at, "weights are not negative, and not all 0");
        return [.. weights.Select(w => (double)w)];
    }

    private Spread SpreadOf(SpreadText text, string at)
    {
        if (text.Median is <= 0 or > 100_000)
            file.Report($"{at}/median", "a number above 0 is expected, 100000 at most");
        if (text.Spread is < 1 or > 10)
            file.Report($"{at}/spread", "a number from 1 to 10 is expected");
        return new Spread((double)text.Median, (double)text.Spread);
    }

    private double ShareOf(decimal share, string at)
    {
        if (share is < 0 or > 1)
            file.Report(at, "a share from 0 to 1 is expected");
        return (double)share;
    }

    private decimal Least(decimal value, decimal least, string at)
    {
        if (value < least)
            file.Report(at, $"{least} or more is expected");
        return value;
    }
}
