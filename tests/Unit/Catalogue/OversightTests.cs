using OneVisit.Catalogue;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>What reads well, could be loaded, and would surprise applicants or officers afterwards; and what follows from another fault, which is not told.</summary>
public class OversightTests
{
    private const string Regions = """
        city: '430600'
        regions:
          - { code: '430600', name: { zh: 岳阳市, en: Yueyang City }, level: city }
          - { code: '430602', name: { zh: 岳阳楼区, en: Yueyanglou District }, level: county, parent: '430600' }
          - { code: '430626', name: { zh: 平江县, en: Pingjiang County }, level: county, parent: '430600' }
        """;

    private const string Street = "\n  - { code: '430602003', name: { zh: 某街道, en: A street }, level: street, parent: '430602' }";

    [Theory]
    [InlineData("code: '430602003'", "code: '430626003'", "regions/3/code: 430626003 is no place in 430602: the codes differ")]
    [InlineData("code: '430602003'", "code: '440602003'", "regions/3/code: 440602003 is no place in 430602: the codes differ")]
    [InlineData("level: street", "level: village", "regions/3/level: a village has a code of 12 digits, and 430602003 has 9")]
    public void A_place_lies_where_its_code_says(string passage, string replacement, string says) =>
        Assert.Equal([$"regions.yaml:6: {says}"], Faults(("regions.yaml", Regions + Street.Replace(passage, replacement, StringComparison.Ordinal)), Item("a.one")));

    [Theory]
    [InlineData("Parks", "an id is of small letters, digits and hyphens")]
    [InlineData("../parks", "an id is of small letters, digits and hyphens")]
    [InlineData("orchestrator", "'orchestrator' is what a part of the platform or a folder of the catalogue is called")]
    [InlineData("bundles", "'bundles' is what a part of the platform or a folder of the catalogue is called")]
    public void A_department_is_named_so_that_a_folder_and_a_queue_can_be(string id, string says) =>
        Assert.Equal([$"departments.yaml:1: departments/0/id: {says}"], Faults(("departments.yaml", $"departments: [{{ id: '{id}', name: {{ zh: 局, en: Bureau }}, desk: true }}]")));

    [Theory]
    [InlineData("id: a.one", "id: a.two", ":1: id: the file is named after 'a.one', and the id is 'a.two'")]
    [InlineData("97461110010000", "9746111001000一", ":4: code: the code of a business item is of digits and letters")]
    [InlineData("97461110010000", "9746111001000 ", ":4: code: the code of a business item is of digits and letters")]
    [InlineData("[natural-person, legal-person]", "[legal-person, legal-person]", ":7: applicantKinds/1: 'legal-person' stands twice")]
    [InlineData("decidedAt: county", "decidedAt: province", ":8: decidedAt: the city has no province, and nobody would decide the item")]
    [InlineData("statutory: { days: 20, unit: working-day", "statutory: { days: 2, unit: natural-day", ":11: limits/committed: the committed limit is longer than the statutory one")]
    [InlineData("committed: { days: 3, unit: working-day", "committed: { days: 90, unit: natural-day", ":11: limits/committed: the committed limit is longer than the statutory one")]
    [InlineData("amount: 0, currency: CNY, paidBy: nobody", "amount: 0.125, currency: CNY, paidBy: applicant", ":13: fee/amount: has more than two decimals")]
    [InlineData("currency: CNY", "currency: yuan", ":13: fee/currency: must be the three capital letters of ISO 4217, CNY")]
    [InlineData("outputs: []", "outputs: [permit, permit]", ":15: outputs/1: 'permit' stands twice")]
    [InlineData("needs: []", "needs: [permit, permit]", ":16: needs/1: 'permit' stands twice")]
    [InlineData("form: {}", "form: {}\ndelivery: []", ":19: delivery: hands out nothing in no way")]
    [InlineData("form: {}", "form: {}\ndelivery: [post, window, post]", ":19: delivery/2: 'post' stands twice")]
    [InlineData("form: {}", "form: { x: { title: { zh: 数, en: No }, type: integer, minimum: 20.2, maximum: 20.8 } }", ":18: form/x/maximum: no whole number lies between 20.2 and 20.8")]
    [InlineData("form: {}", "form: { x: { title: { zh: 选, en: Choice }, type: array, minItems: 3, maxItems: 9, uniqueItems: true, items: { type: enum, values: { p: { zh: 甲, en: P }, q: { zh: 乙, en: Q } } } } }", ":18: form/x/minItems: is 3, and there are 2 different elements")]
    public void An_item_says_nothing_that_cannot_be_meant(string passage, string replacement, string says)
    {
        var (path, text) = Item("a.one", days: 3);
        var planted = text.Replace(passage, replacement, StringComparison.Ordinal);
        Assert.NotEqual(text, planted);

        Assert.Contains($"a/items/one.yaml{says}", Faults((path, planted)));
        Assert.NotNull(CityCatalogue.TryLoad(CatalogueText.Of(Files((path, text))), out _));
    }

