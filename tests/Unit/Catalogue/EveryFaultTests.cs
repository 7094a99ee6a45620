using OneVisit.Catalogue;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>An editor is told everything at once, each with the line on which it stands.</summary>
public class EveryFaultTests
{
    [Fact]
    public void Faults_of_several_files_and_of_one_file_are_all_named()
    {
        var files = Sample.Files();
        Plant("data/tax/items/registration.yaml", "type: confirmation", "type: blessing");
        Plant("data/tax/items/registration.yaml", "handling: instant", "speed: instant");
        Plant("data/tax/items/registration.yaml", "maxItems: 10", "maxItems: ten");
        Plant("data/seals/items/seal-set.yaml", "code: '00010912700101'", "code: '1'");
        Plant("data/seals/items/seal-set.yaml", "use: person-name", "use: human-name");
        Plant("data/regions.yaml", "en: Pingjiang County }, level: county", "en: Pingjiang County }, level: city");
        Plant("data/seals/rules/seal-set.yaml", "validFrom: 2024-07-01", "validFrom: 2024-07-01\n  validTo: 2024-01-01");

        CityCatalogue.TryLoad(CatalogueText.Of(files), out var faults);

        Assert.Equal(
            [
                "data/regions.yaml:12",
                "data/seals/items/seal-set.yaml:4",
                "data/seals/items/seal-set.yaml:32",
                "data/seals/rules/seal-set.yaml:3",
                "data/tax/items/registration.yaml:1",
                "data/tax/items/registration.yaml:5",
                "data/tax/items/registration.yaml:6",
                "data/tax/items/registration.yaml:45",
            ],
            faults.Select(f => $"{f.File}:{f.Line}"));

        void Plant(string file, string passage, string replacement)
        {
            Assert.Contains(passage, files[file], StringComparison.Ordinal);
            files[file] = files[file].Replace(passage, replacement, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_wrong_value_among_the_departments_says_nothing_of_the_other_files()
    {
        var files = CatalogueText.BuiltIn().Files.ToDictionary();
        Assert.Contains("desk: true", files["departments.yaml"], StringComparison.Ordinal);
        files["departments.yaml"] = files["departments.yaml"].Replace("desk: true", "desk: yes-please", StringComparison.Ordinal);

        CityCatalogue.TryLoad(CatalogueText.Of(files), out var faults);

        Assert.NotEmpty(faults);
        Assert.All(faults, f => Assert.Matches("^departments.yaml:[0-9]+: departments/[0-9]+/desk: must be true or false$", f.ToString()));
    }

    [Fact]
    public void What_only_a_desk_may_is_no_fault_where_nobody_knows_which_are_desks() => Assert.Equal(
        ["departments.yaml:1: departments/0/desk: must be true or false"],
        Faults(
            ("departments.yaml", "departments: [{ id: c, name: { zh: 丙局, en: Bureau C }, desk: yes-please }]"),
            Item("c.one", outputs: "permit", more: "decidedBy: at-once\nissues: { permit: { number: 'a-{sequence}' } }"), Item("c.two", more: "decidedBy: people"),
            ("licences.yaml", "- { id: permit, name: { zh: 许可证, en: Permit }, issuedBy: c.one, fields: [], basis: unverified }")));

    [Fact]
    public void What_follows_from_a_fault_is_not_named_as_another() => Assert.Equal(
        ["a/items/one.yaml:4: code: the code of a business item has 14 characters"],
        Faults(
            (Item("a.one").Item1, Item("a.one").Item2.Replace(CodeOf("a.one"), "1", StringComparison.Ordinal)),
            Bundle(Items("a.one, required: true"))));

    [Theory]
    [InlineData("validFrom: 2026-05-01\nvalidTo: 2026-04-01", "validTo: lies before the first day")]
    [InlineData("specialProcedures: [{ id: h, name: { zh: 听证, en: Hearing }, kind: hearing, limit: { days: -1, unit: working-day }, basis: 某法 }]", "limit/days: must be from 0")]
    [InlineData("delivery: [pigeon]", "delivery/0: must be one of: window, post, self-service, electronic")]
    [InlineData("whenTimeIsUp: forget", "whenTimeIsUp: must be one of: escalate, deemed-approved")]
    [InlineData("decidedBy: at-once", "only a desk decides at once")]
    [InlineData("issues: { other: { number: '{sequence:3}' } }", "'other' is not among the outputs")]
    public void An_element_that_cannot_be_is_named(string element, string says) =>
        Assert.Contains(Faults(Item("a.one", more: element)), f => f.Contains(says, StringComparison.Ordinal));

    [Theory]
    [InlineData("issues: { permit: { number: 'X' } }", "must have {sequence:6} in it once")]
    [InlineData("issues: { permit: { number: 'X{sequence:3}', data: { x: { from: /nowhere } } } }", "the item's form has no place /nowhere")]
    [InlineData("issues: { permit: { number: 'X{sequence:3}', data: { x: { from: /a, text: b } } } }", "must be exactly one of: from, number, text")]
    [InlineData("decidedBy: rule", "is a desk and has no rules of its own")]
    public void A_desk_that_could_not_issue_is_named(string element, string says) =>
        Assert.Contains(Faults(Item("c.one", outputs: "permit", more: element)), f => f.Contains(says, StringComparison.Ordinal));

    [Fact]
    public void A_licence_nobody_knows_is_named_wherever_it_is_used() => Assert.Equal(
        [
            "a/items/one.yaml:15: outputs: there is no licence type 'permitt'",
            "a/items/one.yaml:18: form/x: the licence type 'permit' has no field 'number'",
            "licences.yaml:1: 0/issuedBy: 'a.one' does not issue it",
        ],
        Faults(
            Item("a.one", "form: { x: { title: { zh: 号, en: No }, type: string, maxLength: 9, output: permit.number } }", outputs: "permitt"),
            ("licences.yaml", "- { id: permit, name: { zh: 许可证, en: Permit }, issuedBy: a.one, validity: { years: 3 }, fields: [], basis: unverified }")));

    [Fact]
    public void A_text_without_yaml_is_one_fault_with_its_line() =>
        Assert.StartsWith("a/items/one.yaml:3: ", Assert.Single(Faults(("a/items/one.yaml", "id: a.one\nname: [x"))), StringComparison.Ordinal);
}
