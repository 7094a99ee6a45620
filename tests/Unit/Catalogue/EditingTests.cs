using System.Text.Json.Nodes;
using OneVisit.Catalogue.Editing;
using OneVisit.Unit.Architecture;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>What those who write a catalogue are helped with: comparing and completing.</summary>
public class EditingTests
{
    [Theory]
    [InlineData("/properties/validFrom/pattern", "2026-02-03", "2026/02/03")]
    [InlineData("/properties/code/pattern", "00011112701201", " ")]
    [InlineData("/properties/fee/properties/basis/pattern", "unverified", "")]
    public void A_schema_refuses_a_text_that_reading_refuses(string pointer, string sound, string refused)
    {
        var node = JsonNode.Parse(CatalogueSchemas.All()["item.schema.json"])!;
        foreach (var step in pointer[1..].Split('/'))
            node = node[step] ?? throw new InvalidOperationException($"{pointer}: there is no {step}");

        Assert.Matches((string)node!, sound);
        Assert.DoesNotMatch((string)node!, refused);
    }

    [Fact]
    public void A_schema_takes_no_number_that_reading_cannot() =>
        Assert.Equal(int.MaxValue, (int)JsonNode.Parse(CatalogueSchemas.All()["item.schema.json"])!["properties"]!["limits"]!["properties"]!["committed"]!["properties"]!["days"]!["maximum"]!);

    [Fact]
    public void A_change_is_told_in_what_applicants_notice()
    {
        const string Proof = "materials: [{ id: proof, name: { zh: 证明, en: Proof }, necessity: required, forms: [paper], grade: C, basis: unverified }]";
        const string Field = "form: { wish: { title: { zh: 愿望, en: Wish }, required: true, type: string, maxLength: 9 } }";
        var before = Load(Item("a.one", Field, days: 3), Bundle(Items("a.one, required: true")));
        var after = Load(Item("a.one", materials: Proof, days: 1, visits: 1), Bundle(Items("a.one, required: true")));

        Assert.Equal(
            [
                "~ both 1 -> 1",
                "  in every situation:",
                "    fields 1 -> 0: -/wish\n    papers 0 -> 1: +proof\n    working days 3 -> 1\n    visits 0 -> 1\n    a.one: committed 3 working-days -> 1 working-days",
            ],
            CatalogueDiff.Of(before, after, Day));
        Assert.Empty(CatalogueDiff.Of(before, before, Day));
    }

    [Fact]
    public void A_change_for_some_names_their_situation()
    {
        const string Question = "questions: { big: { title: { zh: 大, en: Big }, required: true, type: boolean } }";
        var before = Load(Item("a.one"), Item("b.two"), Bundle(Items("a.one, required: true", "b.two, required: true, when: { answer: big, equals: true }"), Question));
        var after = Load(Item("a.one"), Item("b.two", days: 4), Bundle(Items("a.one, required: true", "b.two, required: true, when: { answer: big, equals: true }"), Question));

        Assert.Equal(["~ both 1 -> 1", "  in 1 of 2 situations, such as big=true:", "    working days 1 -> 4\n    b.two: committed 1 working-days -> 4 working-days"], CatalogueDiff.Of(before, after, Day));
    }

    [Fact]
    public void Every_file_built_in_says_in_its_first_line_where_an_editor_finds_its_schema()
    {
        var data = Path.Combine(Repository.Root, "services", "catalogue", "data");

        Assert.All(Directory.GetFiles(data, "*.yaml", SearchOption.AllDirectories), file =>
        {
            var path = Path.GetRelativePath(data, file).Replace('\\', '/');
            var line = File.ReadLines(file).First();
            Assert.True(
                line == EditorLine.Of(path, "../../../contracts/catalogue"),
                $"{path}: write the line with `dotnet run --project services/all -- catalogue mark services/catalogue/data contracts/catalogue`");
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(file)!, line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..])), line);
        });
    }

    [Theory]
    [InlineData("tax/items/one@2.yaml", "# yaml-language-server: $schema=../../.schemas/item.schema.json")]
    [InlineData("calendars/cn.yaml", "# yaml-language-server: $schema=../.schemas/calendar.schema.json")]
    [InlineData("fillers.yaml", "# yaml-language-server: $schema=.schemas/fillers.schema.json")]
    [InlineData("notes.yaml", null)]
    public void A_line_stands_once_and_leads_from_the_file_to_its_schema(string path, string? line)
    {
        Assert.Equal(line, EditorLine.Of(path, ".schemas"));
        if (line is not null)
            Assert.Equal($"{line}\nid: x\n", EditorLine.Put(EditorLine.Put("id: x\n", $"{line}-of-before"), line));
    }

    [Fact]
    public void The_published_schemas_are_those_of_the_code()
    {
        var folder = Path.Combine(Repository.Root, "contracts", "catalogue");

        Assert.Equal(CatalogueSchemas.All().Keys.Order(StringComparer.Ordinal), Directory.GetFiles(folder, "*.schema.json").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.All(CatalogueSchemas.All(), schema => Assert.True(
            schema.Value == File.ReadAllText(Path.Combine(folder, schema.Key)),
            $"{schema.Key} has changed: write it anew with `dotnet run --project services/all -- catalogue schemas contracts/catalogue`"));
    }
}
