using OneVisit.Catalogue.Editing;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>Whatever of a change applicants would notice is told, each in the situations in which it holds.</summary>
public class DiffTests
{
    private const string Field = "form: {{ x: {{ title: {{ zh: 号, en: No }}, {0} }} }}";
    private const string Paper = "materials: [{{ id: p, name: {{ zh: 材料, en: Paper }}, {0}, basis: 某文 }}]";
    private const string Licence = "[{{ id: permit, name: {{ zh: 许可证, en: Permit }}, issuedBy: c.one, validity: {0}, fields: [], basis: 某文 }}]";

    [Fact]
    public void For_how_long_requests_are_gathered()
    {
        const string Limits = "jointHandling: { limit: { days: 45, unit: working-day, basis: 某法 }, extension: { days: 15, unit: working-day, basis: 某法 } }\nsupplement: { collection: { days: 3, unit: working-day, basis: 某文 } }";

        Assert.Equal(["~ everywhere: what departments ask for is gathered for 2 working-days -> 3 working-days"], CatalogueDiff.Of(Load(), Load(("limits.yaml", Limits)), new DateOnly(2026, 3, 2)));
        Assert.Empty(CatalogueDiff.Of(Load(), Load(), new DateOnly(2026, 3, 2)));
    }

    [Theory]
    [InlineData("type: string, maxLength: 9", "type: string, maxLength: 5", "/x: maxLength 9 -> 5 (narrower)")]
    [InlineData("type: string, maxLength: 5", "type: string, maxLength: 9", "/x: maxLength 5 -> 9 (wider)")]
    [InlineData("type: string, maxLength: 5", "type: string, minLength: 2, maxLength: 5", "/x: minLength none -> 2 (narrower)")]
    [InlineData("type: string, maxLength: 5", "type: string, pattern: '^[0-9]+$', maxLength: 5", "/x: pattern none -> ^[0-9]+$")]
    [InlineData("type: string, maxLength: 30", "type: string, format: mobile-phone, maxLength: 30", "/x: format none -> mobile-phone")]
    [InlineData("type: number, minimum: 1, maximum: 9.5", "type: number, minimum: 0, maximum: 9", "/x: minimum 1 -> 0 (wider)\n    /x: maximum 9.5 -> 9 (narrower)")]
    [InlineData("type: number", "type: integer", "/x: kind a number -> a whole number")]
    [InlineData("type: number", "type: boolean", "/x: a number -> true or false")]
    [InlineData("type: enum, values: { a: { zh: 甲, en: A }, b: { zh: 乙, en: B } }", "type: enum, values: { a: { zh: 甲, en: A }, c: { zh: 丙, en: C } }", "/x: choices: -b +c")]
    [InlineData("type: enum, values: { a: { zh: 甲, en: A } }", "type: enum, values: { a: { zh: 申, en: A } }", "/x: choice a: called '甲' -> '申', 'A' -> 'A'")]
    [InlineData("type: array, maxItems: 3, items: { type: string, maxLength: 9 }", "type: array, minItems: 1, maxItems: 3, items: { type: string, maxLength: 4 }", "/x: minItems none -> 1 (narrower)\n    /x/*: maxLength 9 -> 4 (narrower)")]
    [InlineData("type: boolean", "type: boolean, required: true", "/x: may be left out -> required")]
    [InlineData("type: boolean, required: true", "type: boolean", "/x: required -> may be left out")]
    public void A_field_asked_for_more_strictly_or_less(string before, string after, string says) =>
        AssertTold(Item("c.one", Filled(Field, before)), Item("c.one", Filled(Field, after)), says);

