using OneVisit.Catalogue;

namespace OneVisit.Unit.Catalogue;

/// <summary>A catalogue that does not fit together is refused when it is loaded, naming the file.</summary>
public class CatalogueFaultTests
{
    private const string Bundle = "data/bundles/business-start-up.yaml";
    private const string Company = "data/market-registration/items/company-set-up.yaml";
    private const string Seals = "data/seals/items/seal-set.yaml";
    private const string Tax = "data/tax/items/registration.yaml";

    [Theory]
    // Two items contradict each other.
    [InlineData(Seals, "      name: { use: enterprise-name }", "      name: { title: { zh: 名称, en: Name }, type: string, maxLength: 9 }", "declares")]
    [InlineData(Seals, "      name: { use: person-name, required: true }", "      name: { use: trade-name }", "calls it")]
    [InlineData(Seals, "      name: { use: person-name, required: true }", "      name: { title: { zh: 姓名, en: Name }, type: string, minLength: 51, maxLength: 99 }", "at least 51 and at most 50")]
    // Licences that nobody issues, or that wait for each other.
    [InlineData(Company, "outputs: [business-licence]", "outputs: []", "needs a business-licence")]
    [InlineData(Company, "needs: []", "needs: [tax-registration]", "wait for each other")]
    [InlineData(Bundle, "item: market-registration.company-set-up, required: true", "item: market-registration.company-set-up, required: false", "is required and needs a licence of an item that is not")]
    // Names nobody knows.
    [InlineData(Bundle, "item: tax.registration", "item: tax.declaration", "there is no item")]
    [InlineData(Seals, "use: person-name", "use: human-name", "there is no shared field")]
    [InlineData("data/fields.yaml", "format: mobile-phone", "format: fax", "there is no format")]
    [InlineData("data/fields.yaml", "regionName: { use: region-name, required: true }", "regionName: { use: enterprise-name }", "use each other in a ring")]
    // Elements that are missing, unknown or impossible.
    [InlineData(Tax, "code: '00013000100101'", "code: '0001'", "14 characters")]
    [InlineData(Tax, "id: tax.registration", "id: seals.registration", "does not begin with the department's")]
    [InlineData(Tax, "type: confirmation", "type: blessing", "/items/registration.yaml:5: type: must be one of: permit")]
    [InlineData(Tax, "handling: instant", "speed: instant", "speed")]
    [InlineData(Tax, "name: { zh: 新办纳税人登记, en: Taxpayer registration }", "name: { zh: 新办纳税人登记 }", "en")]
    [InlineData(Tax, "committed: { days: 0,", "committed: { days: 3,", "longer than the statutory one")]
    [InlineData(Tax, "maxItems: 10", "maxItemz: 10", "maxItemz")]
    [InlineData(Tax, "maxItems: 10", "pattern: '^a$'", "pattern")]
    [InlineData(Tax, "id: tax.registration", "id: !!str tax.registration", "tags")]
    [InlineData(Tax, "id: tax.registration", "id: *it", "without anchors and aliases")]
    [InlineData(Tax, "type: confirmation", "type: confirmation\ntype: permit", "stands twice")]
    [InlineData(Tax, "needs: [business-licence]", "needs: [business-licence", "registration.yaml:19: ")]
    [InlineData("data/regions.yaml", "parent: '430600'", "parent: '430000'", "parent")]
    public void A_planted_fault_is_named_with_its_file(string file, string passage, string replacement, string says)
    {
        var message = Assert.Throws<InvalidCatalogueException>(() => Sample.With(file, passage, replacement)).Message;

        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains(".yaml", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        var files = Sample.Files();
        files.Remove("data/regions.yaml");

        Assert.Contains("data/regions.yaml", Assert.Throws<InvalidCatalogueException>(() => CityCatalogue.Load(files)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Items_in_a_folder_of_no_department_are_refused()
    {
        var files = Sample.Files();
        files["data/weather/items/rain.yaml"] = files[Tax];

        Assert.Contains("data/weather/items/rain.yaml", Assert.Throws<InvalidCatalogueException>(() => CityCatalogue.Load(files)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stricter_rule_of_one_item_holds_for_the_bundle()
    {
        var stricter = Sample.With(Seals, "      name: { use: person-name, required: true }",
            "      name: { title: { zh: 姓名, en: Name }, required: true, type: string, minLength: 3, maxLength: 60, pattern: '^[^0-9]+$' }");
        var body = Sample.Company;
        body["form"]!["legalRepresentative"]!["name"] = "张3";

        var faults = SubmissionReader.Read(System.Text.Json.JsonElement.Parse(body.ToJsonString()), stricter, Sample.Today).Faults;

        Assert.Equal(["/form/legalRepresentative/name too-short", "/form/legalRepresentative/name wrong-pattern"], faults.Select(f => $"{f.Pointer} {f.Code}"));
    }
}
