using System.Text.Json.Nodes;
using OneVisit.Catalogue;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.MarketRegistration;
using OneVisit.Seals;
using OneVisit.Signage;
using OneVisit.Tax;

namespace OneVisit.Unit.Departments;

/// <summary>What holds for every item of every department.</summary>
public sealed class EveryItemTests
{
    private static readonly Dictionary<string, IItemHandler> Handlers = new IItemHandler[]
    {
        new CompanySetUp(), new IndividualSetUp(), new Registration(), new SealSet(), new ShopSign(),
    }.ToDictionary(h => h.Item);

    public static readonly TheoryData<string> Items = [.. Handlers.Keys];

    private static readonly Licence[] Inputs = [Sample.BusinessLicenceOf(Sample.CreditCode)];

    [Theory]
    [MemberData(nameof(Items))]
    public void The_sample_passes_by_rule_with_a_reason_and_a_basis(string item)
    {
        var passed = Assert.IsType<ReviewResult.Passed>(Sample.Review(Handlers[item], SampleFor(item)));

        Assert.EndsWith("/1", passed.Rule);
        Assert.NotEmpty(passed.LegalBasis);
        AssertComplete(passed.Reason);
    }

    [Fact]
    public void Those_that_look_into_a_register_before_they_review_are_asked_for_its_keys() =>
        Assert.Equal([new CompanySetUp().Item, new IndividualSetUp().Item], Handlers.Values.Where(h => h.NamesReviewKeys).Select(h => h.Item));

    [Theory]
    [MemberData(nameof(Items))]
    public void The_same_application_and_facts_give_the_same_answers(string item)
    {
        var handler = Handlers[item];

        Assert.Equal(Sample.Written(Sample.Review(handler, SampleFor(item))), Sample.Written(Sample.Review(handler, SampleFor(item))));
        Assert.Equal(Sample.Written(Sample.Review(handler, BreakEverything)), Sample.Written(Sample.Review(handler, BreakEverything)));
        Assert.Equal(
            Sample.Written(Sample.Issue(handler, Inputs, SampleFor(item))), Sample.Written(Sample.Issue(handler, Inputs, SampleFor(item))));
    }

    [Theory]
    [MemberData(nameof(Items))]
    public void Findings_name_figures_and_basis_and_point_into_the_form(string item)
    {
        var findings = Sample.Findings(Sample.Review(Handlers[item], BreakEverything, without: ["domicile-proof", "sign-rendering"]));

        Assert.True(findings.Count >= 3, string.Join(", ", findings.Select(f => f.Code)));
        Assert.All(findings, finding =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)+$", finding.Code);
            Assert.NotEmpty(finding.LegalBasis);
            Assert.StartsWith("/", finding.Pointer);
            AssertComplete(finding.Reason);
        });
    }

    [Theory]
    [MemberData(nameof(Items))]
    public void No_identity_number_appears_in_an_answer(string item)
    {
        var handler = Handlers[item];
        string[] answers =
        [
            Sample.Written(Sample.Review(handler, SampleFor(item))),
            Sample.Written(Sample.Review(handler, BreakEverything)),
            Sample.Written(Sample.Issue(handler, Inputs, SampleFor(item))),
        ];

        Assert.All(answers, answer =>
        {
            Assert.All([.. Sample.IdentityNumbers, WrongNumber], number => Assert.DoesNotContain(number, answer, StringComparison.Ordinal));
        });
    }

    [Theory]
    [MemberData(nameof(Items))]
    public void A_licence_has_a_number_and_its_claims_last(string item)
    {
        var issued = Assert.IsType<IssueResult.Issued>(Sample.Issue(Handlers[item], Inputs, SampleFor(item)));

        Assert.Matches("^[0-9A-Za-z-]+$", Assert.Single(issued.Licences).Number);
        Assert.Contains(issued.Claims, c => c.Lasting);
    }

    /// <summary>A form must not offer what its department then refuses as unheard of.</summary>
    [Theory]
    [MemberData(nameof(Items))]
    public void Every_choice_the_form_offers_is_known_to_the_rules(string item)
    {
        var offered = Choices(CityCatalogue.Load().FindItem(item)!.Form, "").ToList();

        Assert.All(offered, choice =>
        {
            var codes = Sample.Codes(Sample.Review(Handlers[item], form =>
            {
                SampleFor(item)?.Invoke(form);
                Set(form, choice.Pointer, choice.Value);
            }));
            Assert.DoesNotContain(codes, code => code.EndsWith("-unknown", StringComparison.Ordinal) || code == "sign-lighting-not-allowed");
        });
    }

    private static IEnumerable<(string Pointer, string Value)> Choices(FormNode node, string pointer) => node switch
    {
        ObjectNode of => of.Fields.SelectMany(f => Choices(f.Node, $"{pointer}/{f.Name}")),
        ArrayNode of => Choices(of.Items, $"{pointer}/0"),
        ChoiceNode of => of.Choices.Select(c => (pointer, c.Value)),
        _ => [],
    };

    private static void Set(JsonNode form, string pointer, string value)
    {
        var steps = pointer.Split('/')[1..];
        var at = steps[..^1].Aggregate(form, (node, step) => node[step]!);
        if (at is JsonArray list)
            list[0] = value;
        else
            at[steps[^1]] = value;
    }

    private const string WrongNumber = "430602198504151236";

    /// <summary>The sample is a company; an individual business may not end its name like one.</summary>
    internal static Action<JsonNode>? SampleFor(string item) => item == "market-registration.individual-set-up"
        ? form => form["enterprise"]!["name"]!["organisationForm"] = "店"
        : null;

    private static void BreakEverything(JsonNode form)
    {
        form["enterprise"]!["name"]!["regionName"] = "北京市";
        form["enterprise"]!["name"]!["tradeName"] = "中国A";
        form["enterprise"]!["scope"] = new JsonArray("卖东西", "卖东西");
        form["enterprise"]!["registeredCapital"]!["amount"] = -1;
        form["enterprise"]!["termYears"] = 1000;
        form["enterprise"]!["domicile"]!["areaSquareMetres"] = 0;
        form["legalRepresentative"]!["idNumber"] = WrongNumber;
        form["legalRepresentative"]!["phone"] = "12";
        form["shareholders"]![0]!["sharePercent"] = 0.5;
        form["shareholders"]![1]!["idNumber"] = WrongNumber;
        form["tax"]!["taxpayerKind"] = "general";
        form["tax"]!["bookkeeping"] = "simplified";
        form["tax"]!["invoiceKinds"] = new JsonArray("paper", "vat-special", "vat-special");
        form["seals"]!["kinds"] = new JsonArray("finance", "finance", "wax");
        form["seals"]!["engraver"] = "430626-01";
        form["sign"]!["widthMetres"] = 7.5;
        form["sign"]!["heightMetres"] = 3;
        form["sign"]!["projectionMetres"] = 1;
        form["sign"]!["bottomHeightMetres"] = 1.9;
    }

    /// <summary>Both languages are there, and no figure was left out.</summary>
    private static void AssertComplete(Text text) => Assert.All([text.Zh, text.En], words =>
    {
        Assert.NotEmpty(words);
        Assert.DoesNotContain('{', words);
    });
}
