using System.Text;
using OneVisit.Catalogue;
using OneVisit.Catalogue.Editing;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>A city's list of items, as a spreadsheet writes it.</summary>
public class ImportTests
{
    private const string Head = "department,name,code,nameZh,nameEn,type,handling,applicantKinds,decidedAt,law,article,committedDays,statutoryDays,visits";
    private const string Good = "a,sign,00011712700201,门店招牌,\"Shop sign, small\",permit,committed,natural-person;legal-person,county,某法,第一条,2,5,1";

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
    public void A_row_that_does_not_fit_the_catalogue_it_comes_to_is_named_and_not_written()
    {
        var beside = CatalogueText.Of(Files(Item("a.one"), Item("a.two", version: "2", more: "validFrom: 2026-05-01")));
        string[] rows =
        [
            Good,
            Good.Replace("sign,00011712700201", $"sign2,{CodeOf("a.one")}", StringComparison.Ordinal),
            Good.Replace("sign,00011712700201", "two,00011712700202", StringComparison.Ordinal),
            Good.Replace("sign,00011712700201", "sign3,00011712700203", StringComparison.Ordinal).Replace(",county,", ",province,", StringComparison.Ordinal),
        ];

        var read = ItemImport.Read(Encoding.UTF8.GetBytes($"{Head}\n{string.Join('\n', rows)}"), Departments, null, _ => false, beside);

        Assert.Equal(
            [
                [],
                [$"the code {CodeOf("a.one")} is that of 'a.one' already"],
                ["the catalogue has an item 'a.two' already"],
                ["decidedAt: the city has no province, and nobody would decide the item"],
            ],
            read.Select(r => r.Faults));
    }

    [Fact]
    public void A_column_that_stands_twice_is_named() =>
        Assert.Equal(["the column 'name' stands twice"], Import($"{Head},name", $"{Good},sign").Single().Faults);

    [Fact]
    public void A_cell_is_a_value_and_writes_nothing_else_into_the_file() => Assert.All(
        Import($"{Head},unit", $"{Good},\"working-day, basis: x }}\nsample: {{ share: 1\"").Single().Faults,
        f => Assert.Contains("unit: must be one of: working-day, natural-day", f, StringComparison.Ordinal));

    [Fact]
    public void A_code_stands_in_one_row_only()
    {
        var rows = Import(Head, Good, Good.Replace("sign,", "sign2,", StringComparison.Ordinal), Good.Replace("a,sign,00011712700201", "a,sign3,00011712700301", StringComparison.Ordinal));

        Assert.Equal(["the code is an earlier row's"], rows[1].Faults);
        Assert.Empty(rows[0].Faults);
        Assert.Empty(rows[2].Faults);
    }

    [Theory]
    // To the end of the list, in a cell that may be empty and in one that may not.
    [InlineData("a,\"sign2,00011712700301,门,S,permit,committed,natural-person,county,某法,第一条,2,5,1,", "the quote that begins in line 3 is never closed: what comes after it was not read")]
    [InlineData("a,sign2,00011712700301,门,S,permit,committed,natural-person,county,某法,第一条,2,5,1,\"permit", "the quote that begins in line 3 is never closed: what comes after it was not read")]
    [InlineData("\"", "the quote that begins in line 3 is never closed: what comes after it was not read")]
    // To the next quote: in the same cell of the next row, which has as many cells then as it should.
    [InlineData("a,sign2,00011712700301,门,\"S,permit,committed,natural-person,county,某法,第一条,2,5,1,\na,sign3,00011712700302,门,\"S\",permit,committed,natural-person,county,某法,第一条,2,5,1,", "the quote that begins in line 3 closes in line 4, and something stands behind it: a quote within a cell is written twice")]
    public void A_quote_that_swallows_other_rows_is_named_with_its_line(string rows, string says)
    {
        var read = Import($"{Head},outputs", $"{Good},", rows, "a,sign9,00011712700309,门,S,permit,committed,natural-person,county,某法,第一条,2,5,1,");

        Assert.Empty(read[0].Faults);
        Assert.Equal((3, says), (read[1].Line, Assert.Single(read[1].Faults)));
        Assert.Null(read[1].Text);
    }

    [Fact]
    public void A_quote_that_swallows_rows_is_named_in_the_first_row_too() =>
        Assert.StartsWith("the quote that begins in line 1 is never closed", Assert.Single(Import($"\"{Head}", "a,sign")).Faults.Single(), StringComparison.Ordinal);

    [Fact]
    public void A_cell_in_quotes_may_hold_quotes_commas_and_line_breaks_and_have_spaces_around() => Assert.Equal(
        "A \"big\" sign,\nsmall",
        Load(Import(Head, Good.Replace("\"Shop sign, small\"", "\"A \"\"big\"\" sign,\nsmall\" ", StringComparison.Ordinal)).Select(r => (r.Path!, r.Text!)).Single()).FindItem("a.sign")!.Name.En);

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
    public void A_column_that_is_missing_or_unknown_is_named_before_any_row() => Assert.Equal(
        ["lacks the column 'law'", "there is no column 'laws'"],
        Import(Head.Replace(",law,", ",laws,", StringComparison.Ordinal), Good).Single().Faults.Select(f => f.Split(';')[0]));

    private static IReadOnlyList<Department> Departments => Load().Departments;

    private static IReadOnlyList<ImportedRow> Import(params string[] lines) => ItemImport.Read(Encoding.UTF8.GetBytes(string.Join('\n', lines)), Departments, null, _ => false);
}
