using System.Text.Json;
using CsCheck;
using OneVisit.Catalogue;
using OneVisit.Contracts.Api;

namespace OneVisit.Unit.Catalogue;

public class CompilerTests
{
    private const string CompanyWithSign = """{"entityKind":"company","hasSign":true,"hiresEmployees":false}""";
    private const string IndividualWithoutSign = """{"entityKind":"individual","hasSign":false}""";

    private static readonly Gen<string> SomeAnswers = Gen.Select(
        Gen.OneOf("company", "individual", ""), Gen.OneOf("true", "false", ""), Gen.OneOf("true", "false", ""),
        (kind, sign, staff) => $$"""{{{string.Join(',', new[]
        {
            kind == "" ? "" : $"\"entityKind\":\"{kind}\"",
            sign == "" ? "" : $"\"hasSign\":{sign}",
            staff == "" ? "" : $"\"hiresEmployees\":{staff}",
        }.Where(member => member != ""))}}}""");

    [Fact]
    public void A_company_depends_on_its_licence_and_the_sign_on_nothing()
    {
        var plan = Sample.Plan(CompanyWithSign);

        Assert.Equal(
            [
                "market-registration.company-set-up by 430602.market-registration required after ",
                "signage.shop-sign by 430602.signage optional after ",
                "seals.seal-set by 430602.seals required after market-registration.company-set-up",
                "tax.registration by 430602.tax required after market-registration.company-set-up",
            ],
            plan.Items.Select(i => $"{i.Item.Id} by {i.Authority} {(i.Required ? "required" : "optional")} after {string.Join(',', i.DependsOn)}"));
    }

    [Fact]
    public void An_individual_business_waits_for_its_own_licence()
    {
        var plan = Sample.Plan(IndividualWithoutSign);

        Assert.Equal(["market-registration.individual-set-up"], plan.FindItem("tax.registration")!.DependsOn);
        Assert.Null(plan.Form.Find("shareholders"));
        Assert.Equal(["domicile-proof"], plan.Materials.Select(m => m.Id));
    }

    [Fact]
    public void A_shared_field_is_asked_once_by_the_strictest_rule()
    {
        var field = Assert.Single(Sample.Plan(CompanyWithSign).Fields, f => f.Pointer == "/enterprise/name/organisationForm");
        Assert.Equal(["market-registration.company-set-up", "seals.seal-set", "tax.registration"], field.NeededBy);
        Assert.Equal("asked because market-registration.company-set-up, seals.seal-set, tax.registration need it", field.Reason.En);

        Assert.True(Name(CompanyWithSign).Find("organisationForm")!.Required);
        Assert.False(Name(IndividualWithoutSign).Find("organisationForm")!.Required);

        static OneVisit.Catalogue.Forms.ObjectNode Name(string answers) => (OneVisit.Catalogue.Forms.ObjectNode)
            ((OneVisit.Catalogue.Forms.ObjectNode)Sample.Plan(answers).Form.Find("enterprise")!.Node).Find("name")!.Node;
    }

    [Fact]
    public void Every_inclusion_has_a_reason()
    {
        var view = Sample.Plan(CompanyWithSign).ToView();

        Assert.Equal("because of the answer to 'Kind of business'", view.Items[0].Reason.En);
        Assert.Equal("part of every Business start-up", view.Items[2].Reason.En);
        Assert.Equal("asked because signage.shop-sign needs it", view.Materials.Single(m => m.Material == "sign-rendering").Reason.En);
    }

    [Fact]
    public void The_applicant_pays_nothing_and_never_comes()
    {
        var view = Sample.Plan(CompanyWithSign).ToView();

        Assert.Equal((0m, "CNY"), (view.Fees.Total, view.Fees.Currency));
        Assert.Equal(Payer.City, view.Fees.PerItem.Single(f => f.Item == "seals.seal-set").PaidBy);
        Assert.Equal(0, view.Visits.Promised);
        Assert.Equal(new(2, DayUnit.WorkingDay, "县级门店招牌设置办事指南"), view.Limits.Single(l => l.Item == "signage.shop-sign").Committed);
        Assert.Null(view.EarliestFinish);
        Assert.Null(view.Savings.Days);
        Assert.True(view.Savings.Fields > 8);
    }

    [Fact]
    public void What_the_applicant_pays_is_added_and_what_the_city_pays_is_not()
    {
        var catalogue = Sample.With("data/tax/items/registration.yaml", "fee: { amount: 0, currency: CNY, paidBy: nobody", "fee: { amount: 12.5, currency: CNY, paidBy: applicant");
        Assert.Equal(12.5m, Sample.Plan(CompanyWithSign, catalogue).Fees.Total);

        catalogue = Sample.With("data/seals/items/seal-set.yaml", "fee: { amount: 0,", "fee: { amount: 300,");
        Assert.Equal(0, Sample.Plan(CompanyWithSign, catalogue).Fees.Total);
    }

