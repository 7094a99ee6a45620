using System.Text.Json.Nodes;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.MarketRegistration;

namespace OneVisit.Unit.Departments;

public sealed class IndividualSetUpTests
{
    private static readonly IndividualSetUp Handler = new();

    [Theory]
    [InlineData("店", true)]
    [InlineData("经营部", true)]
    [InlineData(null, true)]
    [InlineData("有限公司", false)]
    public void Ends_its_name_in_a_form_of_its_own_or_in_none(string? form, bool allowed) =>
        Assert.Equal(allowed ? [] : ["name-organisation-form"], Sample.Codes(Sample.Review(Handler, Named(form))));

    [Fact]
    public void May_go_by_its_operators_name_and_then_reserves_none()
    {
        Action<JsonNode> nameless = form => form["enterprise"]!["name"] = null;

        Assert.Empty(Assert.IsType<ReviewResult.Passed>(Sample.Review(Handler, nameless)).Claims);
        Assert.Equal("张三", Sample.Only(Sample.Issue(Handler, edit: nameless)).Data.GetProperty("name").GetString());
    }

    [Fact]
    public void May_leave_the_industry_out_of_its_name()
    {
        Action<JsonNode> withoutIndustry = form =>
        {
            Named("店")(form);
            form["enterprise"]!["name"]!["industry"] = null;
        };

        Assert.IsType<ReviewResult.Passed>(Sample.Review(Handler, withoutIndustry));
        Assert.Equal("岳阳市岳阳楼区洞庭湘味店", Sample.Only(Sample.Issue(Handler, edit: withoutIndustry)).Data.GetProperty("name").GetString());
    }

    [Fact]
    public void Is_kept_out_of_trades_for_companies() => Assert.Contains("name-industry-for-companies-only", Sample.Codes(Sample.Review(Handler, form =>
    {
        Named("店")(form);
        form["enterprise"]!["name"]!["industry"] = "保安";
    })));

    [Fact]
    public void Shares_the_register_of_names_with_companies()
    {
        IItemHandler handler = Handler;
        var application = Sample.For(handler, Named("店"));
        var key = Assert.Single(handler.ReviewKeys(application));
        var taken = Sample.Known(new Needs([key], []), 0, Sample.Entry(key, Sample.OtherTask));

        Assert.Equal(((IItemHandler)new CompanySetUp()).ReviewKeys(Sample.For(new CompanySetUp())), [key]);
        Assert.Equal(["name-taken"], Sample.Codes(handler.Review(application, taken)));
    }

    [Fact]
    public void Needs_a_valid_operator_a_domicile_proof_and_nothing_of_a_company()
    {
        Assert.Equal(["identity-number-invalid", "domicile-proof-missing"], Sample.Codes(Sample.Review(Handler, form =>
        {
            Named("店")(form);
            form["legalRepresentative"]!["idNumber"] = "430602198504151236";
        }, without: ["domicile-proof"])));
        Assert.Empty(Sample.Codes(Sample.Review(Handler, Named("店"), without: ["articles-of-association"])));
    }

    [Fact]
    public void Issues_a_valid_credit_code_of_category_two()
    {
        var (licence, data) = Sample.Only(Sample.Issue(Handler, edit: Named("店"), first: 777));

        Assert.True(UnifiedSocialCreditCode.IsValid(licence.Number));
        Assert.StartsWith("92430602", licence.Number);
        Assert.Equal("岳阳市岳阳楼区洞庭湘味餐饮管理店", data.GetProperty("name").GetString());
        Assert.Equal("individual", data.GetProperty("entityKind").GetString());
        Assert.Equal("2056-11-23", data.GetProperty("termUntil").GetString());
    }

    private static Action<JsonNode> Named(string? organisationForm) => form => form["enterprise"]!["name"]!["organisationForm"] = organisationForm;
}
