using System.Text.Json.Nodes;
using CsCheck;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Seals;

namespace OneVisit.Unit.Departments;

public sealed class SealSetTests
{
    private static readonly SealSet Handler = new();
    private static readonly Licence[] Licences = [Sample.BusinessLicenceOf(Sample.CreditCode)];
    private static readonly RegisterKey OfficialSeal = new("official-seal", Sample.CreditCode);

    [Fact]
    public void Refuses_kinds_that_are_unknown_or_chosen_twice_and_points_at_them()
    {
        var findings = Sample.Findings(Sample.Review(Handler, Kinds("official", "wax", "official")));

        Assert.Equal([("seal-kind-unknown", "/seals/kinds/1"), ("seal-kind-repeated", "/seals/kinds/2")], findings.Select(f => (f.Code, f.Pointer)));
    }

    [Fact]
    public void Refuses_a_company_without_an_official_seal() =>
        Assert.Equal(["official-seal-missing"], Sample.Codes(Sample.Review(Handler, Kinds("finance"))));

    [Fact]
    public void Lets_an_individual_business_go_without_an_official_seal() => Assert.IsType<ReviewResult.Passed>(Sample.Review(Handler, form =>
    {
        Kinds("finance")(form);
        form["enterprise"]!["name"]!["organisationForm"] = "店";
    }));

    [Fact]
    public void Refuses_an_empty_set() =>
        Assert.Equal(["seal-kinds-empty", "official-seal-missing"], Sample.Codes(Sample.Review(Handler, Kinds())));

    [Theory]
    [InlineData("430602-02", null)] // serves the whole city
    [InlineData("430602-03", "engraver-closed")]
    [InlineData("430626-01", "engraver-not-listed")]
    [InlineData("nobody", "engraver-not-listed")]
    public void Takes_only_an_open_engraver_of_the_regions_list(string engraver, string? code) =>
        Assert.Equal(code is null ? [] : [code], Sample.Codes(Sample.Review(Handler, form => form["seals"]!["engraver"] = engraver)));

    [Fact]
    public void Files_one_thirteen_digit_number_for_each_seal_at_no_cost_to_the_applicant()
    {
        var (licence, data) = Sample.Only(Sample.Issue(Handler, Licences, first: 41));

        Assert.Equal(("seal-filing", "4306020000041-filing"), (licence.Type, licence.Number));
        Assert.Equal(0, data.GetProperty("feeToApplicant").GetDecimal());
        Assert.Equal("岳阳市岳阳楼区洞庭湘味餐饮管理有限公司", data.GetProperty("entityName").GetString());
        Assert.Equal(
            [("official", "4306020000041"), ("finance", "4306020000042"), ("invoice", "4306020000043"), ("contract", "4306020000044"), ("legal-representative", "4306020000045")],
            data.GetProperty("seals").EnumerateArray().Select(s => (s.GetProperty("kind").GetString()!, s.GetProperty("number").GetString()!)));
    }

    [Fact]
    public void Numbers_of_consecutive_filings_never_meet() => Gen.Long[0, 9_999_990].Sample(first =>
    {
        string[] numbers = [.. Numbers(first), .. Numbers(first + 5)];
        return numbers.Distinct().Count() == 10 && numbers.All(n => n.Length == 13 && n.StartsWith(Sample.Region));
    }, iter: 200);

    [Fact]
    public void Gives_out_the_last_number_of_a_region_and_then_fails_for_good()
    {
        Assert.Equal("4306029999999", Numbers(9_999_995).Last());
        AssertFailed("seal-numbers-exhausted", Sample.Issue(Handler, Licences, first: 9_999_996));
    }

    [Fact]
    public void Fails_for_good_without_a_business_licence() => AssertFailed("business-licence-missing", Sample.Issue(Handler));

    [Fact]
    public void Fails_for_good_when_the_business_licence_has_no_valid_credit_code() =>
        AssertFailed("business-licence-missing", Sample.Issue(Handler, [Sample.BusinessLicenceOf("91350100M000100Y44")]));

    [Fact]
    public void Files_one_official_seal_for_an_entity() =>
        AssertFailed("official-seal-already-filed", Sample.Issue(Handler, Licences, entries: Sample.Entry(OfficialSeal, Sample.OtherTask)));

    [Fact]
    public void Does_not_take_its_own_filing_for_anothers()
    {
        var issued = Assert.IsType<IssueResult.Issued>(Sample.Issue(Handler, Licences, entries: Sample.Entry(OfficialSeal, Sample.Task)));

        Assert.Equal((OfficialSeal, true), issued.Claims.Select(c => (c.Key, c.Lasting)).Single());
    }

    private static Action<JsonNode> Kinds(params string[] kinds) =>
        form => form["seals"]!["kinds"] = new JsonArray([.. kinds.Select(k => JsonValue.Create(k))]);

    private static IEnumerable<string> Numbers(long first) => Sample.Only(Sample.Issue(Handler, Licences, first: first)).Data
        .GetProperty("seals").EnumerateArray().Select(s => s.GetProperty("number").GetString()!);

    private static void AssertFailed(string code, IssueResult result)
    {
        var failed = Assert.IsType<IssueResult.Failed>(result);
        Assert.Equal((code, true), (failed.Code, failed.Final));
    }
}
