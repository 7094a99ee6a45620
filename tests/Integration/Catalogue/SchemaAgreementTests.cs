using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Catalogue;
using OneVisit.Contracts.Api;

namespace OneVisit.Integration.Catalogue;

/// <summary>
/// The exported schema says what our own validator says: an independent validator judges the same documents by it. What goes beyond a schema,
/// the check digit and the date in an identity number, is left out of our verdict and nothing else.
/// </summary>
public class SchemaAgreementTests
{
    private const int Documents = 600;
    private static readonly CityCatalogue Catalogue = CityCatalogue.Load();

    [Theory]
    [InlineData("business-start-up.json", 1)]
    [InlineData("individual-start-up.json", 2)]
    public async Task Ajv_accepts_exactly_the_forms_we_accept(string sample, int seed)
    {
        var body = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Samples", sample)))!;
        var form = PlanOf(body).Form;
        var mutations = new Mutations(seed);
        string[] documents = [.. Enumerable.Range(0, Documents).Select(_ => mutations.Mutate(body["form"]!))];

        var theirs = await AjvProcess.JudgeAsync(form.ToJsonSchema(), documents);
        bool[] ours = [.. documents.Select(document => FaultsOf(form, document).All(fault => IsBeyondTheSchema(fault, document)))];

        Assert.Equal([], documents.Where((_, i) => ours[i] != theirs[i]));
        // Not for want of cases: many of each verdict, and some where only the check digit is wrong.
        Assert.InRange(ours.Count(accepted => accepted), Documents / 10, Documents * 9 / 10);
        Assert.Contains(documents, document => FaultsOf(form, document) is { Count: > 0 } faults && faults.All(f => IsBeyondTheSchema(f, document)));
    }

    [Fact]
    public async Task Ajv_accepts_exactly_the_answers_we_accept()
    {
        var bundle = Catalogue.FindBundle("business-start-up")!;
        var mutations = new Mutations(seed: 3);
        var answers = JsonNode.Parse("""{"entityKind":"company","hasSign":true,"hiresEmployees":false}""")!;
        string[] documents = [.. Enumerable.Range(0, Documents).Select(_ => mutations.Mutate(answers))];

        var theirs = await AjvProcess.JudgeAsync(bundle.Questions.ToJsonSchema(), documents);

        Assert.Equal([], documents.Where((document, i) => FaultsOf(bundle.Questions, document).Count == 0 != theirs[i]));
        Assert.Contains(true, theirs);
        Assert.Contains(false, theirs);
    }

    private static Plan PlanOf(JsonNode body)
    {
        List<Fault> faults = [];
        var bundle = Catalogue.FindBundle((string)body["bundle"]!)!;
        var answers = Answers.Read(bundle, JsonElement.Parse(body["answers"]!.ToJsonString()), "/answers", faults);
        Assert.Empty(faults);
        return Catalogue.PlanOf(bundle, Catalogue.FindRegion((string)body["region"]!)!, answers, new DateOnly(2026, 3, 2));
    }

    private static List<Fault> FaultsOf(OneVisit.Catalogue.Forms.FormNode form, string document)
    {
        List<Fault> faults = [];
        form.Validate(JsonElement.Parse(document), "", faults);
        return faults;
    }

    // Of the shape of an identity number, with a wrong check digit or an impossible date of birth.
    private static bool IsBeyondTheSchema(Fault fault, string document) =>
        fault.Code == FaultCodes.WrongFormat
        && fault.Pointer.EndsWith("/idNumber", StringComparison.Ordinal)
        && ValueAt(document, fault.Pointer) is { Length: 18 } number
        && number[..17].All(char.IsAsciiDigit) && number[0] != '0'
        && (char.IsAsciiDigit(number[17]) || number[17] == 'X');

    private static string ValueAt(string document, string pointer) => (string)pointer.Split('/').Skip(1).Aggregate(
        JsonNode.Parse(document)!, (node, step) => node is JsonArray list ? list[int.Parse(step)]! : node[step]!)!;
}
