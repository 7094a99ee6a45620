using System.Text.Json.Nodes;
using CsCheck;
using OneVisit.Catalogue;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.MarketRegistration;
using OneVisit.Unit.Codes;

namespace OneVisit.Unit.Departments;

public sealed class CompanySetUpTests
{
    private static readonly CompanySetUp Handler = new();
    private static readonly RegistrationRules Rules = RuleBook<RegistrationRules>.Load("market-registration", "registration").At(Sample.Today);
    private static readonly RegisterKey SampleName = new("name", "430602|catering|洞庭湘味");

    [Theory]
    [InlineData("30")]
    [InlineData("30.0")]
    [InlineData("3e1")]
    [InlineData("300E-1")]
    public void A_whole_number_is_one_however_it_is_written(string years)
    {
        void Write(JsonNode form) => form["enterprise"]!["termYears"] = JsonNode.Parse(years);

        Assert.IsType<ReviewResult.Passed>(Sample.Review(Handler, Write));
        Assert.Equal("2056-11-23", Sample.Only(Sample.Issue(Handler, edit: Write)).Data.GetProperty("termUntil").GetString());
    }

    [Theory]
    [InlineData("regionName", "长沙市", "name-region-not-of-authority")]
    [InlineData("regionName", "岳阳市", null)]
    [InlineData("tradeName", "味", "trade-name-length")]
    [InlineData("tradeName", "洞庭湘味洞庭湘味洞庭湘味味", "trade-name-length")]
    [InlineData("tradeName", "洞庭湘味A", "trade-name-not-chinese")]
    [InlineData("tradeName", "中华湘味", "trade-name-reserved-word")]
    [InlineData("tradeName", "洞庭银行", "trade-name-reserved-word")]
    [InlineData("organisationForm", "店", "name-organisation-form")]
    [InlineData("organisationForm", null, "name-organisation-form")]
    [InlineData("industry", null, "name-industry-missing")]
    [InlineData("organisationForm", "有限责任公司", null)]
    public void Checks_each_part_of_the_name(string part, string? value, string? code) =>
        Assert.Equal(code is null ? [] : [code], Sample.Codes(Sample.Review(Handler, form => form["enterprise"]!["name"]![part] = value)));

    [Fact]
    public void Names_every_reserved_word_of_a_trade_name() => Assert.Equal(
        ["“中国”", "“银行”"],
        Sample.Findings(Sample.Review(Handler, form => form["enterprise"]!["name"]!["tradeName"] = "中国洞庭银行"))
            .Select(f => f.Reason.Zh.Split('含')[1].Split(',')[0]));

    [Theory]
    [InlineData("餐饮管理", "catering")]
    [InlineData("火锅餐饮文化", "catering")]
    [InlineData("房地产开发", "property-development")]
    [InlineData("房地产经纪", "property")]
    [InlineData("软件开发", "technology")]
    [InlineData("天文观测", null)]
    public void Places_an_industry_in_the_trade_with_the_longest_word(string industry, string? trade) =>
        Assert.Equal(trade, Rules.Names.TradeOf(industry)?.Id);

    [Theory]
    [InlineData("天文观测", "name-industry-unknown")]
    [InlineData("投资管理", "name-industry-for-people")]
    public void Leaves_an_unknown_or_delicate_industry_to_people(string industry, string code)
    {
        var result = Sample.Review(Handler, form => form["enterprise"]!["name"]!["industry"] = industry);

        Assert.IsType<ReviewResult.LeftToPeople>(result);
        Assert.Equal([code], Sample.Codes(result));
    }

    [Fact]
    public void Reserves_the_name_so_that_a_second_application_is_refused()
    {
        var claim = Assert.Single(Assert.IsType<ReviewResult.Passed>(Sample.Review(Handler)).Claims);
        Assert.Equal((SampleName, false), (claim.Key, claim.Lasting));

        Assert.Equal(["name-taken"], Sample.Codes(ReviewKnowing(Sample.Entry(claim.Key, Sample.OtherTask))));
    }

    [Fact]
    public void Its_own_reservation_is_no_conflict() =>
        Assert.IsType<ReviewResult.Passed>(ReviewKnowing(Sample.Entry(SampleName, Sample.Task)));

    [Theory]
    [InlineData("industry", "餐饮服务", true)]
    [InlineData("organisationForm", "股份有限公司", true)]
    [InlineData("industry", "软件开发", false)]
    [InlineData("tradeName", "洞庭鲜味", false)]
    public void The_same_trade_name_conflicts_within_its_trade_only(string part, string value, bool conflicts) => Assert.Equal(
        conflicts ? ["name-taken"] : [],
        Sample.Codes(ReviewKnowing(Sample.Entry(SampleName, Sample.OtherTask), form => form["enterprise"]!["name"]![part] = value)));

    [Fact]
    public void Checks_scope_phrases_one_by_one()
    {
        var findings = Sample.Findings(Sample.Review(Handler, form => form["enterprise"]!["scope"] = new JsonArray("餐饮管理", "卖东西", "餐饮管理")));

        Assert.Equal(
            [("scope-phrase-not-standard", "/enterprise/scope/1"), ("scope-phrase-repeated", "/enterprise/scope/2")],
            findings.Select(f => (f.Code, f.Pointer!)));
    }