    [Fact]
    public void Open_questions_are_listed_and_what_they_decide_is_not_in_the_plan_yet()
    {
        var plan = Sample.Plan("""{"hasSign":true}""");

        Assert.Equal(["entityKind", "hiresEmployees"], plan.OpenQuestions.Select(q => q.Name));
        Assert.Equal(["seals.seal-set", "signage.shop-sign", "tax.registration"], plan.Items.Select(i => i.Item.Id));
    }

    [Fact]
    public void The_order_of_items_makes_no_difference() => Gen.Select(Gen.Shuffle(Sample.Bundle.Items.ToArray()), SomeAnswers).Sample(
        (items, answers) =>
        {
            var files = Sample.Files();
            var bundle = files["data/bundles/business-start-up.yaml"];
            var lines = bundle.Split('\n').Where(l => l.StartsWith("  - { item:", StringComparison.Ordinal)).ToArray();
            var shuffled = items.Select(i => lines.Single(l => l.Contains(i.Item.Id, StringComparison.Ordinal))).ToArray();
            files["data/bundles/business-start-up.yaml"] = bundle.Replace(string.Join('\n', lines), string.Join('\n', shuffled), StringComparison.Ordinal);

            Assert.Equal(Written(Sample.Plan(answers)), Written(Sample.Plan(answers, CityCatalogue.Load(files))));
        },
        iter: 30);

    [Fact]
    public void Compiling_twice_gives_the_same_plan() => SomeAnswers.Sample(answers =>
    {
        List<Fault> faults = [];
        var read = Answers.Read(Sample.Bundle, JsonElement.Parse(answers), "", faults);
        var region = Sample.Catalogue.FindRegion("430626")!;
        Assert.Equal(Written(Compiler.Compile(Sample.Bundle, region, read, Sample.Today, Competence.Plain)), Written(Compiler.Compile(Sample.Bundle, region, read, Sample.Today, Competence.Plain)));
    });

    [Fact]
    public void An_answer_more_never_takes_a_requirement_away() => Gen.Select(Gen.OneOf("company", "individual"), Gen.Bool).Sample((kind, sign) =>
    {
        var open = Sample.Plan($$"""{"hasSign":{{(sign ? "true" : "false")}}}""");
        var closed = Sample.Plan($$"""{"entityKind":"{{kind}}","hasSign":{{(sign ? "true" : "false")}}}""");

        Assert.Subset(closed.Items.Select(i => i.Item.Id).ToHashSet(), open.Items.Select(i => i.Item.Id).ToHashSet());
        Assert.Subset(closed.Fields.Select(f => f.Pointer).ToHashSet(), open.Fields.Select(f => f.Pointer).ToHashSet());
        Assert.Subset(closed.Materials.Select(m => m.Id).ToHashSet(), open.Materials.Select(m => m.Id).ToHashSet());
    });

    [Fact]
    public void Answers_that_come_to_the_same_share_one_compiled_plan()
    {
        Assert.Same(
            Sample.Plan("""{"entityKind":"company","hasSign":true,"hiresEmployees":false}"""),
            Sample.Plan("""{"hiresEmployees":true,"hasSign":true,"entityKind":"company"}"""));
        Assert.NotSame(Sample.Plan(CompanyWithSign), Sample.Plan(IndividualWithoutSign));
    }

    [Theory]
    [InlineData("""{"region":"430602","answers":{"entityKind":"club","hasSign":"yes","moon":1},"x":1}""",
        "/x unknown-member, /answers/entityKind not-a-choice, /answers/hasSign wrong-type, /answers/moon unknown-member")]
    [InlineData("""{"region":"430600"}""", "/region region-not-competent")]
    [InlineData("""{"region":"431200","at":"2026-02-30"}""", "/at wrong-format, /region unknown-region")]
    [InlineData("""{"region":"430602","at":"2020-01-01"}""", "/at bundle-not-in-force")]
    [InlineData("""{"answers":[]}""", "/answers wrong-type, /region missing")]
    [InlineData("""[]""", " wrong-type")]
    [InlineData("""{"region":"430682"}""", "")]
    public void A_request_for_a_plan_has_these_faults(string body, string faults)
    {
        var result = PlanReader.Read(JsonElement.Parse(body), Sample.Catalogue, Sample.Bundle, Sample.Today);

        Assert.Equal(faults, string.Join(", ", result.Faults.Select(f => $"{f.Pointer} {f.Code}")));
        Assert.Equal(faults.Length == 0, result.IsValid);
    }

    [Fact]
    public void Items_are_found_by_words_and_department()
    {
        Assert.Equal(["seals.seal-set"], Sample.Catalogue.FindItems("公章", null).Select(i => i.Id));
        Assert.Equal(["seals.seal-set"], Sample.Catalogue.FindItems(" SEAL ", null).Select(i => i.Id));
        Assert.Equal(2, Sample.Catalogue.FindItems(null, "market-registration").Count());
        Assert.Empty(Sample.Catalogue.FindItems("公章", "tax"));
    }

    private static string Written(Plan plan) => JsonSerializer.Serialize(plan.ToView(), JsonSerializerOptions.Web);
}
