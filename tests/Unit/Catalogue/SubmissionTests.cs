using System.Text.Json.Nodes;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Unit.Catalogue;

public class SubmissionTests
{
    [Fact]
    public void The_sample_of_a_company_with_a_sign_is_accepted()
    {
        var result = Sample.Submit(Sample.Company);

        Assert.Empty(result.Faults);
        var submission = result.Value!;
        Assert.Equal("2026.1", submission.Plan.Bundle.Version);
        Assert.Equal("430602", submission.Plan.Region.Code);
        Assert.Equal(ApplicantKind.NaturalPerson, submission.Applicant.Kind);
        Assert.Equal(4, submission.Materials.Count);
        Assert.Equal(
            ["market-registration.company-set-up", "signage.shop-sign", "seals.seal-set", "tax.registration"],
            submission.Plan.Items.Select(i => i.Item.Id));
    }

    [Fact]
    public void The_sample_of_an_individual_business_without_a_sign_is_accepted()
    {
        var result = Sample.Submit(Sample.Individual);

        Assert.Empty(result.Faults);
        Assert.Equal(
            ["market-registration.individual-set-up", "seals.seal-set", "tax.registration"],
            result.Value!.Plan.Items.Select(i => i.Item.Id));
    }

    [Fact]
    public void Only_an_individual_business_may_go_by_its_owners_name()
    {
        var (individual, company) = (Sample.Individual, Sample.Company);
        individual["form"]!["enterprise"]!.AsObject().Remove("name");
        company["form"]!["enterprise"]!.AsObject().Remove("name");

        Assert.Empty(Faults(individual));
        Assert.Equal(["/form/enterprise/name missing"], Faults(company));
    }

    [Fact]
    public void An_individual_business_is_not_asked_for_shareholders_or_capital()
    {
        var body = Sample.Company;
        body["answers"]!["entityKind"] = "individual";
        body["materials"]!.AsArray().RemoveAt(1);

        Assert.Equal(
            ["/form/enterprise/registeredCapital unknown-member", "/form/shareholders unknown-member"],
            Faults(body));
    }

    [Fact]
    public void Faults_in_every_part_are_named_at_once()
    {
        var body = Sample.Company;
        body["region"] = "430100";
        body["colour"] = "red";
        body["applicant"]!["idNumber"] = "430602198504151234";
        body["applicant"]!["phone"] = 5;
        body["answers"]!["hiresEmployees"] = "perhaps";
        body["answers"]!["moon"] = true;
        body["form"]!["shareholders"]![1]!["sharePercent"] = 0;
        body["form"]!["seals"]!["kinds"]!.AsArray().Add("official");
        body["form"]!.AsObject().Remove("tax");
        body["materials"]![0]!["digest"] = "sha256:short";
        body["materials"]![1]!["material"] = "horoscope";
        body["acceptance"] = new JsonObject { ["window"] = "w1", ["region"] = "430100" };

        Assert.Equal(
            [
                "/acceptance/region unknown-region",
                "/answers/hiresEmployees wrong-type",
                "/answers/moon unknown-member",
                "/applicant/idNumber wrong-format",
                "/applicant/phone wrong-type",
                "/colour unknown-member",
                "/form/seals/kinds too-many-items",
                "/form/shareholders/1/sharePercent too-small",
                "/form/tax missing",
                "/materials missing-material",
                "/materials/0/digest wrong-format",
                "/materials/1/material unknown-material",
                "/region unknown-region",
            ],
            Faults(body));
    }

    [Fact]
    public void With_an_unknown_bundle_the_other_faults_are_still_named()
    {
        var body = Sample.Company;
        body["bundle"] = "start-a-kingdom";
        body["applicant"]!.AsObject().Remove("name");
        body["materials"]![0]!.AsObject().Remove("digest");

        Assert.Equal(["/applicant/name missing", "/bundle unknown-bundle", "/materials/0 material-without-content"], Faults(body));
    }

    [Fact]
    public void A_bundle_is_not_offered_before_its_first_day()
    {
        var faults = OneVisit.Catalogue.SubmissionReader.Read(
            System.Text.Json.JsonElement.Parse(Sample.Company.ToJsonString()), Sample.Catalogue, new DateOnly(2025, 12, 31)).Faults;

        Assert.Equal(FaultCodes.BundleNotInForce, Assert.Single(faults).Code);
    }

    [Fact]
    public void The_city_itself_decides_no_start_up()
    {
        var body = Sample.Company;
        body["region"] = "430600";

        Assert.Equal(["/region region-not-competent"], Faults(body));
    }

    [Theory]
    [InlineData("91110000600037341L", true)]
    [InlineData("91110000600037341M", false)]
    [InlineData("430602198504151235", false)]
    public void A_legal_person_is_known_by_its_credit_code(string number, bool accepted)
    {
        var body = Sample.Company;
        body["applicant"]!["kind"] = "legal-person";
        body["applicant"]!["idNumber"] = number;

        Assert.Equal(accepted ? [] : ["/applicant/idNumber wrong-format"], Faults(body));
    }

    [Fact]
    public void An_individual_business_is_not_open_to_a_legal_person()
    {
        var body = Sample.Individual;
        body["applicant"]!["kind"] = "legal-person";
        body["applicant"]!["idNumber"] = "91110000600037341L";

        Assert.Equal(["/applicant/kind applicant-not-eligible"], Faults(body));
    }

    [Fact]
    public void A_missing_answer_does_not_make_the_form_it_decides_unknown()
    {
        var body = Sample.Company;
        body["answers"]!.AsObject().Remove("entityKind");
        body["form"]!["sign"]!["widthMetres"] = -1;

        Assert.Equal(["/answers/entityKind missing", "/form/sign/widthMetres too-small"], Faults(body));
    }

    [Fact]
    public void A_material_stands_once()
    {
        var body = Sample.Company;
        body["materials"]!.AsArray().Add(body["materials"]![0]!.DeepClone());

        Assert.Equal(["/materials/4/material duplicate-material"], Faults(body));
    }

    [Fact]
    public void A_reference_does_instead_of_a_digest()
    {
        var body = Sample.Company;
        body["materials"]![0]!.AsObject().Remove("digest");
        body["materials"]![0]!["ref"] = "m-17";

        Assert.Empty(Faults(body));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"business-start-up\"")]
    [InlineData("17")]
    public void A_body_that_is_no_object_is_one_fault(string body) =>
        Assert.Equal(["", FaultCodes.WrongType], Sample.Submit(body).Faults.SelectMany(f => new[] { f.Pointer, f.Code }));

    [Fact]
    public void No_fault_and_no_text_repeats_an_identity_number()
    {
        const string right = "430602198504151235", wrong = "430602198504151234";
        var body = Sample.Company;
        body["applicant"]!["idNumber"] = wrong;
        body["form"]!["legalRepresentative"]!["idNumber"] = wrong;
        body["form"]!["shareholders"]![0]!["idNumber"] = $"{wrong}0";
        body["form"]!["shareholders"]![1]!["name"] = new JsonArray(wrong);

        Assert.All(Sample.Submit(body).Faults, f => Assert.DoesNotContain(wrong, f.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(right, $"{Sample.Submit(Sample.Company).Value} {Sample.Submit(Sample.Company).Value!.Applicant}", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Faults(JsonNode body) =>
        Sample.Submit(body).Faults.Select(f => $"{f.Pointer} {f.Code}").Order(StringComparer.Ordinal);
}
