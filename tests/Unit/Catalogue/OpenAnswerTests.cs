using OneVisit.Contracts.Api;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>As long as an answer is open, what it decides is neither asked nor refused: also when it decides who issues a licence.</summary>
public class OpenAnswerTests
{
    private const string Kind = "questions: { kind: { title: { zh: 种类, en: Kind }, required: true, type: enum, values: { shop: { zh: 店, en: shop }, stall: { zh: 摊, en: stall } } } }";

    private static readonly (string, string) ReadsTheName = Item(
        "b.tax", "form: { name: { title: { zh: 名称, en: Name }, required: true, type: string, maxLength: 20, output: licence.name }, wish: { title: { zh: 愿望, en: Wish }, type: string, maxLength: 20 } }");

    private static readonly string EitherIssues = Items(
        "a.shop, required: true, when: { answer: kind, equals: shop }", "a.stall, required: true, when: { answer: kind, equals: stall }", "b.tax, required: true", "b.seal, required: true");

    private static (string, string)[] Files(string sealForm) =>
        [Item("a.shop", outputs: "licence"), Item("a.stall", outputs: "licence"), ReadsTheName, Item("b.seal", sealForm), Bundle(EitherIssues, Kind)];

    [Fact]
    public void What_an_item_may_yet_issue_is_not_asked_before_that_is_known()
    {
        var city = Load(Files("form: {}"));
        var (open, settled) = (Plan(city), Plan(city, """{ "kind": "shop" }"""));

        Assert.Equal(["/wish"], open.Fields.Select(f => f.Pointer));
        Assert.Equal(["wish"], open.Form.Fields.Select(f => f.Name));
        Assert.Equal(0, open.ToView().Savings.Fields);
        Assert.Equal(["wish"], settled.Form.Fields.Select(f => f.Name));
        Assert.Equal(1, settled.ToView().Savings.Fields);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "name": "甲" }""")]
    public void It_is_neither_missed_nor_refused_when_it_is_given(string form)
    {
        var faults = new List<Fault>();

        Plan(Load(Files("form: {}"))).TolerantForm.Validate(System.Text.Json.JsonElement.Parse(form), "/form", faults);

        Assert.Empty(faults);
    }

    /// <summary>No applicant is asked for both, so it is no fault of the catalogue; and a plan without answers must not fail over it.</summary>
    [Fact]
    public void Items_that_differ_only_where_a_field_is_never_asked_have_a_plan_without_answers_too()
    {
        var open = Plan(Load(Files("form: { name: { title: { zh: 印章名称, en: Name on the seal }, required: true, type: string, maxLength: 9 } }")));

        Assert.Equal(["/name", "/wish"], open.Fields.Select(f => f.Pointer).Order());
        Assert.Equal("Name on the seal", open.Form.Find("name")!.Node.Title!.En);
    }

    [Fact]
    public void Elements_of_a_list_tolerate_what_an_item_that_may_yet_apply_declares_of_them()
    {
        static string People(string field) =>
            $"form: {{ people: {{ title: {{ zh: 人, en: People }}, required: true, type: array, maxItems: 3, items: {{ type: object, fields: {{ {field}: {{ title: {{ zh: 项, en: Part }}, required: true, type: string, maxLength: 9 }} }} }} }} }}";
        var plan = Plan(Load(
            Item("a.one", People("name")), Item("b.two", People("phone")),
            Bundle(Items("a.one, required: true", "b.two, required: true, when: { answer: kind, equals: shop }"), Kind)));
        var faults = new List<Fault>();

        plan.TolerantForm.Validate(System.Text.Json.JsonElement.Parse("""{ "people": [{ "name": "甲", "phone": "1", "more": 1 }] }"""), "/form", faults);

        Assert.Equal(["/form/people/0/more"], faults.Select(f => f.Pointer));
    }
}
