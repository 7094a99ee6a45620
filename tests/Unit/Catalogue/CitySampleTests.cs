using System.Text.Json.Nodes;
using OneVisit.Contracts.Api;

namespace OneVisit.Unit.Catalogue;

/// <summary>One application for every bundle, as an applicant would send it.</summary>
public class CitySampleTests
{
    private static readonly string[] Names =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Samples"), "*.json").Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    public static readonly TheoryData<string> Files = [.. Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_complete(string file) => Assert.Empty(Sample.Submit(Read(file)).Faults);

    /// <summary>Otherwise a form could be accepted whatever it says.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_incomplete_without_any_one_of_its_papers_and_groups_of_fields(string file)
    {
        foreach (var group in Read(file)["form"]!.AsObject().Select(f => f.Key))
        {
            var body = Read(file);
            body["form"]!.AsObject().Remove(group);
            Assert.Contains(Sample.Submit(body).Faults, f => f.Code == FaultCodes.Missing && f.Pointer.StartsWith($"/form/{group}", StringComparison.Ordinal));
        }
        for (var i = 0; i < Read(file)["materials"]!.AsArray().Count; i++)
        {
            var body = Read(file);
            var material = (string)body["materials"]![i]!["material"]!;
            body["materials"]!.AsArray().RemoveAt(i);
            var read = Sample.Submit(body);
            // What may be brought later is promised.
            if (read.IsValid)
                Assert.Equal(material, Assert.Single(read.Value.Promises).Material.Id);
            else
                Assert.Contains(read.Faults, f => f.Code == FaultCodes.MissingMaterial && f.Message.Contains($"'{material}'", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_bundle_has_one()
    {
        var sampled = Names.Select(f => (string)Read(f)["bundle"]!).ToHashSet();

        Assert.Empty(Sample.Catalogue.BundlesOn(Sample.Today).Select(b => b.Id).Except(sampled));
    }

    /// <summary>What a client has sent since the first day stays as it was, whatever else the catalogue carries.</summary>
    [Fact]
    public void The_start_up_of_a_company_is_what_it_always_was()
    {
        var plan = Sample.Submit(Sample.Company).Value!.Plan;

        Assert.Equal(
            ["market-registration.company-set-up", "signage.shop-sign", "seals.seal-set", "tax.registration"], plan.Items.Select(i => i.Item.Id));
        Assert.Equal(
            ["domicile-proof", "articles-of-association", "sign-rendering", "sign-site-agreement", "sign-structural-drawing"],
            plan.Materials.Select(m => m.Id));
        Assert.Equal(
            ["enterprise", "legalRepresentative", "shareholders", "sign", "seals", "tax"], plan.Form.Fields.Select(f => f.Name));
        Assert.Equal(FieldsOfTheStartUp, plan.Fields.Select(f => f.Pointer).Order(StringComparer.Ordinal));
        Assert.Empty(plan.Provided);
    }

    private static readonly string[] FieldsOfTheStartUp =
    [
        "/enterprise/domicile/address", "/enterprise/domicile/areaSquareMetres", "/enterprise/domicile/region", "/enterprise/domicile/tenure",
        "/enterprise/name/industry", "/enterprise/name/organisationForm", "/enterprise/name/regionName", "/enterprise/name/tradeName",
        "/enterprise/registeredCapital/amount", "/enterprise/registeredCapital/currency", "/enterprise/scope", "/enterprise/termYears",
        "/legalRepresentative/idNumber", "/legalRepresentative/name", "/legalRepresentative/phone",
        "/seals/engraver", "/seals/kinds", "/shareholders",
        "/sign/bottomHeightMetres", "/sign/frontageMetres", "/sign/heightMetres", "/sign/lighting", "/sign/projectionMetres", "/sign/street",
        "/sign/temporary", "/sign/text", "/sign/widthMetres",
        "/tax/bookkeeping", "/tax/invoiceKinds", "/tax/taxpayerKind",
    ];

    private static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", file)))!.AsObject();
}