    [Theory]
    [InlineData("forms: [paper]", "forms: [paper, paper]", "forms/1: 'paper' stands twice")]
    [InlineData("forms: [paper]", "forms: []", "forms: the material has no form")]
    [InlineData("forms: [paper]", "forms: [paper], copies: 21", "copies: must be from 0 to 20")]
    public void A_fault_of_a_shared_material_is_told_once_and_where_it_stands(string passage, string replacement, string says)
    {
        const string shared = "plan: { name: { zh: 图, en: Plan }, necessity: required, forms: [paper], grade: C, basis: unverified }";
        const string uses = "materials: [{ use: plan }]";

        Assert.Equal(
            [$"materials.yaml:1: plan/{says}"],
            Faults(("materials.yaml", shared.Replace(passage, replacement, StringComparison.Ordinal)), Item("a.one", materials: uses), Item("b.two", materials: uses)));
    }

    [Fact]
    public void A_bundle_without_items_is_a_fault_and_is_not_passed_over() =>
        Assert.Equal(["bundles/both@1.yaml:6: items: the bundle has no items"], Faults(Item("a.one"), Bundle("items: []")));

    [Theory]
    [InlineData("attempts: 5", "attempts: 1000000", "issueRetry/attempts: must be at most 1000")]
    [InlineData("maxDelaySeconds: 300", "maxDelaySeconds: 2000000000", "issueRetry/maxDelaySeconds: must be at most 604800")]
    public void Issuing_is_not_tried_for_ever(string passage, string replacement, string says)
    {
        var (path, text) = Bundle(Items("a.one, required: true"));

        Assert.Equal([$"{path}:9: {says}"], Faults(Item("a.one"), (path, text.Replace(passage, replacement, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("regions: ['430602']", "regions: []", "0/regions: names no place")]
    [InlineData("regions: ['430602']", "regions: ['430602', '430602']", "0/regions/1: '430602' stands twice")]
    [InlineData("regions: ['430602']", "regions: ['430626']", "0/regions: 430602.a has nothing to decide in 430626, and the entry would hand nothing over")]
    [InlineData("from: 430602.a, to: 430600.a", "from: 430600.a, to: 430602.a", "0/regions: 430600.a has nothing to decide in 430602, and the entry would hand nothing over")]
    public void An_entry_of_the_authorities_hands_something_over(string passage, string replacement, string says)
    {
        const string entry = "- { item: a.one, kind: taken-over, from: 430602.a, to: 430600.a, regions: ['430602'], validFrom: 2026-01-01, basis: unverified }";

        Assert.Empty(Faults(Item("a.one"), ("authorities.yaml", entry)));
        Assert.Equal([$"authorities.yaml:1: {says}"], Faults(Item("a.one"), ("authorities.yaml", entry.Replace(passage, replacement, StringComparison.Ordinal))));
    }

    [Fact]
    public void What_was_handed_over_may_be_handed_on_and_not_back()
    {
        const string there = "- { item: a.one, kind: taken-over, from: 430602.a, to: 430600.a, regions: ['430602'], validFrom: 2026-01-01, basis: unverified }\n";
        const string on = "- { item: a.one, kind: delegated, from: 430600.a, to: 430626.a, regions: ['430602'], validFrom: 2026-01-01, basis: unverified }\n";

        Assert.Empty(Faults(Item("a.one"), ("authorities.yaml", there + on)));
        Assert.Equal(
            ["authorities.yaml:2: 1: hands back what an earlier entry has handed over, at the same time and for the same place"],
            Faults(Item("a.one"), ("authorities.yaml", there + on.Replace("430626.a", "430602.a", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_licence_has_a_field_once() => Assert.Equal(
        ["licences.yaml:1: 0/fields/1/name: 'place' stands twice"],
        Faults(("licences.yaml", "- { id: permit, name: { zh: 证, en: Permit }, issuedBy: a.one, validity: null, basis: unverified, fields: [{ name: place, title: { zh: 地, en: Place } }, { name: place, title: { zh: 地, en: Place } }] }"), Item("a.one", outputs: "permit")));

    [Fact]
    public void A_group_of_synonyms_has_two_words() =>
        Assert.Equal(["synonyms.yaml:2: 1: a word alone has no synonym"], Faults(Item("a.one"), ("synonyms.yaml", "- [店, shop]\n- [馆]")));

    [Fact]
    public void A_shared_field_or_material_that_cannot_be_read_is_told_once_and_not_by_each_that_uses_it()
    {
        const string uses = "materials: [{ use: plan }, { use: sound }]";
        const string form = "form: { place: { use: place } }\nissues: { permit: { data: { place: { from: /place/street } } } }";

        Assert.Equal(
            ["fields.yaml:1: place/title: lacks 'en'", "materials.yaml:2: plan/grade: must be one of: A, B, C, D"],
            Faults(
                ("fields.yaml", "place: { title: { zh: 地 }, type: object, fields: {} }"),
                ("materials.yaml", "sound: { name: { zh: 表, en: Form }, necessity: required, forms: [paper], grade: D, basis: unverified }\nplan: { name: { zh: 图, en: Plan }, necessity: required, forms: [paper], grade: E, basis: unverified }"),
                ("licences.yaml", "- { id: permit, name: { zh: 证, en: Permit }, issuedBy: c.one, validity: null, basis: unverified, fields: [{ name: place, title: { zh: 地, en: Place } }] }"),
                Item("c.one", materials: uses, form: form, outputs: "permit"), Item("b.two", materials: uses), Bundle(Items("c.one, required: true", "b.two, required: true"))));
    }

    [Fact]
    public void A_whole_number_beside_a_fault_is_none() => Assert.Equal(
        ["fields.yaml:2: text/title: lacks 'en'"],
        Faults(("fields.yaml", "years: { title: { zh: 年, en: Years }, type: integer, minimum: 1, maximum: 9 }\ntext: { title: { zh: 文 }, type: string, maxLength: 9 }"), Item("a.one")));

    [Fact]
    public void Where_shared_fields_and_materials_are_no_yaml_nobody_else_is_to_blame() => Assert.Equal(
        ["fields.yaml", "materials.yaml"],
        Faults(("fields.yaml", "["), ("materials.yaml", "["), Item("a.one", form: "form: { x: { use: place } }", materials: "materials: [{ use: plan }]")).Select(f => f.Split(':')[0]));

    [Fact]
    public void An_item_that_is_no_yaml_or_calls_itself_otherwise_is_not_missed_by_those_that_name_it()
    {
        var bundle = Bundle(Items("a.one, required: true", "b.two, required: true"));
        var (path, text) = Item("a.one");

        Assert.Single(Faults((path, text + "\n["), Item("b.two"), bundle));
        Assert.Single(Faults((path, "- a\n- b"), Item("b.two"), bundle));
        Assert.Single(Faults((path, text.Replace("id: a.one", "id: a.on", StringComparison.Ordinal)), Item("b.two"), bundle));
    }

    [Fact]
    public void Where_the_regions_cannot_be_read_no_other_file_is_to_blame_and_the_lists_are_read_all_the_same() => Assert.Equal(
        ["regions.yaml:2: regions/0/level: must be one of: province, city, county, street, village", "regions/430602.yaml:1: 0/level: must be one of: province, city, county, street, village"],
        Faults(
            ("regions.yaml", "city: '430600'\nregions: [{ code: '430600', name: { zh: 市, en: City }, level: town }]"),
            ("regions/430602.yaml", "[{ code: '430602003', name: { zh: 街, en: Street }, level: road }]"),
            ("authorities.yaml", "- { item: a.one, kind: taken-over, from: 430602.a, to: 430600.a, regions: ['430602'], validFrom: 2026-01-01, basis: unverified }"),
            Item("a.one"), Bundle("items: [{ item: a.one, required: true, when: { region: ['430602'] } }]")));

    [Fact]
    public void A_tab_before_a_line_is_named_with_that_line()
    {
        var (path, text) = Item("a.one");

        Assert.StartsWith($"{path}:11: ", Assert.Single(Faults((path, text.Replace("  committed:", "\tcommitted:", StringComparison.Ordinal)))), StringComparison.Ordinal);
    }
}
