using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Catalogue;

namespace OneVisit.Unit.Catalogue;

public class SupplementTests
{
    private static readonly ValidSubmission Submitted = Sample.Submit(Sample.Company).Value!;

    [Fact]
    public void A_given_member_replaces_the_submitted_one_and_the_rest_stays()
    {
        var sign = Sample.Company["form"]!["sign"]!.DeepClone();
        sign["widthMetres"] = 4.5;

        var result = Read(new JsonObject { ["form"] = new JsonObject { ["sign"] = sign } });

        Assert.Empty(result.Faults);
        Assert.Equal(4.5m, result.Value!.Form.GetProperty("sign").GetProperty("widthMetres").GetDecimal());
        Assert.Equal("洞庭湘味", result.Value.Form.GetProperty("enterprise").GetProperty("name").GetProperty("tradeName").GetString());
        Assert.Equal(6, result.Value.Form.EnumerateObject().Count());
        Assert.Equal(4, result.Value.Materials.Count);
    }

    [Fact]
    public void The_merged_form_must_be_as_correct_as_a_submitted_one()
    {
        var result = Read(JsonNode.Parse("""{"form":{"tax":{"taxpayerKind":"general"},"seals":null,"colour":"red"}}""")!);

        Assert.Equal(
            ["/form/tax/invoiceKinds missing", "/form/tax/bookkeeping missing", "/form/seals wrong-type", "/form/colour unknown-member"],
            result.Faults.Select(f => $"{f.Pointer} {f.Code}"));
    }

    [Fact]
    public void A_member_given_twice_is_a_fault()
    {
        var tax = Sample.Company["form"]!["tax"]!.ToJsonString();

        Assert.Equal(
            ["/form/colour unknown-member", "/form/colour unknown-member", "/form/tax duplicate-member"],
            Faults($$"""{"form": {"colour":1, "colour":2, "tax":{{tax}}, "tax":{{tax}} } }"""));
    }

    [Fact]
    public void Materials_are_added_and_replaced()
    {
        var result = Read(JsonNode.Parse("""
            {"materials":[{"material":"sign-rendering","name":"new.png","ref":"m-1"},{"material":"sign-structural-drawing","name":"drawing.pdf","ref":"m-2"}]}
            """)!);

        Assert.Empty(result.Faults);
        Assert.Equal(5, result.Value!.Materials.Count);
        Assert.Equal("new.png", result.Value.Materials.Single(m => m.Material == "sign-rendering").Name);
    }

    [Fact]
    public void What_was_sent_is_told_from_what_was_there()
    {
        var given = Read("""{"form":{"seals":{"kinds":["official"],"engraver":"430602-01"}},"materials":[{"material":"sign-rendering","name":"n","ref":"m"}],"items":["seals.seal-set"]}""").Value!;

        Assert.Equal(["seals"], given.GivenForm!.Value.EnumerateObject().Select(m => m.Name));
        Assert.Equal(["sign-rendering"], given.GivenMaterials);
        Assert.Equal(["seals.seal-set"], given.Items);
        Assert.Null(Read("""{"materials":[{"material":"sign-rendering","name":"n","ref":"m"}]}""").Value!.GivenForm);
    }

    [Fact]
    public void Items_can_go_on_with_what_is_there_and_null_is_the_same_as_left_out()
    {
        foreach (var body in new[] { """{"items":["signage.shop-sign"]}""", """{"form":null,"materials":null,"items":["signage.shop-sign"]}""" })
        {
            var given = Read(body);
            Assert.Empty(given.Faults);
            Assert.Null(given.Value!.GivenForm);
            Assert.Empty(given.Value.GivenMaterials);
            Assert.Equal(["signage.shop-sign"], given.Value.Items);
            Assert.Equal(4, given.Value.Materials.Count);
        }
        Assert.Null(Read("""{"form":{},"items":null,"materials":[{"material":"sign-rendering","name":"n","digest":null,"ref":"m"}]}""").Value!.Items);
    }

    [Theory]
    [InlineData("{}", " missing")]
    [InlineData("[]", " wrong-type")]
    [InlineData("""{"form":[],"more":1}""", "/form wrong-type;/more unknown-member")]
    [InlineData("""{"form":{},"items":[]}""", "/items too-few-items")]
    [InlineData("""{"form":{},"items":"signage.shop-sign"}""", "/items wrong-type")]
    [InlineData("""{"form":{},"items":["a.b","a.b",""]}""", "/items/1 not-unique;/items/2 too-short")]
    [InlineData("""{"items":null,"form":null,"materials":null}""", " missing")]
    [InlineData("""{"form":{},"materials":[{"material":"sign-rendering","name":"n","digest":null,"ref":null}]}""", "/materials/0 material-without-content")]
    [InlineData("""{"materials":[{"material":"horoscope","name":"h"}]}""", "/materials/0 material-without-content;/materials/0/material unknown-material")]
    public void A_supplement_has_these_faults(string body, string faults) => Assert.Equal(faults, string.Join(';', Faults(body)));

    private static ReadResult<ValidSupplement> Read(JsonNode body) => Read(body.ToJsonString());

    private static ReadResult<ValidSupplement> Read(string body) =>
        SupplementReader.Read(JsonElement.Parse(body), Submitted.Plan, Submitted.Form, Submitted.Materials);

    private static IEnumerable<string> Faults(string body) => Read(body).Faults.Select(f => $"{f.Pointer} {f.Code}").Order(StringComparer.Ordinal);
}