    [Theory]
    [InlineData("necessity: optional, forms: [paper], grade: C", "necessity: required, forms: [paper], grade: C", "papers 0 -> 1: +p\n    papers that may be left out 1 -> 0: -p\n    p: optional -> required")]
    [InlineData("necessity: optional, forms: [paper], grade: C", "necessity: tolerable, forms: [paper], grade: C", "p: optional -> tolerable")]
    [InlineData("necessity: required, forms: [paper], grade: C", "necessity: required, forms: [electronic, paper], copies: 3, original: true, grade: C", "p: copies 1 -> 3\n    p: the original has to be shown\n    p: paper -> electronic or paper")]
    [InlineData("necessity: required, forms: [paper], grade: C", "necessity: required, forms: [paper], grade: A", "p: grade C -> A")]
    public void A_paper_asked_for_more_strictly_or_less(string before, string after, string says) =>
        AssertTold(Item("c.one", materials: Filled(Paper, before)), Item("c.one", materials: Filled(Paper, after)), says);

    [Theory]
    [InlineData("statutory: { days: 20, unit: working-day", "statutory: { days: 15, unit: natural-day", "c.one: statutory 20 working-days -> 15 natural-days")]
    [InlineData("applicantKinds: [natural-person, legal-person]", "applicantKinds: [legal-person]", "c.one: open to -natural-person")]
    [InlineData("decidedBy: at-once", "decidedBy: people", "c.one: decided at once -> by people")]
    [InlineData("decidedBy: at-once", "", "c.one: decided at once -> by people")]
    [InlineData("handling: committed", "handling: instant", "c.one: handling committed -> instant")]
    [InlineData("name: { zh: 事项one, en: Item one }", "name: { zh: 新名, en: New name }", "c.one: called '事项one' -> '新名', 'Item one' -> 'New name'")]
    [InlineData("outputs: []", "outputs: [permit]", "c.one: issues permit too")]
    public void An_element_of_an_item(string passage, string replacement, string says)
    {
        var (path, text) = Item("c.one", more: "decidedBy: at-once");
        Assert.Contains(passage, text, StringComparison.Ordinal);

        AssertTold((path, text), (path, text.Replace(passage, replacement, StringComparison.Ordinal)), says);
    }

    [Theory]
    [InlineData("", "supplement: { limit: { days: 15, unit: working-day, basis: 某法 }, unanswered: decide }", "c.one: time for a supplement none -> 15 working-days")]
    [InlineData("supplement: { limit: { days: 15, unit: working-day, basis: 某法 }, unanswered: decide }", "supplement: { limit: { days: 15, unit: working-day, basis: 某法 }, unanswered: withdraw }", "c.one: a supplement that does not come: decide -> withdraw")]
    [InlineData("inspection: { days: 5, unit: working-day, basis: 某法 }", "inspection: { days: 8, unit: working-day, basis: 某法 }", "c.one: time for the visit 5 working-days -> 8 working-days")]
    [InlineData("", "issuing: { days: 3, unit: natural-day, basis: 某法 }", "c.one: issuing as usual -> 3 natural-days")]
    [InlineData("extension: { days: 10, unit: working-day, basis: 某法 }", "", "c.one: extension 10 working-days -> as usual")]
    [InlineData("", "fourEyes: { basis: 某规定 }", "c.one: people who sign an answer: 1 -> 2")]
    [InlineData("", "afterCheck: { days: 60, unit: working-day, basis: 某法 }", "c.one: check afterwards none -> 60 working-days")]
    [InlineData("whenTimeIsUp: escalate", "whenTimeIsUp: deemed-approved\ntimeIsUpBasis: 某法", "c.one: when time is up: escalate -> deemed-approved")]
    public void A_step_of_an_item(string before, string after, string says) => AssertTold(Item("c.one", more: before), Item("c.one", more: after), says);

    [Theory]
    [InlineData("{ years: 3 }", "{ years: 1 }", "permit: valid 3 years -> 1 years")]
    [InlineData("null", "{ years: 5 }", "permit: valid without end -> 5 years")]
    public void How_long_a_licence_holds(string before, string after, string says)
    {
        var (item, bundle) = (Item("c.one", outputs: "permit"), Bundle(Items("c.one, required: true")));

        Assert.Equal(["~ both 1 -> 1", "  in every situation:", $"    {says}"],
            CatalogueDiff.Of(Load(item, bundle, ("licences.yaml", Filled(Licence, before))), Load(item, bundle, ("licences.yaml", Filled(Licence, after))), Day));
    }

