using System.Text;
using OneVisit.Catalogue;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>What a catalogue can be read with and is not meant so: told with file and line, and only of a text that is new.</summary>
public sealed class CarelessTextTests : IDisposable
{
    private const string Area = "questions: { area: { title: { zh: 面积, en: Area }, required: true, type: integer, minimum: 1, maximum: 500 }, kind: { title: { zh: 类型, en: Kind }, required: true, type: enum, values: { shop: { zh: 店, en: Shop }, stall: { zh: 摊, en: Stall } } } }";

    private readonly string _folder = Directory.CreateTempSubdirectory("onevisit-careless-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Two_items_with_one_code_are_a_fault_and_two_versions_of_one_are_not()
    {
        var (path, text) = Item("b.two");

        Assert.Equal(
            [$"b/items/two.yaml:4: code: the code {CodeOf("a.one")} is that of 'a.one' already"],
            Faults(Item("a.one"), (path, text.Replace(CodeOf("b.two"), CodeOf("a.one"), StringComparison.Ordinal))));
        Assert.Empty(Faults(Item("a.one", version: "1", more: "validTo: 2026-04-30"), Item("a.one", version: "2", more: "validFrom: 2026-05-01")));
    }

    [Theory]
    [InlineData("type: string, minLength: 9, maxLength: 3", "x/minLength: is 9, more than maxLength, which is 3")]
    [InlineData("type: string, maxLength: 0", "x/maxLength: must be at least 1")]
    [InlineData("type: string, minLength: -1, maxLength: 3", "x/minLength: must not be negative")]
    [InlineData("type: number, minimum: 9, maximum: 3", "x/maximum: no number is at most 3 and at least 9")]
    [InlineData("type: number, exclusiveMinimum: 3, maximum: 3", "x/maximum: no number is at most 3 and more than 3")]
    [InlineData("type: array, minItems: 3, maxItems: 2, items: { type: boolean }", "x/minItems: is 3, more than maxItems, which is 2")]
    [InlineData("type: enum, values: {}", "x/values: there is nothing to choose")]
    public void A_field_that_nothing_can_fill_is_a_fault(string rules, string says)
    {
        var field = $"{{ title: {{ zh: 号, en: No }}, {rules} }}";

        Assert.Equal([$"a/items/one.yaml:18: form/{says}"], Faults(Item("a.one", $"form: {{ x: {field} }}")));
        Assert.Equal([$"fields.yaml:2: {says}"], Faults(("fields.yaml", $"# Shared.\nx: {field}"), Item("a.one")));
    }

    [Theory]
    [InlineData("zh: 某条件", "zh: ''", "a/items/one.yaml:19: conditions/0/zh: must not be blank")]
    [InlineData("en: Item one", "en: '  '", "a/items/one.yaml:3: name/en: must not be blank")]
    [InlineData("law: 某法", "law: \"\"", "a/items/one.yaml:9: legalBasis/0/law: must not be blank")]
    public void A_blank_text_is_a_fault(string passage, string replacement, string says)
    {
        var (path, text) = Item("a.one", more: "conditions: [{ zh: 某条件, en: Some }]");

        Assert.Equal([says], Faults((path, text.Replace(passage, replacement, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_file_that_is_not_utf_8_is_named_with_its_first_such_line_and_what_follows_is_not()
    {
        foreach (var (path, text) in Files(
            ("departments.yaml", "departments: [{ id: c, name: { zh: 丙局, en: Bureau C }, desk: true }]"), Item("c.one"), Item("c.two"),
            Bundle(Items("c.one, required: true", "c.two, required: true"))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
            File.WriteAllText(Path.Combine(_folder, path), text);
        }
        // 事项 as GBK writes it, in the third line.
        byte[] gbk = [.. Encoding.UTF8.GetBytes("id: c.one\n\nname: { zh: '"), 0xCA, 0xC2, 0xCF, 0xEE, .. Encoding.UTF8.GetBytes("', en: One }\n")];
        File.WriteAllBytes(Path.Combine(_folder, "c/items/one.yaml"), gbk);
        File.WriteAllText(Path.Combine(_folder, "c/items/two.yaml"), Item("c.two").Item2, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        CityCatalogue.TryLoad(CatalogueText.OfFolder(_folder), out var faults);

        Assert.Equal([$"{_folder}/c/items/one.yaml:3: is not UTF-8 (it may be GBK): save the file as UTF-8"], faults.Select(f => f.ToString()));
    }

    [Theory]
    [InlineData("{ answer: area, above: 5, below: 5 }", "can never hold")]
    [InlineData("{ answer: area, atLeast: 6, atMost: 5 }", "can never hold")]
    [InlineData("{ answer: area, above: 5, below: 6 }", "can never hold")]
    [InlineData("{ answer: area, above: 500 }", "can never hold")]
    [InlineData("{ answer: area, below: 1 }", "can never hold")]
    [InlineData("{ all: [{ answer: kind, equals: shop }, { answer: kind, equals: stall }] }", "can never hold")]
    [InlineData("{ any: [{ answer: kind, equals: shop }, { answer: area, atMost: 0 }] }", "has a part that can never hold")]
    [InlineData("{ answer: kind, equals: kiosk }", "'kind' is compared with a value that must be one of: shop, stall to be an answer")]
    public void A_condition_that_can_never_hold_is_a_fault(string when, string says)
    {
        var fault = Assert.Single(Faults(Item("a.one"), Item("b.two"), Bundle(Items("a.one, required: true", $"b.two, required: true, when: {when}"), Area)));

        Assert.StartsWith($"bundles/both@1.yaml:8: items/1/when: {says}", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ answer: area, atLeast: 500 }")]
    [InlineData("{ answer: area, atMost: 1 }")]
    [InlineData("{ answer: area, above: 5, below: 7 }")]
    [InlineData("{ not: { answer: kind, equals: shop } }")]
    public void A_condition_that_holds_at_the_edge_is_none(string when) =>
        Assert.Empty(Faults(Item("a.one"), Item("b.two"), Bundle(Items("a.one, required: true", $"b.two, required: true, when: {when}"), Area)));

    /// <summary>A number has no next one: between two bounds there is always one more, however close they stand.</summary>
    [Theory]
    [InlineData("minimum: 0, maximum: 50.0005", "{ answer: size, above: 50 }")]
    [InlineData("minimum: 49.9999, maximum: 60", "{ answer: size, below: 50 }")]
    [InlineData("minimum: 0, maximum: 60", "{ answer: size, above: 50, below: 50.0001 }")]
    [InlineData("minimum: 0", "{ answer: size, atLeast: 79228162514264337593543950335 }")]
    public void A_condition_that_holds_between_two_close_numbers_is_none(string bounds, string when) =>
        Assert.Empty(Faults(Item("a.one"), Item("b.two"), Bundle(
            Items("a.one, required: true", $"b.two, required: true, when: {when}"), $"questions: {{ size: {{ title: {{ zh: 大小, en: Size }}, required: true, type: number, {bounds} }} }}")));

    [Fact]
    public void The_last_day_there_is_may_end_a_take_over_and_a_notice()
    {
        Assert.Empty(Faults(Item("a.one"), ("authorities.yaml",
            "[{ item: a.one, kind: taken-over, from: 430602.a, to: 430600.a, regions: ['430602'], validFrom: 2026-01-01, validTo: 9999-12-31, basis: 某文 }]")));
        var faults = Faults(Item("a.one"), ("calendars/cn.yaml", """
            id: cn
            name: { zh: 日历, en: Calendar }
            legalBasis: [{ law: 某法, article: 第一条 }]
            workingWeek: [monday]
            notices:
              - { basis: 某文, from: 9999-01-01, through: 9999-12-31, daysOff: [], makeUpDays: [] }
              - { basis: 某文, from: 9999-12-31, through: 9999-12-31, daysOff: [], makeUpDays: [] }
            """));
        Assert.Contains(faults, f => f.Contains("is not the day after the notice before ends", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fee_that_no_sum_can_hold_is_a_fault_of_its_item()
    {
        var (path, text) = Item("a.one");

        var fault = Assert.Single(Faults(
            (path, text.Replace("fee: { amount: 0, currency: CNY, paidBy: nobody", "fee: { amount: 79228162514264337593543950335, currency: CNY, paidBy: applicant", StringComparison.Ordinal)),
            Item("b.two"), Bundle(Items("a.one, required: true", "b.two, required: true"))));

        Assert.Equal("a/items/one.yaml:13: fee/amount: must be at most 1000000000000", fault);
    }

    [Theory]
    [InlineData("^(?=a)b$")]
    [InlineData("^(?<!a)b$")]
    [InlineData("^(?i)b$")]
    [InlineData("^(?>a)b$")]
    [InlineData("^[z-a]$")]
    [InlineData("^(a$")]
    [InlineData("^a{3,1}$")]
    [InlineData("^[a-z-[b]]$")]
    [InlineData("^[^$")]
    [InlineData("^(?:[a-z]{0,40}[0-9]{0,40}){0,40}$")]
    public void A_pattern_that_cannot_be_read_alike_everywhere_is_a_fault_with_its_line(string pattern)
    {
        var fault = Assert.Single(Faults(Item("a.one", $"form: {{ x: {{ title: {{ zh: 项, en: X }}, type: string, maxLength: 9, pattern: '{pattern}' }} }}")));

        Assert.Contains("form/x/pattern", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_rests_on_a_question_that_is_never_asked_is_not_told_as_another() => Assert.Equal(
        ["bundles/both@1.yaml:5: questions/more/when: can never hold, whatever is answered and wherever the matter is"],
        Faults(Item("a.one"), Item("b.two"), Bundle(
            Items("a.one, required: true", "b.two, required: true, when: { answer: more, equals: true }"),
            $"{Area[..^2]}, more: {{ title: {{ zh: 更多, en: More }}, required: true, type: boolean, when: {{ answer: area, above: 500 }} }} }}")));

    [Fact]
    public void A_paper_whose_condition_can_never_hold_is_named_where_the_item_stands() => Assert.Equal(
        ["bundles/both@1.yaml:7: items/0: the condition of p of a.one can never hold, whatever is answered and wherever the matter is"],
        Faults(
            Item("a.one", materials: "materials: [{ id: p, name: { zh: 材料, en: Paper }, necessity: required, forms: [paper], grade: C, basis: 某文, when: { answer: area, above: 500 } }]"),
            Bundle(Items("a.one, required: true"), Area)));

    [Fact]
    public void Days_between_two_versions_are_a_fault_of_the_later_one()
    {
        Assert.Equal(
            ["a/items/one@2.yaml:19: validFrom: no version is in force from 2026-05-01 through 2026-05-02: the one before ends on 2026-04-30"],
            Faults(Item("a.one", version: "2", more: "validFrom: 2026-05-03"), Item("a.one", version: "1", more: "validTo: 2026-04-30")));
        Assert.Equal(
            ["bundles/both@2.yaml:4: validFrom: no version is in force from 2026-05-01 through 2026-05-31: the one before ends on 2026-04-30"],
            Faults(Item("a.one"), Bundle(Items("a.one, required: true"), more: "validTo: 2026-04-30"), Bundle(Items("a.one, required: true"), version: "2", validFrom: "2026-06-01")));
    }

    [Fact]
    public void Two_versions_of_a_bundle_in_force_at_once_are_a_fault_also_where_one_has_others() => Assert.Contains(
        "bundles/both@2.yaml:4: validFrom: is in force at the same time as version '1'",
        Faults(Bundle(Items("a.gone, required: true")), Bundle(Items("a.one, required: true"), version: "2", validFrom: "2026-06-01"), Item("a.one")));

    [Fact]
    public void A_bundle_of_a_faulty_item_is_checked_as_far_as_the_others_go()
    {
        var (path, text) = Item("a.one", outputs: "permit");
        var faults = Faults(
            (path, text.Replace($"'{CodeOf("a.one")}'", "'1'", StringComparison.Ordinal)),
            Item("b.two", "form: { x: { title: { zh: 甲, en: A }, type: string, maxLength: 3 } }", needs: "permit"),
            Item("c.three", "form: { x: { title: { zh: 乙, en: B }, type: string, maxLength: 3 } }"),
            Bundle(Items("a.one, required: true", "b.two, required: true", "c.three, required: true, when: { answer: area, above: 1, below: 2 }"), Area));

        // The licence the faulty item would issue is not missed; the two others would contradict each other if they could meet.
        Assert.Equal(
            ["a/items/one.yaml:4: code: the code of a business item has 14 characters", "bundles/both@1.yaml:9: items/2/when: can never hold, whatever is answered and wherever the matter is"],
            faults);
        Assert.Contains(
            Faults((path, text.Replace($"'{CodeOf("a.one")}'", "'1'", StringComparison.Ordinal)),
                Item("b.two", "form: { x: { title: { zh: 甲, en: A }, type: string, maxLength: 3 } }"), Item("c.three", "form: { x: { title: { zh: 乙, en: B }, type: string, maxLength: 3 } }"),
                Bundle(Items("a.one, required: true", "b.two, required: true", "c.three, required: true"))),
            f => f.StartsWith("bundles/both@1.yaml:9: items/2: ", StringComparison.Ordinal) && f.Contains("calls it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("from: 2026-01-01", "from: 2027-01-01", ":11: notices/0/through: lies before the first day")]
    [InlineData("friday]", "fryday]", ":7: workingWeek/4: 'fryday' is no day of the week")]
    [InlineData("from: 2026-04-04, through: 2026-04-06", "from: 2026-04-04, through: 2026-04-03", ":15: notices/0/daysOff/2: ends before it begins")]
    [InlineData("from: 2026-04-04, through: 2026-04-06", "from: 2027-04-04, through: 2027-04-06", ":15: notices/0/daysOff/2: is not among the notice's own days")]
    [InlineData("2026-10-10]", "2027-10-10]", ":20: notices/0/makeUpDays/5: 2027-10-10 is not among the notice's own days")]
    [InlineData("2026-10-10]", "2026-10-09]", ":20: notices/0/makeUpDays/5: 2026-10-09 is a make-up working day, and is worked anyhow")]
    [InlineData("from: 2026-05-01, through: 2026-05-05", "from: 2026-04-06, through: 2026-05-05", ":16: notices/0/daysOff/3: 2026-04-06 is named twice")]
    [InlineData("id: cn", "id: cm", ":1: there is no calendar 'cn', the national one")]
    public void A_fault_of_a_calendar_is_told_with_its_line(string passage, string replacement, string says)
    {
        var text = CatalogueText.BuiltIn().Files["calendars/cn.yaml"];
        Assert.Contains(passage, text, StringComparison.Ordinal);
        // The line that says which editor schema it has is no part of what is counted here.
        text = text[text.IndexOf("# The national", StringComparison.Ordinal)..].Replace(passage, replacement, StringComparison.Ordinal);

        Assert.Contains($"calendars/cn.yaml{says}", Faults(Item("a.one"), ("calendars/cn.yaml", text)));
    }

    [Fact]
    public void What_is_asked_of_a_new_text_is_not_asked_of_one_that_has_served()
    {
        var (path, text) = Item("a.one", more: "conditions: [{ zh: '', en: Some }]");
        var kept = CatalogueText.Of(Files(
            (path, text), ("b/items/two.yaml", Item("b.two", "form: { x: { title: { zh: 甲, en: A }, type: string, minLength: 9, maxLength: 3 } }").Item2.Replace(CodeOf("b.two"), CodeOf("a.one"), StringComparison.Ordinal)),
            Bundle(Items("a.one, required: true", "b.two, required: true, when: { answer: area, above: 500 }"), Area),
            Bundle(Items("a.one, required: true"), id: "late", more: "validTo: 2026-04-30"), Bundle(Items("a.one, required: true"), id: "late", version: "2", validFrom: "2026-06-01")));

        Assert.Null(CityCatalogue.TryLoad(kept, out var faults));
        Assert.Equal(3, faults.Count);
        Assert.Equal(2, CityCatalogue.LoadKept(kept).Items.Count);
    }
}
