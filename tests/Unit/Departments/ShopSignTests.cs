using System.Text.Json.Nodes;
using CsCheck;
using OneVisit.Kit.Departments;
using OneVisit.Signage;

namespace OneVisit.Unit.Departments;

public sealed class ShopSignTests
{
    private static readonly ShopSign Handler = new();

    [Theory]
    [InlineData("widthMetres", "6", "6.01", "sign-wider-than-frontage")]
    [InlineData("heightMetres", "1.9", "2.01", "sign-too-high")]
    [InlineData("projectionMetres", "0.3", "0.31", "sign-projects-too-far")]
    [InlineData("bottomHeightMetres", "2.5", "2.49", "sign-hangs-too-low")]
    public void Allows_a_dimension_up_to_its_limit_and_not_beyond(string field, string allowed, string beyond, string code)
    {
        Assert.Empty(Refusals(sign => sign[field] = decimal.Parse(allowed), drawing: true));
        Assert.Equal([code], Refusals(sign => sign[field] = decimal.Parse(beyond), drawing: true));
    }

    [Fact]
    public void Names_the_figures_in_the_reason()
    {
        var finding = Assert.Single(Sample.Findings(Sample.Review(Handler, Edit(sign => sign["widthMetres"] = 7.5m))));

        Assert.Equal("The sign is 7.5 m wide; a frontage of 6 m allows 6 m.", finding.Reason.En);
        Assert.Equal("/sign/widthMetres", finding.Pointer);
    }

    [Fact]
    public void Gives_every_reason_at_once() => Assert.Equal(
        ["sign-wider-than-frontage", "sign-too-high", "sign-projects-too-far", "sign-hangs-too-low", "sign-lighting-unknown", "sign-rendering-missing", "sign-structural-drawing-missing"],
        Sample.Codes(Sample.Review(Handler, Edit(sign =>
        {
            sign["widthMetres"] = 7;
            sign["heightMetres"] = 2.5;
            sign["projectionMetres"] = 0.9;
            sign["bottomHeightMetres"] = 2;
            sign["lighting"] = "neon";
        }), without: ["sign-rendering"])));

    [Theory]
    [InlineData("widthMetres")]
    [InlineData("heightMetres")]
    [InlineData("frontageMetres")]
    public void Refuses_a_dimension_of_zero(string field) =>
        Assert.Contains("sign-dimension-not-positive", Refusals(sign => sign[field] = 0));

    [Fact]
    public void Refuses_a_temporary_sign_as_another_item() => Assert.Equal(["sign-temporary"], Refusals(sign => sign["temporary"] = true));

    [Theory]
    [InlineData("none", false)]
    [InlineData("internal", false)]
    [InlineData("external", true)]
    [InlineData("led", true)]
    public void Keeps_glaring_light_out_of_residential_streets(string lighting, bool refused) => Assert.Equal(
        refused ? ["sign-lighting-in-residential-street"] : [],
        Refusals(sign => (sign["street"], sign["lighting"]) = ("学院路", lighting)));

    [Fact]
    public void Finds_the_street_in_the_address_even_when_the_sign_names_another() =>
        Assert.Equal(["sign-lighting-in-residential-street"], Sample.Codes(Sample.Review(Handler, form =>
        {
            form["sign"]!["lighting"] = "led";
            form["enterprise"]!["domicile"]!["address"] = "岳阳楼区学院路 3 号";
        })));

    [Fact]
    public void Does_not_take_another_regions_street_for_its_own() =>
        Assert.Empty(Refusals(sign => (sign["street"], sign["lighting"]) = ("君山大道", "led")));

    [Fact]
    public void Leaves_a_fitting_sign_in_a_protected_street_to_people()
    {
        var result = Sample.Review(Handler, Edit(sign => (sign["street"], sign["lighting"], sign["heightMetres"]) = ("汴河街", "none", 0.8)));

        Assert.IsType<ReviewResult.LeftToPeople>(result);
        Assert.Equal(["sign-in-protected-street"], Sample.Codes(result));
    }

    [Fact]
    public void Refuses_a_lit_or_high_sign_in_a_protected_street() => Assert.Equal(
        ["sign-too-high-in-protected-street", "sign-lighting-in-protected-street"], Refusals(sign => sign["street"] = "汴河街"));

    [Theory]
    [InlineData(10, false)]
    [InlineData(10.01, true)]
    public void Leaves_a_sign_above_twenty_square_metres_to_a_joint_inspection(decimal width, bool large)
    {
        var application = Sample.For(Handler, Edit(sign => (sign["frontageMetres"], sign["widthMetres"], sign["heightMetres"]) = (20, width, 2)));
        var result = ((IItemHandler)Handler).Review(WithDrawing(application), Kit.UnitOfWork.Facts.None);

        Assert.Equal(large ? ["sign-needs-joint-inspection"] : [], Sample.Codes(result));
        Assert.Equal(large, result is ReviewResult.LeftToPeople);
    }

    [Fact]
    public void Asks_for_a_structural_drawing_from_ten_square_metres()
    {
        Action<JsonNode> tenSquareMetres = sign => (sign["frontageMetres"], sign["widthMetres"], sign["heightMetres"]) = (20, 10, 1);

        Assert.Equal(["sign-structural-drawing-missing"], Refusals(tenSquareMetres));
        Assert.Empty(Refusals(tenSquareMetres, drawing: true));
        Assert.Empty(Refusals(sign => (sign["frontageMetres"], sign["widthMetres"], sign["heightMetres"]) = (20, 9.99, 1)));
    }

    [Theory]
    [InlineData("internal", "2029-11-23")]
    [InlineData("led", "2032-11-23")]
    public void Permits_for_three_years_and_six_when_lit_by_led(string lighting, string until)
    {
        var (licence, data) = Sample.Only(Sample.Issue(Handler, edit: Edit(sign => sign["lighting"] = lighting), first: 42));

        Assert.Equal(("sign-430602-0000042", "sign-permit"), (licence.Number, licence.Type));
        Assert.Equal(DateOnly.Parse(until), licence.ValidUntil);
        Assert.Equal(until, data.GetProperty("validUntil").GetString());
        Assert.Equal(4.68m, data.GetProperty("dimensions").GetProperty("areaSquareMetres").GetDecimal());
    }

    [Fact]
    public void A_wider_sign_is_never_judged_better() =>
        Gen.Select(Gen.Decimal[0.1m, 30m], Gen.Decimal[0.1m, 30m]).Sample((a, b) =>
            Refusals(sign => sign["widthMetres"] = Math.Min(a, b)).Length <= Refusals(sign => sign["widthMetres"] = Math.Max(a, b)).Length);

    private static Action<JsonNode> Edit(Action<JsonNode> sign) => form => sign(form["sign"]!);

    private static string[] Refusals(Action<JsonNode> sign, bool drawing = false)
    {
        var application = Sample.For(Handler, Edit(sign));
        var result = ((IItemHandler)Handler).Review(drawing ? WithDrawing(application) : application, Kit.UnitOfWork.Facts.None);
        return result is ReviewResult.Refused ? Sample.Codes(result) : [];
    }

    private static Application<System.Text.Json.JsonElement> WithDrawing(Application<System.Text.Json.JsonElement> application) => application with
    {
        Materials = [.. application.Materials, new Contracts.MaterialReference { Material = "sign-structural-drawing", Name = "结构图.pdf" }],
    };
}
