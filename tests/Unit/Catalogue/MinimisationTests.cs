using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using OneVisit.Catalogue;
using OneVisit.Contracts.Api;

namespace OneVisit.Unit.Catalogue;

/// <summary>A department sees the fields and materials its item declares, and nothing else.</summary>
public class MinimisationTests
{
    private const string Secret = "a-secret-of-somebody";

    private static Plan Plan => Sample.Submit(Sample.Company).Value!.Plan;

    [Fact]
    public void Seals_see_the_names_and_the_order_but_no_identity_number()
    {
        var form = Plan.FindItem("seals.seal-set")!.FormOf(JsonElement.Parse(Sample.Company["form"]!.ToJsonString()));

        Assert.Equal(["enterprise", "legalRepresentative", "seals"], form.EnumerateObject().Select(p => p.Name));
        Assert.Equal("""{"name":"张三"}""", JsonSerializer.Serialize(form.GetProperty("legalRepresentative"), Plainly));
        Assert.Equal(["name"], form.GetProperty("enterprise").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void What_is_shown_satisfies_the_items_own_form() => Assert.All(Plan.Items, item =>
    {
        List<Fault> faults = [];
        item.Item.Form.Validate(item.FormOf(JsonElement.Parse(Sample.Company["form"]!.ToJsonString())), "", faults);
        Assert.Empty(faults);
    });

    [Fact]
    public void A_field_no_item_declares_reaches_nobody_wherever_it_is_planted() =>
        Gen.Select(Gen.OneOf(Places(Sample.Company["form"]!)), Gen.Bool).Sample((place, replace) =>
        {
            var form = Sample.Company["form"]!;
            var at = place.Aggregate(form, (node, step) => node is JsonArray list ? list[int.Parse(step)]! : node[step]!);
            var secret = new JsonObject { ["deep"] = new JsonArray(Secret) };
            if (replace && at.Parent is not null)
                at.ReplaceWith(secret);
            else if (at is JsonObject o)
                o["secret"] = secret;
            else if (at is JsonArray a)
                a.Add(secret);

            Assert.All(Plan.Items, item => Assert.DoesNotContain(
                Secret, item.FormOf(JsonElement.Parse(form.ToJsonString())).GetRawText(), StringComparison.Ordinal));
        });

    [Fact]
    public void A_field_of_one_item_reaches_that_item_only()
    {
        var form = JsonElement.Parse(Sample.Company["form"]!.ToJsonString().Replace("430602-01", "430602-77", StringComparison.Ordinal));

        Assert.Equal(["seals.seal-set"], Plan.Items.Where(i => i.FormOf(form).GetRawText().Contains("430602-77", StringComparison.Ordinal)).Select(i => i.Item.Id));
    }

    [Fact]
    public void A_material_reaches_the_items_that_ask_for_it()
    {
        var materials = Sample.Submit(Sample.Company).Value!.Materials;

        Assert.Equal(["domicile-proof", "articles-of-association"], Names("market-registration.company-set-up"));
        Assert.Equal(["sign-rendering", "sign-site-agreement"], Names("signage.shop-sign"));
        Assert.Empty(Names("tax.registration"));

        IEnumerable<string> Names(string item) => Plan.FindItem(item)!.MaterialsOf(materials).Select(m => m.Material);
    }

    [Fact]
    public void Numbers_and_texts_are_handed_on_as_they_were_written()
    {
        var form = JsonElement.Parse("""{"sign":{"widthMetres":5.200,"text":"\u6d1e\u5ead"},"enterprise":{"domicile":{}}}""");

        Assert.Equal(
            """{"enterprise":{"domicile":{}},"sign":{"text":"\u6d1e\u5ead","widthMetres":5.200}}""",
            Plan.FindItem("signage.shop-sign")!.FormOf(form).GetRawText());
    }

    private static readonly JsonSerializerOptions Plainly = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string[][] Places(JsonNode node) =>
    [
        [],
        .. (node switch
        {
            JsonObject o => o.Select(p => (p.Key, p.Value!)),
            JsonArray a => a.Select((item, i) => (i.ToString(), item!)),
            _ => [],
        }).SelectMany(child => Places(child.Item2).Select(rest => (string[])[child.Item1, .. rest])),
    ];
}