    [Fact]
    public void Takes_brackets_of_either_width_for_the_same_phrase() =>
        Assert.IsType<ReviewResult.Passed>(Sample.Review(Handler, Scope("食品销售（仅销售预包装食品）")));

    [Fact]
    public void Says_which_permits_the_scope_still_needs()
    {
        Assert.Contains("食品经营许可证", Assert.IsType<ReviewResult.Passed>(Sample.Review(Handler, Scope("餐饮服务"))).Reason.Zh);
        Assert.Equal("食品经营许可证", Sample.Only(Sample.Issue(Handler, edit: Scope("餐饮服务", "食品销售"))).Data.GetProperty("permitsNeeded").EnumerateArray().Single().GetString());
    }

    [Fact]
    public void Leaves_a_phrase_whose_permit_comes_first_to_people() =>
        Assert.IsType<ReviewResult.LeftToPeople>(Sample.Review(Handler, Scope("民用爆炸物品销售")));

    [Fact]
    public void Wants_the_scope_to_fit_a_regulated_industry() => Assert.Equal(["scope-does-not-fit-industry"], Sample.Codes(Sample.Review(Handler, form =>
    {
        form["enterprise"]!["name"]!["industry"] = "劳务派遣";
        Scope("企业管理")(form);
    })));

    [Theory]
    [InlineData("0", "registered-capital-not-positive")]
    [InlineData("0.01", null)]
    [InlineData("1000000000", null)]
    [InlineData("1000000000.01", "registered-capital-unusually-large")]
    public void Checks_the_registered_capital_at_its_edges(string amount, string? code) => Assert.Equal(
        code is null ? [] : [code],
        Sample.Codes(Sample.Review(Handler, form => form["enterprise"]!["registeredCapital"]!["amount"] = decimal.Parse(amount))));

    [Fact]
    public void Takes_capital_in_its_own_currency_only() => Assert.Equal(["registered-capital-currency"],
        Sample.Codes(Sample.Review(Handler, form => form["enterprise"]!["registeredCapital"]!["currency"] = "USD")));

    [Theory]
    [InlineData(0, "term-out-of-range")]
    [InlineData(1, null)]
    [InlineData(100, null)]
    [InlineData(101, "term-out-of-range")]
    [InlineData(null, null)]
    public void Checks_the_term_at_its_edges(int? years, string? code) =>
        Assert.Equal(code is null ? [] : [code], Sample.Codes(Sample.Review(Handler, form => form["enterprise"]!["termYears"] = years)));

    [Theory]
    [InlineData("region", "430603", "domicile-outside-authority")]
    [InlineData("region", "430602003", null)]
    [InlineData("address", " ", "domicile-address-missing")]
    [InlineData("tenure", "squatted", "domicile-tenure-unknown")]
    public void Checks_the_domicile(string part, string value, string? code) =>
        Assert.Equal(code is null ? [] : [code], Sample.Codes(Sample.Review(Handler, form => form["enterprise"]!["domicile"]![part] = value)));

    [Theory]
    [InlineData("60", "40.01")]
    [InlineData("60", "39.99")]
    public void Shares_must_add_up_exactly(string first, string second) =>
        Assert.Equal(["shares-do-not-add-up"], Sample.Codes(Sample.Review(Handler, Shares(decimal.Parse(first), decimal.Parse(second)))));

    [Fact]
    public void Shares_of_any_two_decimals_add_up() => Gen.Int[1, 9999].Sample(hundredths =>
        Sample.Review(Handler, Shares(hundredths / 100m, 100 - hundredths / 100m)) is ReviewResult.Passed);

    [Fact]
    public void Refuses_a_shareholder_without_a_share_or_named_twice()
    {
        Assert.Equal(["share-not-positive"], Sample.Codes(Sample.Review(Handler, Shares(100, 0))));
        Assert.Equal(["shareholder-repeated"], Sample.Codes(Sample.Review(Handler,
            form => form["shareholders"]![1]!["idNumber"] = form["shareholders"]![0]!["idNumber"]!.GetValue<string>())));
    }

    [Theory]
    [InlineData(0, "有限公司", false)]
    [InlineData(50, "有限公司", true)]
    [InlineData(51, "有限公司", false)]
    [InlineData(51, "股份有限公司", true)]
    public void Counts_shareholders_by_organisation_form(int count, string organisationForm, bool allowed) => Assert.Equal(
        allowed ? [] : ["shareholder-count"],
        Sample.Codes(Sample.Review(Handler, form =>
        {
            form["enterprise"]!["name"]!["organisationForm"] = organisationForm;
            form["shareholders"] = new JsonArray([.. Enumerable.Range(0, count).Select(i => new JsonObject
            {
                ["name"] = "张三",
                ["idNumber"] = Numbers.WithCheck($"43060219850415{i:000}"),
                ["sharePercent"] = i == 0 ? 100 - (count - 1) * 0.5m : 0.5m,
            })]);
        })));

