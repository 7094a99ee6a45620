using System.Text.Json.Nodes;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Tax;

namespace OneVisit.Unit.Departments;

public sealed class TaxRegistrationTests
{
    private static readonly Registration Handler = new();
    private static readonly Licence[] Licences = [Sample.BusinessLicenceOf(Sample.CreditCode)];
    private static readonly RegisterKey Taxpayer = new("taxpayer", Sample.CreditCode);

    [Theory]
    [InlineData("medium", "agent", "taxpayer-kind-unknown")]
    [InlineData("general", "simplified", "bookkeeping-not-allowed")]
    [InlineData("small-scale", "nobody", "bookkeeping-not-allowed")]
    [InlineData("small-scale", "simplified", null)]
    [InlineData("general", "own", null)]
    public void Checks_taxpayer_kind_and_bookkeeping(string kind, string bookkeeping, string? code) => Assert.Equal(
        code is null ? [] : [code],
        Sample.Codes(Sample.Review(Handler, form => (form["tax"]!["taxpayerKind"], form["tax"]!["bookkeeping"]) = (kind, bookkeeping))));

    [Fact]
    public void Refuses_invoice_kinds_that_are_unknown_repeated_or_not_for_the_taxpayer()
    {
        var findings = Sample.Findings(Sample.Review(Handler, Invoices("vat-ordinary", "paper", "agricultural-purchase", "vat-ordinary")));

        Assert.Equal(
            [("invoice-kind-unknown", "/tax/invoiceKinds/1"), ("invoice-kind-repeated", "/tax/invoiceKinds/3"), ("invoice-kind-not-for-taxpayer", "/tax/invoiceKinds/2")],
            findings.Select(f => (f.Code, f.Pointer!)));
    }

    [Fact]
    public void Refuses_a_registration_without_invoices() =>
        Assert.Equal(["invoice-kinds-empty"], Sample.Codes(Sample.Review(Handler, Invoices())));

    [Fact]
    public void A_company_owes_enterprise_income_tax_and_files_quarterly_as_a_small_scale_taxpayer()
    {
        var (licence, data) = Sample.Only(Sample.Issue(Handler, Licences));

        Assert.Equal(("tax-registration", $"{Sample.CreditCode}-tax"), (licence.Type, licence.Number));
        Assert.Equal("small-scale", data.GetProperty("taxpayerKind").GetString());
        Assert.Equal(
            [
                "value-added-tax quarterly", "urban-maintenance-and-construction-tax quarterly", "education-surcharge quarterly",
                "local-education-surcharge quarterly", "stamp-tax quarterly", "enterprise-income-tax quarterly", "individual-income-tax-withholding monthly",
            ],
            data.GetProperty("taxes").EnumerateArray().Select(t => $"{t.GetProperty("kind")} {t.GetProperty("filing")}"));
    }

    [Fact]
    public void An_individual_business_owes_income_tax_on_its_business_income_instead()
    {
        var taxes = Taxes(form => form["enterprise"]!["name"]!["organisationForm"] = "店");

        Assert.Contains("individual-income-tax-business-income", taxes);
        Assert.DoesNotContain("enterprise-income-tax", taxes);
    }

    [Fact]
    public void An_individual_business_without_a_name_is_registered_all_the_same()
    {
        var taxes = Taxes(form => form["enterprise"]!["name"] = null);

        Assert.Contains("individual-income-tax-business-income", taxes);
    }

    [Theory]
    [InlineData("广告", "cultural-undertaking-construction-fee")]
    [InlineData("酿酒", "consumption-tax")]
    [InlineData("房地产开发", "land-value-added-tax")]
    [InlineData("砂石开采", "resource-tax")]
    public void Some_taxes_are_due_from_certain_industries_only(string industry, string tax)
    {
        Assert.Contains(tax, Taxes(form => form["enterprise"]!["name"]!["industry"] = industry));
        Assert.DoesNotContain(tax, Taxes());
    }

    [Theory]
    [InlineData("餐饮管理", 50, 25)]
    [InlineData("商贸", 25, 10)]
    public void The_first_monthly_quota_follows_kind_and_trade(string industry, int ordinary, int special)
    {
        var data = Sample.Only(Sample.Issue(Handler, Licences, form =>
        {
            Invoices("vat-ordinary", "vat-special")(form);
            form["enterprise"]!["name"]!["industry"] = industry;
        })).Data;

        Assert.Equal(
            [("vat-ordinary", ordinary, 100000m), ("vat-special", special, 100000m)],
            data.GetProperty("invoices").EnumerateArray().Select(i => (
                i.GetProperty("kind").GetString()!, i.GetProperty("monthlyQuota").GetInt32(), i.GetProperty("maximumAmount").GetDecimal())));
    }

    [Fact]
    public void Registers_a_credit_code_once()
    {
        var failed = Assert.IsType<IssueResult.Failed>(Sample.Issue(Handler, Licences, entries: Sample.Entry(Taxpayer, Sample.OtherTask)));
        var issued = Assert.IsType<IssueResult.Issued>(Sample.Issue(Handler, Licences, entries: Sample.Entry(Taxpayer, Sample.Task)));

        Assert.Equal(("taxpayer-already-registered", true), (failed.Code, failed.Final));
        Assert.Equal((Taxpayer, true), issued.Claims.Select(c => (c.Key, c.Lasting)).Single());
    }

    [Fact]
    public void Fails_for_good_without_a_business_licence()
    {
        var failed = Assert.IsType<IssueResult.Failed>(Sample.Issue(Handler));

        Assert.Equal(("business-licence-missing", true), (failed.Code, failed.Final));
    }

    private static Action<JsonNode> Invoices(params string[] kinds) =>
        form => form["tax"]!["invoiceKinds"] = new JsonArray([.. kinds.Select(k => JsonValue.Create(k))]);

    private static string[] Taxes(Action<JsonNode>? edit = null) =>
        [.. Sample.Only(Sample.Issue(Handler, Licences, edit)).Data.GetProperty("taxes").EnumerateArray().Select(t => t.GetProperty("kind").GetString()!)];
}
