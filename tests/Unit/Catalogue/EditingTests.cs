using System.Text;
using OneVisit.Catalogue;
using OneVisit.Catalogue.Editing;
using OneVisit.Unit.Architecture;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>What those who write a catalogue are helped with: comparing, importing, completing.</summary>
public class EditingTests
{
    private const string Head = "department,name,code,nameZh,nameEn,type,handling,applicantKinds,decidedAt,law,article,committedDays,statutoryDays,visits";
    private const string Good = "a,sign,00011712700201,门店招牌,\"Shop sign, small\",permit,committed,natural-person;legal-person,county,某法,第一条,2,5,1";

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
    public void A_usable_row_becomes_an_item_the_catalogue_reads()
    {
        var row = Assert.Single(Import(Head, Good));

        Assert.Empty(row.Faults);
        Assert.Equal("a/items/sign.yaml", row.Path);
        var item = Load((row.Path!, row.Text!)).FindItem("a.sign")!;
        Assert.Equal(("门店招牌", "Shop sign, small", 2, 5, 1), (item.Name.Zh, item.Name.En, item.Limits.Committed.Days, item.Limits.Statutory.Days, item.Visits.Count));
    }

    [Theory]
    [InlineData("a,sign,00011712700201", "'nameZh' is empty")]
    [InlineData("z,sign,00011712700201,门,S,permit,committed,natural-person,county,某法,第一条,2,5,1", "there is no department 'z'")]
    [InlineData("a,Sign,00011712700201,门,S,permit,committed,natural-person,county,某法,第一条,2,5,1", "'name' is of small letters")]
    [InlineData("a,sign,1,门,S,permit,committed,natural-person,county,某法,第一条,2,5,1", "14 characters")]
    [InlineData("a,sign,00011712700201,门,S,licence,committed,natural-person,county,某法,第一条,2,5,1", "type: must be one of")]
    [InlineData("a,sign,00011712700201,门,S,permit,committed,natural-person,county,某法,第一条,9,5,1", "longer than the statutory one")]
    [InlineData("a,sign,00011712700201,门,S,permit,committed,natural-person,county,某法,第一条,two,5,1", "'committedDays' is no number")]
    [InlineData("a,sign,00011712700201,门,S,permit,committed,natural-person,county,某法,第一条,2,5,1,x", "has 15 cells")]
    public void A_row_that_cannot_be_used_is_named_with_its_line(string row, string says)
    {
        var rows = Import(Head, Good, "", row);

        Assert.Empty(rows[0].Faults);
        Assert.Equal(4, rows[1].Line);
        Assert.Contains(rows[1].Faults, f => f.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void No_row_is_written_over_another_or_over_a_file()
    {
        Assert.Contains("written by an earlier row", Import(Head, Good, Good)[1].Faults.Single(), StringComparison.Ordinal);
        Assert.Contains("exists already", ItemImport.Read(Encoding.UTF8.GetBytes($"{Head}\n{Good}"), Departments, null, _ => true).Single().Faults.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_licence_type_the_catalogue_does_not_know_is_named_with_its_row()
    {
        var rows = ItemImport.Read(
            Encoding.UTF8.GetBytes($"{Head},outputs,needs\n{Good},permit;licens,business-licence\n{Good.Replace("sign,", "sign2,", StringComparison.Ordinal)},permit,"),
            Departments, new HashSet<string> { "permit" }, _ => false);

        Assert.Equal(
            ["'outputs': there is no licence type 'licens' in licences.yaml", "'needs': there is no licence type 'business-licence' in licences.yaml"], rows[0].Faults);
        Assert.Empty(rows[1].Faults);
    }

    [Fact]
    public void A_list_that_is_not_utf_8_is_not_read_and_its_line_is_named()
    {
        // 门店 as GBK writes it.
        byte[] gbk = [.. Encoding.UTF8.GetBytes($"{Head}\na,sign,00011712700201,"), 0xC3, 0xC5, 0xB5, 0xEA, .. Encoding.UTF8.GetBytes(",Sign,permit")];

        var row = Assert.Single(ItemImport.Read(gbk, Departments, null, _ => false));

        Assert.Equal((2, "is not UTF-8 (it may be GBK): save the file as UTF-8"), (row.Line, Assert.Single(row.Faults)));
    }

    [Fact]
    public void A_list_with_the_mark_that_spreadsheets_write_before_utf_8_is_read() =>
        Assert.Empty(Assert.Single(ItemImport.Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes($"{Head}\n{Good}")], Departments, null, _ => false)).Faults);

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
    public void A_column_that_is_missing_or_unknown_is_named_before_any_row() => Assert.Equal(
        ["lacks the column 'law'", "there is no column 'laws'"],
        Import(Head.Replace(",law,", ",laws,", StringComparison.Ordinal), Good).Single().Faults.Select(f => f.Split(';')[0]));

    [Fact]
    public void The_published_schemas_are_those_of_the_code()
    {
        var folder = Path.Combine(Repository.Root, "contracts", "catalogue");

        Assert.Equal(CatalogueSchemas.All().Keys.Order(StringComparer.Ordinal), Directory.GetFiles(folder, "*.schema.json").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.All(CatalogueSchemas.All(), schema => Assert.True(
            schema.Value == File.ReadAllText(Path.Combine(folder, schema.Key)),
            $"{schema.Key} has changed: write it anew with `dotnet run --project services/all -- catalogue schemas contracts/catalogue`"));
    }

    private static IReadOnlyList<Department> Departments => Load().Departments;

    private static IReadOnlyList<ImportedRow> Import(params string[] lines) => ItemImport.Read(Encoding.UTF8.GetBytes(string.Join('\n', lines)), Departments, null, _ => false);
}