    [Fact]
    public void Refuses_every_wrong_identity_number_where_it_stands() => Assert.Equal(
        ["/legalRepresentative/idNumber", "/shareholders/1/idNumber"],
        Sample.Findings(Sample.Review(Handler, form =>
        {
            form["legalRepresentative"]!["idNumber"] = "430602198504151236";
            form["shareholders"]![1]!["idNumber"] = "43062619920820451x";
        })).Where(f => f.Code == "identity-number-invalid").Select(f => f.Pointer));

    [Theory]
    [InlineData("20081124", null)]
    [InlineData("20081125", "person-under-age")]
    [InlineData("20261125", "identity-number-invalid")]
    public void Wants_a_legal_representative_of_age_who_has_been_born(string born, string? code) => Assert.Equal(
        code is null ? [] : [code],
        Sample.Codes(Sample.Review(Handler, form => form["legalRepresentative"]!["idNumber"] = Numbers.WithCheck($"430602{born}123"))));

    [Theory]
    [InlineData("13907300001", null)]
    [InlineData("0730-8888888", null)]
    [InlineData("12907300001", "phone-invalid")]
    [InlineData("139073000010", "phone-invalid")]
    [InlineData("13907300001\n", "phone-invalid")]
    public void Checks_the_telephone_number(string phone, string? code) =>
        Assert.Equal(code is null ? [] : [code], Sample.Codes(Sample.Review(Handler, form => form["legalRepresentative"]!["phone"] = phone)));

    [Fact]
    public void Names_every_missing_material() => Assert.Equal(["articles-of-association-missing", "domicile-proof-missing"],
        Sample.Codes(Sample.Review(Handler, without: ["articles-of-association", "domicile-proof"])));

    [Fact]
    public void Issues_a_licence_under_a_valid_credit_code_of_the_region()
    {
        var (licence, data) = Sample.Only(Sample.Issue(Handler));
        var creditCode = data.GetProperty("unifiedSocialCreditCode").GetString()!;

        Assert.Equal(("business-licence", creditCode), (licence.Type, licence.Number));
        Assert.True(UnifiedSocialCreditCode.IsValid(creditCode));
        Assert.StartsWith("91430602", creditCode);
        Assert.Equal("岳阳市岳阳楼区洞庭湘味餐饮管理有限公司", data.GetProperty("name").GetString());
        Assert.Equal("2056-11-23", data.GetProperty("termUntil").GetString());
        Assert.Equal(500000m, data.GetProperty("registeredCapital").GetProperty("amount").GetDecimal());
    }

    [Fact]
    public void Every_number_of_every_region_gives_its_own_valid_credit_code()
    {
        var seen = new HashSet<string>();
        foreach (var region in Rules.Regions)
            for (var number = 0; number < 2000; number++)
            {
                var code = EntityRegister.CreditCode(Rules, region.Region, '1', number)!;
                Assert.True(UnifiedSocialCreditCode.IsValid(code), code);
                Assert.True(seen.Add(code.Substring(8, 9)), $"the organisation code of {code} was given before");
            }
    }

    [Fact]
    public void A_segment_ends_where_its_characters_do()
    {
        const long size = 31L * 31 * 31 * 31 * 31;
        Assert.NotNull(EntityRegister.CreditCode(Rules, Sample.Region, '1', size - 1));
        Assert.Null(EntityRegister.CreditCode(Rules, Sample.Region, '1', size));
        Assert.Equal("credit-codes-exhausted", Assert.IsType<IssueResult.Failed>(Sample.Issue(Handler, first: size)).Code);
    }

    [Fact]
    public void Claims_the_name_at_issue_only_when_the_review_did_not()
    {
        var byRule = Assert.IsType<IssueResult.Issued>(Sample.Issue(Handler, entries: Sample.Entry(SampleName, Sample.Task)));
        var byPeople = Assert.IsType<IssueResult.Issued>(Sample.Issue(Handler));
        var tooLate = Assert.IsType<IssueResult.Failed>(Sample.Issue(Handler, entries: Sample.Entry(SampleName, Sample.OtherTask)));

        Assert.Equal(["entity"], byRule.Claims.Select(c => c.Key.Kind));
        Assert.Equal(["entity", "name"], byPeople.Claims.Select(c => c.Key.Kind));
        Assert.Equal(("name-taken", true), (tooLate.Code, tooLate.Final));
    }

    private static Action<JsonNode> Scope(params string[] phrases) =>
        form => form["enterprise"]!["scope"] = new JsonArray([.. phrases.Select(p => JsonValue.Create(p))]);

    private static Action<JsonNode> Shares(decimal first, decimal second) => form =>
        (form["shareholders"]![0]!["sharePercent"], form["shareholders"]![1]!["sharePercent"]) = (first, second);

    private static ReviewResult ReviewKnowing(RegisterEntry entry, Action<JsonNode>? edit = null)
    {
        IItemHandler handler = Handler;
        var application = Sample.For(handler, edit);
        return handler.Review(application, Sample.Known(new Needs(handler.ReviewKeys(application), []), 0, entry));
    }
}
