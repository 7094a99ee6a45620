using System.Globalization;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>An object of a form has at most 64 members, also where the forms of several items come together.</summary>
public class WideFormTests
{
    private const string Question = "questions: { kind: { title: { zh: 大, en: Kind }, required: true, type: boolean } }";

    [Fact]
    public void Items_that_together_ask_too_much_are_named() => Assert.Contains(
        Faults(Item("a.one", Form("a", 40)), Item("b.two", Form("b", 40)), Bundle(Items("a.one, required: true", "b.two, required: true"))),
        f => f.Contains("items: the forms of all items together have 80 members", StringComparison.Ordinal));

    [Fact]
    public void So_are_those_that_never_meet_because_the_form_tolerates_both_while_an_answer_is_open() => Assert.Contains(
        Faults(
            Item("a.one", Form("a", 40)), Item("b.two", Form("b", 40)),
            Bundle(Items("a.one, required: true, when: { answer: kind, equals: true }", "b.two, required: true, when: { answer: kind, equals: false }"), Question)),
        f => f.Contains("items: the forms of all items together have 80 members", StringComparison.Ordinal));

    [Fact]
    public void An_object_within_the_form_counts_by_itself()
    {
        Assert.Contains(
            Faults(Item("a.one", Grouped("o", "a")), Item("b.two", Grouped("o", "b")), Bundle(Items("a.one, required: true", "b.two, required: true"))),
            f => f.Contains("80 members in /o", StringComparison.Ordinal));
        Assert.Empty(Faults(Item("a.one", Grouped("o", "a")), Item("b.two", Grouped("p", "b")), Bundle(Items("a.one, required: true", "b.two, required: true"))));
    }

    private static string Form(string prefix, int fields) => "form:\n" + Fields(prefix, fields, "  ");

    private static string Grouped(string name, string prefix) =>
        $"form:\n  {name}:\n    title: {{ zh: 组, en: Group }}\n    type: object\n    fields:\n{Fields(prefix, 40, "      ")}";

    private static string Fields(string prefix, int fields, string indent) => string.Join('\n', Enumerable.Range(0, fields).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{indent}{prefix}{i}: {{ title: {{ zh: 甲, en: X }}, type: boolean }}")));
}
