using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>Rules of two items that nothing can satisfy together are found when the catalogue is checked, and so is what a merged rule cannot say.</summary>
public class FillableTests
{
    [Theory]
    [InlineData("type: integer, exclusiveMinimum: 1", "type: integer, maximum: 1.5", "no whole number is more than 1 and at most 1.5")]
    [InlineData("type: number, minimum: 0.2, maximum: 0.8", "type: integer", "no whole number is at least 0.2 and at most 0.8")]
    [InlineData("type: array, maxItems: 5, minItems: 3, items: { type: boolean }", "type: array, maxItems: 5, uniqueItems: true, items: { type: boolean }", "no 3 elements differ: there are 2")]
    [InlineData(
        "type: array, maxItems: 5, minItems: 2, items: { type: enum, values: { x: { zh: 甲, en: X }, y: { zh: 乙, en: Y } } }",
        "type: array, maxItems: 5, uniqueItems: true, items: { type: enum, values: { x: { zh: 甲, en: X } } }", "no 2 elements differ: there are 1")]
    [InlineData("type: string, maxLength: 12, format: date", "type: string, maxLength: 9", "no text of 0 to 9 characters is a date, YYYY-MM-DD")]
    [InlineData("type: string, maxLength: 12, format: mobile-phone", "type: string, maxLength: 20, minLength: 12", "no text of 12 to 12 characters is a mobile telephone number of 11 digits")]
    [InlineData("type: string, maxLength: 9, pattern: '^[0-9]+$'", "type: string, maxLength: 9, pattern: '^[A-Z]+$'", "no text of 0 to 9 characters matches ^[0-9]+$ and matches ^[A-Z]+$")]
    [InlineData("type: string, maxLength: 20, pattern: '^[0-9]{18}$'", "type: string, maxLength: 17", "no text of 0 to 17 characters matches ^[0-9]{18}$")]
    [InlineData("type: string, maxLength: 9, pattern: '^(?:ab)*$'", "type: string, maxLength: 9, pattern: '^a(?:ba)*$'", "no text of 0 to 9 characters matches ^(?:ab)*$ and matches ^a(?:ba)*$")]
    [InlineData("type: string, maxLength: 20, pattern: '^[^0-9][^0-9-]*$'", "type: string, maxLength: 20, format: date", "no text of 0 to 20 characters matches ^[^0-9][^0-9-]*$ and is a date, YYYY-MM-DD")]
    public void Rules_that_nothing_satisfies_together_are_a_fault(string one, string other, string says) => Assert.Equal(
        [$"bundles/both@1.yaml:8: items/1: /x: {says}"],
        Faults(Item("a.one", Field(one)), Item("b.two", Field(other)), Bundle(Items("a.one, required: true", "b.two, required: true"))));

    [Theory]
    [InlineData("type: integer, minimum: 0.2, maximum: 1", "type: integer, maximum: 1.5")]
    [InlineData("type: array, maxItems: 5, minItems: 2, items: { type: boolean }", "type: array, maxItems: 5, uniqueItems: true, items: { type: boolean }")]
    [InlineData("type: string, maxLength: 12, format: date", "type: string, maxLength: 10, minLength: 10")]
    [InlineData("type: string, maxLength: 12, format: region", "type: string, maxLength: 11, minLength: 7")]
    [InlineData("type: string, maxLength: 9, pattern: '^[0-9]*$'", "type: string, maxLength: 9, pattern: '^[A-Z]*$'")]
    [InlineData("type: string, maxLength: 9, pattern: '^(?:ab)+$'", "type: string, minLength: 8, maxLength: 9, pattern: '^a(?:ba)*b$'")]
    [InlineData(@"type: string, maxLength: 9, pattern: '^[\u0041-\u0043\]-]{2,4}?x?$'", @"type: string, minLength: 4, maxLength: 9, pattern: '^\]-[^a-z]{1,2}x$'")]
    [InlineData("type: string, maxLength: 500, pattern: '^(?:[a-z]{0,40}[0-9]{0,40}){0,20}$'", "type: string, minLength: 400, maxLength: 500, pattern: '^[a-z0-9]*$'")]
    public void Rules_that_something_just_satisfies_are_none(string one, string other) => Assert.Empty(
        Faults(Item("a.one", Field(one)), Item("b.two", Field(other)), Bundle(Items("a.one, required: true", "b.two, required: true"))));

    /// <summary>Two elements that differ in what the other item declares are the same to this one, and no schema can say so.</summary>
    [Theory]
    [InlineData("uniqueItems: true, ", "", "", "name, phone", true)]
    [InlineData("uniqueItems: true, ", "uniqueItems: true, ", "name", "phone", true)]
    [InlineData("uniqueItems: true, ", "", "name", "name", false)]
    [InlineData("uniqueItems: true, ", "", "name, phone", "name", false)]
    [InlineData("", "", "name", "phone", false)]
    public void Elements_that_must_differ_have_the_same_members_for_every_item(string one, string other, string members, string others, bool isFault)
    {
        var faults = Faults(
            Item("a.one", People(one, members.Length == 0 ? "name" : members)), Item("b.two", People(other, others)), Bundle(Items("a.one, required: true", "b.two, required: true")));

        if (isFault)
            Assert.Contains(faults, f => f.Contains("/x: the elements must differ", StringComparison.Ordinal));
        else
            Assert.Empty(faults);
    }

    private static string Field(string rules) => $"form: {{ x: {{ title: {{ zh: 项, en: X }}, required: true, {rules} }} }}";

    private static string People(string unique, string members) => Field(
        $"type: array, maxItems: 3, {unique}items: {{ type: object, fields: {{ {string.Join(", ", members.Split(", ").Select(m => $"{m}: {{ title: {{ zh: 项, en: Part }}, required: true, type: string, maxLength: 9 }}"))} }} }}");
}
