using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>What the city has, or is about to issue, nobody is asked for.</summary>
public class ProvidedTests
{
    private const string ReadsTheNumber = """
        form:
          number: { title: { zh: 号码, en: Number }, required: true, type: string, maxLength: 20, output: permit.number }
          wish: { title: { zh: 愿望, en: Wish }, required: true, type: string, maxLength: 20 }
        """;

    private const string AsksForThePermit = """
        materials:
          - { id: permit-copy, name: { zh: 许可证复印件, en: Copy of the permit }, necessity: required, forms: [paper, electronic], grade: A, issuedAs: permit, basis: unverified }
        """;

    private static readonly (string, string) Issuer = Item("a.permit", outputs: "permit");

    [Fact]
    public void A_field_that_an_item_of_the_plan_issues_is_not_asked()
    {
        var plan = Plan(Load(Issuer, Item("b.use", ReadsTheNumber), Bundle(Items("b.use, required: true", "a.permit, required: true"))));

        Assert.Equal(["/wish"], plan.Fields.Select(f => f.Pointer));
        Assert.Equal(["wish"], plan.Form.Fields.Select(f => f.Name));
        var provided = Assert.Single(plan.Provided);
        Assert.Equal(("/number", "permit"), (provided.Pointer, provided.Licence));
        Assert.Equal(["a.permit"], provided.Issuers);
        Assert.Equal(["a.permit", "b.use"], plan.Items.Select(i => i.Item.Id));
        Assert.Equal(["a.permit"], plan.FindItem("b.use")!.DependsOn);
    }

    [Fact]
    public void It_is_asked_where_no_item_of_the_plan_issues_it()
    {
        var plan = Plan(Load(Issuer, Item("b.use", ReadsTheNumber), Bundle(Items("b.use, required: true"))));

        Assert.Equal(["/number", "/wish"], plan.Fields.Select(f => f.Pointer));
        Assert.Empty(plan.Provided);
    }

    [Fact]
    public void A_paper_the_city_issues_is_looked_up()
    {
        var plan = Plan(Load(Issuer, Item("b.use", materials: AsksForThePermit), Bundle(Items("b.use, required: true"))));

        Assert.Empty(plan.Materials);
        var provided = Assert.Single(plan.Provided);
        Assert.Equal(("permit-copy", "permit"), (provided.Material, provided.Licence));
        Assert.Empty(provided.Issuers);
        // Where nothing is found the department may still ask for it.
        Assert.Contains("permit-copy", plan.PossibleMaterials);
    }

    [Fact]
    public void A_paper_that_an_item_of_the_plan_issues_is_awaited_and_never_taken()
    {
        var plan = Plan(Load(Issuer, Item("b.use", materials: AsksForThePermit), Bundle(Items("b.use, required: true", "a.permit, required: true"))));

        Assert.Equal(["a.permit"], Assert.Single(plan.Provided).Issuers);
        Assert.Equal(["a.permit"], plan.FindItem("b.use")!.DependsOn);
        Assert.DoesNotContain("permit-copy", plan.PossibleMaterials);
        Assert.Equal(1, plan.ToView().Savings.Materials);
    }

    [Fact]
    public void A_field_that_two_items_read_from_two_licences_is_told_of_each()
    {
        var plan = Plan(Load(
            Item("a.permit", outputs: "permit, card"), Item("b.use", ReadsTheNumber),
            Item("b.other", "form: { number: { title: { zh: 号码, en: Number }, required: true, type: string, maxLength: 20, output: card.number } }"),
            Bundle(Items("b.use, required: true", "b.other, required: true", "a.permit, required: true"))));

        Assert.Equal(
            ["/number card b.other", "/number permit b.use"],
            plan.Provided.Select(p => $"{p.Pointer} {p.Licence} {string.Join(',', p.NeededBy)}").Order());
    }

    /// <summary>Who renews a permit shows the old one: what the item issues itself is not there yet.</summary>
    [Fact]
    public void A_paper_of_the_kind_the_item_itself_issues_is_looked_up()
    {
        var plan = Plan(Load(
            Item("a.renewal", outputs: "permit", materials: AsksForThePermit), Item("b.use", materials: AsksForThePermit),
            Bundle(Items("a.renewal, required: true", "b.use, required: true"))));

        Assert.Equal(
            ["permit-copy a.renewal from ", "permit-copy b.use from a.renewal"],
            plan.Provided.Select(p => $"{p.Material} {string.Join(',', p.NeededBy)} from {string.Join(',', p.Issuers)}").Order());
        Assert.Contains("permit-copy", plan.PossibleMaterials);
        Assert.Empty(plan.FindItem("a.renewal")!.DependsOn);
        Assert.Equal(["a.renewal"], plan.FindItem("b.use")!.DependsOn);
    }

    [Fact]
    public void Items_that_read_each_others_outputs_are_a_fault() => Assert.Contains(
        Faults(
            Item("a.one", ReadsTheNumber, outputs: "card"),
            Item("b.two", "form: { id: { title: { zh: 卡号, en: Card }, type: string, maxLength: 9, output: card.id } }", outputs: "permit"),
            Bundle(Items("a.one, required: true", "b.two, required: true"))),
        f => f.Contains("wait for each other's licences", StringComparison.Ordinal));

    [Fact]
    public void A_shared_material_keeps_its_elements_and_may_be_asked_for_more_strictly()
    {
        const string Shared = "proof: { name: { zh: 证明, en: Proof }, necessity: tolerable, forms: [paper, electronic], grade: C, copies: 1, basis: 某法 }";
        var plan = Plan(Load(
            ("materials.yaml", Shared),
            Item("a.one", materials: "materials: [{ use: proof }]"),
            Item("b.two", materials: "materials: [{ use: proof, necessity: required, grade: B, copies: 2, forms: [paper] }]"),
            Bundle(Items("a.one, required: true", "b.two, required: true"))));

        var proof = Assert.Single(plan.Materials);
        Assert.Equal("proof Required B 2 Paper", $"{proof.Id} {proof.Necessity} {proof.Grade} {proof.Copies} {string.Join(',', proof.Forms)}");
        Assert.Contains(
            Faults(("materials.yaml", Shared), Item("a.one", materials: "materials: [{ use: proof, grade: D }]")),
            f => f.EndsWith("materials/0/grade: is laxer than the shared material's grade C", StringComparison.Ordinal));
    }
}
