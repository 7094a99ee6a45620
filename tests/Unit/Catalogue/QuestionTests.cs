using OneVisit.Contracts.Api;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>Scenario questions: trees over answers, numbers and the place.</summary>
public class QuestionTests
{
    private const string Premises = """
        questions:
          hasPremises: { title: { zh: 有场所吗, en: Premises? }, required: true, type: boolean }
          area: { title: { zh: 面积, en: Area }, required: true, type: number, minimum: 0, maximum: 10000, when: { answer: hasPremises, equals: true } }
        """;

    private static readonly OneVisit.Catalogue.CityCatalogue City = Load(
        Item("a.one"), Item("b.two"),
        Bundle(Items("a.one, required: true", "b.two, required: true, when: { answer: area, above: 50 }"), Premises));

    [Theory]
    [InlineData("{}", "a.one", "hasPremises")]
    [InlineData("""{"hasPremises":true}""", "a.one", "area")]
    [InlineData("""{"hasPremises":false}""", "a.one", "")]
    [InlineData("""{"hasPremises":true,"area":50}""", "a.one", "")]
    [InlineData("""{"hasPremises":true,"area":50.1}""", "a.one,b.two", "")]
    public void The_next_questions_and_the_items_follow_from_the_answers(string answers, string items, string open)
    {
        var plan = Plan(City, answers);

        Assert.Equal(items, string.Join(',', plan.Items.Select(i => i.Item.Id)));
        Assert.Equal(open, string.Join(',', plan.OpenQuestions.Select(q => q.Name)));
    }

    [Fact]
    public void What_rests_on_a_question_that_is_not_asked_is_settled()
    {
        Assert.Single(Plan(City, """{"hasPremises":false}""").Items);
        Assert.Same(Plan(City, """{"hasPremises":false}""").Form, Plan(City, """{"hasPremises":false}""").TolerantForm);
    }

    [Fact]
    public void An_answer_to_a_question_that_is_not_asked_is_refused()
    {
        var faults = Ask(City, """{"region":"430602","answers":{"hasPremises":false,"area":60}}""").Faults;

        Assert.Equal(("/answers/area", FaultCodes.UnknownMember), (faults.Single().Pointer, faults.Single().Code));
    }

    [Theory]
    [InlineData("above: 50", "50", false)]
    [InlineData("atLeast: 50", "50", true)]
    [InlineData("below: 50", "50", false)]
    [InlineData("atMost: 50", "50", true)]
    [InlineData("above: 10, below: 20", "15", true)]
    [InlineData("above: 10, below: 20", "20", false)]
    public void Numbers_are_compared(string bounds, string area, bool applies)
    {
        var city = Load(Item("a.one"), Item("b.two"),
            Bundle(Items("a.one, required: true", $"b.two, required: true, when: {{ answer: area, {bounds} }}"), Premises));

        Assert.Equal(applies, Plan(city, $$"""{"hasPremises":true,"area":{{area}}}""").Items.Count == 2);
    }

    [Fact]
    public void The_place_decides_with_all_that_lies_in_it()
    {
        var city = Load(Item("a.one"), Item("b.two"),
            Bundle(Items("a.one, required: true", "b.two, required: true, when: { region: ['430602'] }")));

        Assert.Equal(2, Plan(city, region: "430602").Items.Count);
        Assert.Equal(2, Plan(city, region: "430602003001").Items.Count);
        Assert.Single(Plan(city, region: "430626").Items);
    }

    [Theory]
    [InlineData("when: { answer: later, equals: true }", "does not stand before it")]
    [InlineData("when: { answer: never, equals: true }", "the bundle does not ask 'never'")]
    [InlineData("when: { region: ['999999'] }", "there is no region '999999'")]
    [InlineData("when: { answer: first, above: 3 }", "is compared with a number")]
    public void A_question_that_cannot_be_decided_is_a_fault(string when, string says) => Assert.Contains(
        Faults(Item("a.one"), Bundle(Items("a.one, required: true"), $$"""
            questions:
              first: { title: { zh: 一, en: First }, type: boolean }
              second: { title: { zh: 二, en: Second }, type: boolean, {{when}} }
              later: { title: { zh: 三, en: Later }, type: boolean }
            """)),
        f => f.Contains(says, StringComparison.Ordinal) && f.StartsWith("bundles/both@1.yaml:7:", StringComparison.Ordinal));

    [Fact]
    public void A_contradiction_on_one_side_of_a_number_is_found() => Assert.Contains(
        Faults(
            Item("a.one", "form: { x: { title: { zh: 甲, en: X }, type: string, maxLength: 5 } }"),
            Item("b.two", "form: { x: { title: { zh: 甲, en: X }, type: boolean } }"),
            Bundle(Items("a.one, required: true", "b.two, required: true, when: { answer: area, above: 50 }"), Premises)),
        f => f.Contains("/x: one item declares a text, another true or false", StringComparison.Ordinal));
}