    [Fact]
    public void The_name_of_a_bundle_and_where_it_is_offered()
    {
        var (path, text) = Bundle(Items("c.one, required: true"));
        var before = Load(Item("c.one"), (path, text));
        var (itemPath, item) = Item("c.one");
        var after = Load((itemPath, item.Replace("decidedAt: county", "decidedAt: street", StringComparison.Ordinal)), (path, text.Replace("zh: 一件事", "zh: 两件事", StringComparison.Ordinal)));

        Assert.Equal(
            ["~ both 1 -> 1", "  called '一件事' -> '两件事', 'One thing' -> 'One thing'", "  no longer offered in 430602, 430626"],
            CatalogueDiff.Of(before, after, Day));
    }

    [Fact]
    public void A_question_that_is_no_longer_asked_is_compared_in_both_of_its_answers()
    {
        const string Question = "questions: { big: { title: { zh: 大, en: Big }, required: true, type: boolean } }";
        var before = Load(Item("c.one"), Item("b.two"), Bundle(Items("c.one, required: true", "b.two, required: true, when: { answer: big, equals: true }"), Question));
        var after = Load(Item("c.one"), Item("b.two"), Bundle(Items("c.one, required: true", "b.two, required: true")));

        Assert.Equal(["~ both 1 -> 1", "  in 1 of 2 situations, such as big=false:", "    items 1 -> 2: +b.two"], CatalogueDiff.Of(before, after, Day));
    }

    [Fact]
    public void A_question_that_is_new_is_compared_in_both_of_its_answers_and_never_with_one_open()
    {
        const string Question = "questions: { big: { title: { zh: 大, en: Big }, required: true, type: boolean } }";
        var before = Load(Item("c.one"), Item("b.two"), Bundle(Items("c.one, required: true", "b.two, required: true")));
        var after = Load(Item("c.one"), Item("b.two"), Bundle(Items("c.one, required: true", "b.two, required: true, when: { answer: big, equals: true }"), Question));

        Assert.Equal(["~ both 1 -> 1", "  in 1 of 2 situations, such as big=false:", "    items 2 -> 1: -b.two"], CatalogueDiff.Of(before, after, Day));
    }

    [Fact]
    public void An_answer_that_is_new_or_gone_is_told()
    {
        const string Question = "questions: {{ kind: {{ title: {{ zh: 类型, en: Kind }}, required: true, type: enum, values: {{ a: {{ zh: 甲, en: A }}, {0}: {{ zh: 乙, en: B }} }} }} }}";
        var before = Load(Item("c.one"), Item("b.two"), Bundle(Items("c.one, required: true", "b.two, required: true, when: { answer: kind, equals: a }"), Filled(Question, "b")));
        var after = Load(Item("c.one"), Item("b.two"), Bundle(Items("c.one, required: true", "b.two, required: true, when: { answer: kind, equals: a }"), Filled(Question, "c")));

        Assert.Equal(
            [
                "~ both 1 -> 1",
                "  in 1 of 3 situations, such as kind=b:", "    can no longer be answered so",
                "  in 1 of 3 situations, such as kind=c:", "    can be answered so now",
            ],
            CatalogueDiff.Of(before, after, Day));
    }

    private static void AssertTold((string, string) before, (string, string) after, string says)
    {
        var bundle = Bundle(Items("c.one, required: true"));
        (string, string) licences = ("licences.yaml", Filled(Licence, "null").Replace("issuedBy: c.one", "issuedBy: b.two", StringComparison.Ordinal));
        Assert.Equal(["~ both 1 -> 1", "  in every situation:", $"    {says}"], CatalogueDiff.Of(Loaded(before), Loaded(after), Day));

        OneVisit.Catalogue.CityCatalogue Loaded((string Path, string Text) item) => item.Text.Contains("outputs: [permit]", StringComparison.Ordinal)
            ? Load(item, bundle, ("licences.yaml", Filled(Licence, "null")))
            : Load(item, Item("b.two", outputs: "permit"), bundle, licences);
    }

    private static string Filled(string text, string with) => string.Format(System.Globalization.CultureInfo.InvariantCulture, text, with);
}
