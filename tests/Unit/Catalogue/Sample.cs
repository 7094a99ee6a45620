using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Catalogue;
using OneVisit.Contracts.Api;

namespace OneVisit.Unit.Catalogue;

/// <summary>The built-in catalogue and the sample submissions.</summary>
internal static class Sample
{
    public static readonly CityCatalogue Catalogue = CityCatalogue.Load();
    public static readonly DateOnly Today = new(2026, 3, 2);

    public static Bundle Bundle => Catalogue.FindBundle("business-start-up")!;

    public static JsonObject Company => Read("business-start-up.json");

    public static JsonObject Individual => Read("individual-start-up.json");

    public static JsonObject Restaurant => Read("open-a-restaurant.json");

    public static ReadResult<ValidSubmission> Submit(JsonNode body) => Submit(body.ToJsonString());

    public static ReadResult<ValidSubmission> Submit(string body) => SubmissionReader.Read(JsonElement.Parse(body), Catalogue, Today);

    public static Plan Plan(string answers, CityCatalogue? catalogue = null)
    {
        catalogue ??= Catalogue;
        var bundle = catalogue.FindBundle("business-start-up")!;
        List<Fault> faults = [];
        var read = Answers.Read(bundle, JsonElement.Parse(answers), "/answers", faults);
        Assert.Empty(faults);
        return catalogue.PlanOf(bundle, catalogue.FindRegion("430602")!, read, Today);
    }

    /// <summary>The files of the built-in catalogue.</summary>
    public static Dictionary<string, string> Files()
    {
        var assembly = typeof(CityCatalogue).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.EndsWith(".yaml", StringComparison.Ordinal)).ToDictionary(name => name, name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        });
    }

    /// <summary>The built-in catalogue with one passage of one file replaced.</summary>
    public static CityCatalogue With(string path, string passage, string replacement)
    {
        var files = Files();
        Assert.Contains(passage, files[path], StringComparison.Ordinal);
        files[path] = files[path].Replace(passage, replacement, StringComparison.Ordinal);
        return CityCatalogue.Load(files);
    }

    private static JsonObject Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", file)))!.AsObject();
}
