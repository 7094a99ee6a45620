using OneVisit.Contracts.Api;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>What is written loosely is a fault and never guessed at, skipped or followed without end.</summary>
public class StrictTextTests
{
    private const string Limits = """
        jointHandling:
          limit: { days: 45, unit: working-day, basis: unverified }
          extension: { days: 15, unit: working-day, basis: unverified }
        """;

    private const string Permit = "- { id: permit, name: { zh: 许可证, en: Permit }, issuedBy: [c.one, c.two], fields: [], basis: unverified }";

    [Theory]
    [InlineData("conditions: &all []", "a/items/one.yaml:19: ")]
    [InlineData("conditions: &all []\nspecialProcedures: *all", "a/items/one.yaml:19: ")]
    [InlineData("conditions: *all", "a/items/one.yaml:19: ")]
    public void Anchors_and_aliases_are_refused_with_their_line(string element, string says)
    {
        var fault = Assert.Single(Faults(Item("a.one", more: element)));

        Assert.StartsWith(says, fault, StringComparison.Ordinal);
        Assert.EndsWith("without anchors and aliases", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(100_000)]
    public void What_is_nested_too_deep_is_refused_with_its_line(int depth)
    {
        var lists = new string('[', depth) + new string(']', depth);
        Assert.Equal(["synonyms.yaml:2: nothing in a catalogue is nested more than 64 deep"], Faults(("synonyms.yaml", $"# deep\n{lists}")));
    }

    [Fact]
    public void A_file_that_is_no_yaml_in_a_folder_of_no_department_is_named_for_both() => Assert.Equal(
        2, Faults(("nobody/items/one.yaml", "id: 'x\n")).Count(f => f.StartsWith("nobody/items/one.yaml:", StringComparison.Ordinal)));

    [Theory]
    [InlineData("licence.yaml", "no file of a catalogue")]
    [InlineData("a/item/one.yaml", "no file of a catalogue")]
    [InlineData("a/items/more/one.yaml", "no file of a catalogue")]
    [InlineData("a/one.yaml", "no file of a catalogue")]
    [InlineData("nobody/rules/one.yaml", "there is no department 'nobody'")]
    [InlineData("licences.yml", "end in .yaml")]
    [InlineData("a/items/one.yml", "end in .yaml")]
    public void A_file_that_nobody_would_read_is_named(string path, string says)
    {
        var fault = Assert.Single(Faults((path, "[]")));

        Assert.StartsWith($"{path}:1: ", fault, StringComparison.Ordinal);
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_licences_are_named_where_a_desk_issues_one()
    {
        Assert.Equal(["licences.yaml:1: the file is missing, and the desk's item 'c.one' issues a licence"], Faults(Item("c.one", outputs: "permit")));
        Assert.Empty(Faults(Item("c.one")));
    }

    [Theory]
    [InlineData("days: 45,", "days: -1,", "limits.yaml:2: jointHandling/limit/days: must be from 0")]
    [InlineData("days: 15,", "days: 45000,", "limits.yaml:3: jointHandling/extension/days: must be from 0")]
    public void The_law_s_limits_are_days_that_can_be(string passage, string replacement, string says) => Assert.StartsWith(
        says, Assert.Single(Faults(("limits.yaml", Limits.Replace(passage, replacement, StringComparison.Ordinal)))), StringComparison.Ordinal);

    [Theory]
    [InlineData(-1, 20, "limits/committed/days: must be from 0")]
    [InlineData(1, 45000, "limits/statutory/days: must be from 0")]
    [InlineData(21, 20, "limits/committed: the committed limit is longer than the statutory one")]
    public void A_bundle_s_limits_are_checked_like_an_item_s(int committed, int statutory, string says) => Assert.Contains(
        says,
        Assert.Single(Faults(Item("a.one"), Bundle(Items("a.one, required: true"), more: $$"""
            limits:
              committed: { days: {{committed}}, unit: working-day, basis: unverified }
              statutory: { days: {{statutory}}, unit: working-day, basis: unverified }
            """))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("unit: working-day", "unit: workingday", "must be one of: working-day, natural-day")]
    [InlineData("type: permit", "type: Permit", "must be one of: permit, confirmation")]
    [InlineData("applicantKinds: [natural-person", "applicantKinds: [naturalPerson", "must be one of: natural-person, legal-person")]
    [InlineData("grade: C", "grade: c", "must be one of: A, B, C, D")]
    public void A_word_is_written_exactly_as_it_is_named(string passage, string replacement, string says)
    {
        const string Proof = "materials: [{ id: proof, name: { zh: 证明, en: Proof }, necessity: required, forms: [paper], grade: C, basis: unverified }]";
        var (path, text) = Item("a.one", materials: Proof);
        Assert.Contains(passage, text, StringComparison.Ordinal);

        Assert.All(Faults((path, text.Replace(passage, replacement, StringComparison.Ordinal))), f => Assert.Contains(says, f, StringComparison.Ordinal));
        Assert.NotEmpty(Faults((path, text.Replace(passage, replacement, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("a-{sequence}", "b-{sequence}", false)]
    [InlineData("a-{sequence:3}", "a-{sequence:6}", false)]
    [InlineData("a-{sequence:6}", "a-{sequence:6}", true)]
    [InlineData("{department}-{year}-{sequence:6}", null, true)]
    [InlineData("a-{sequence:6}", null, false)]
    public void A_licence_is_numbered_in_one_way_whoever_issues_it(string first, string? second, bool sound)
    {
        var faults = Faults(
            Item("c.one", outputs: "permit", more: $$"""issues: { permit: { number: '{{first}}' } }"""),
            Item("c.two", outputs: "permit", more: second is null ? "" : $$"""issues: { permit: { number: '{{second}}' } }"""),
            ("licences.yaml", Permit));

        Assert.Equal(sound ? 0 : 1, faults.Count);
        Assert.All(faults, f => Assert.Contains("'permit' is numbered '", f, StringComparison.Ordinal));
    }

    [Fact]
    public void So_is_every_version_of_the_item_that_issues_it() => Assert.Contains(
        "'permit' is numbered 'a-{sequence}' by 'c.one'",
        Assert.Single(Faults(
            Item("c.one", outputs: "permit", more: "issues: { permit: { number: 'a-{sequence}' } }\nvalidTo: 2026-11-30"),
            Item("c.one", outputs: "permit", more: "issues: { permit: { number: 'b-{sequence}' } }\nvalidFrom: 2026-12-01", version: "2"),
            ("licences.yaml", Permit.Replace("[c.one, c.two]", "c.one", StringComparison.Ordinal)))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("9999-12-31", false)]
    [InlineData("2036-03-03", false)]
    [InlineData("2036-03-02", true)]
    public void A_plan_is_made_for_a_day_within_ten_years(string day, bool made)
    {
        var asked = Ask(Load(Item("a.one"), Bundle(Items("a.one, required: true"))), $$"""{"region":"430602","at":"{{day}}"}""");

        Assert.Equal(made ? [] : [("/at", FaultCodes.TooLarge)], asked.Faults.Select(f => (f.Pointer, f.Code)));
    }
}
