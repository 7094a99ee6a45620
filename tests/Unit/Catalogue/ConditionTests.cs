using OneVisit.Catalogue;

namespace OneVisit.Unit.Catalogue;

/// <summary>What a condition means is seen by when the sign is in the plan.</summary>
public class ConditionTests
{
    private const string BundleFile = "data/bundles/business-start-up.yaml";
    private const string AsWritten = "when: { answer: hasSign, equals: true }";

    [Theory]
    [InlineData("{ answer: hasSign, equals: false }", """{"entityKind":"company","hasSign":false}""", true)]
    [InlineData("{ answer: hasSign, equals: false }", """{"entityKind":"company","hasSign":true}""", false)]
    [InlineData("{ answer: entityKind, in: [company, individual] }", """{"entityKind":"individual","hasSign":true}""", true)]
    [InlineData("{ answer: entityKind, in: [company] }", """{"entityKind":"individual","hasSign":true}""", false)]
    [InlineData("{ not: { answer: hasSign, equals: true } }", """{"entityKind":"company","hasSign":false}""", true)]
    [InlineData("{ not: { answer: hasSign, equals: true } }", """{"entityKind":"company","hasSign":true}""", false)]
    [InlineData("{ all: [{ answer: hasSign, equals: true }, { answer: entityKind, equals: company }] }", """{"entityKind":"company","hasSign":true}""", true)]
    [InlineData("{ all: [{ answer: hasSign, equals: true }, { answer: entityKind, equals: company }] }", """{"entityKind":"individual","hasSign":true}""", false)]
    [InlineData("{ any: [{ answer: hasSign, equals: true }, { answer: entityKind, equals: company }] }", """{"entityKind":"company","hasSign":false}""", true)]
    [InlineData("{ any: [{ answer: hasSign, equals: true }, { answer: entityKind, equals: company }] }", """{"entityKind":"individual","hasSign":false}""", false)]
    public void It_decides_whether_an_item_applies(string condition, string answers, bool applies) =>
        Assert.Equal(applies, Sample.Plan(answers, With(condition)).FindItem("signage.shop-sign") is not null);

    [Theory]
    // Open as long as the answer that decides it is open...
    [InlineData("{ answer: hasSign, equals: true }", """{"entityKind":"company"}""", true)]
    [InlineData("{ not: { answer: hasSign, equals: true } }", """{"entityKind":"company"}""", true)]
    [InlineData("{ all: [{ answer: hasSign, equals: true }, { answer: entityKind, equals: company }] }", """{"entityKind":"company"}""", true)]
    [InlineData("{ any: [{ answer: hasSign, equals: true }, { answer: entityKind, equals: company }] }", """{"entityKind":"individual"}""", true)]
    // ...and settled where another answer settles it.
    [InlineData("{ all: [{ answer: hasSign, equals: true }, { answer: entityKind, equals: company }] }", """{"entityKind":"individual"}""", false)]
    public void An_open_answer_leaves_its_form_neither_asked_nor_refused(string condition, string answers, bool open)
    {
        var plan = Sample.Plan(answers, With(condition));

        Assert.Null(plan.Form.Find("sign"));
        Assert.Equal(open, plan.TolerantForm.Find("sign") is { Required: false });
        Assert.Equal(open, plan.PossibleMaterials.Contains("sign-rendering"));
    }

    [Fact]
    public void One_true_part_settles_any_although_another_is_open() =>
        Assert.NotNull(Sample.Plan("""{"entityKind":"company"}""",
            With("{ any: [{ answer: hasSign, equals: true }, { answer: entityKind, equals: company }] }")).FindItem("signage.shop-sign"));

    [Theory]
    [InlineData("{ answer: hasSignn, equals: true }")]
    [InlineData("{ answer: hasSign, equals: 'true' }")]
    [InlineData("{ answer: entityKind, in: [company, partnership] }")]
    [InlineData("{ answer: entityKind, in: [] }")]
    [InlineData("{ answer: hasSign }")]
    [InlineData("{ equals: true }")]
    [InlineData("{ answer: hasSign, equals: true, in: [true] }")]
    [InlineData("{ all: [] }")]
    [InlineData("{ script: 'true' }")]
    public void One_that_says_nothing_or_too_much_is_refused_with_its_file(string condition) =>
        Assert.StartsWith(BundleFile, Assert.Throws<InvalidCatalogueException>(() => With(condition)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_material_may_be_conditional_too()
    {
        var catalogue = Sample.With("data/market-registration/items/company-set-up.yaml",
            "  - id: articles-of-association\n", "  - id: articles-of-association\n    when: { answer: hiresEmployees, equals: true }\n");

        Assert.Contains(Materials(catalogue, "true"), m => m == "articles-of-association");
        Assert.DoesNotContain(Materials(catalogue, "false"), m => m == "articles-of-association");

        static IEnumerable<string> Materials(CityCatalogue catalogue, string staff) =>
            Sample.Plan($$"""{"entityKind":"company","hasSign":true,"hiresEmployees":{{staff}}}""", catalogue).Materials.Select(m => m.Id);
    }

    private static CityCatalogue With(string condition) => Sample.With(BundleFile, AsWritten, $"when: {condition}");
}
