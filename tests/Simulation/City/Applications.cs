using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Orchestrator.Api;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.City;

/// <summary>
/// Applications as they reach the unit of work: read and compiled by the catalogue once, then only given new ids. The form is small, because
/// every decision of every schedule reads and writes it.
/// </summary>
internal static class Applications
{
    public static readonly IReadOnlyList<string> Departments = ["market-registration", "tax", "seals", "signage"];

    private const string Body = """
        {
          "bundle": "business-start-up", "region": "430602",
          "applicant": { "kind": "natural-person", "name": "张三", "idNumber": "430602198504151235", "phone": "13907300001" },
          "answers": { "entityKind": "individual", "hasSign": true },
          "form": {
            "enterprise": {
              "name": { "regionName": "岳阳市岳阳楼区", "tradeName": "巴陵小厨", "industry": "餐饮", "organisationForm": "店" },
              "scope": ["餐饮管理"], "termYears": 30,
              "domicile": { "region": "430602", "address": "洞庭北路 18 号", "areaSquareMetres": 86, "tenure": "leased" }
            },
            "legalRepresentative": { "name": "张三", "idNumber": "430602198504151235", "phone": "13907300001" },
            "tax": { "taxpayerKind": "small-scale", "invoiceKinds": ["vat-ordinary"], "bookkeeping": "simplified" },
            "seals": { "kinds": ["official"], "engraver": "430602-01" },
            "sign": { "text": "小厨", "widthMetres": 5, "heightMetres": 0.9, "projectionMetres": 0.2, "frontageMetres": 6, "bottomHeightMetres": 3.1, "lighting": "internal", "street": "洞庭北路", "temporary": false }
          },
          "materials": [
            { "material": "domicile-proof", "name": "a.pdf", "digest": "sha256:6c1a8d4f7b1c2e3d4f5061728394a5b6c7d8e9f00112233445566778899aabbc" },
            { "material": "sign-rendering", "name": "b.png", "digest": "sha256:aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899" },
            { "material": "sign-site-agreement", "name": "c.pdf", "digest": "sha256:11223344556677889900aabbccddeeff11223344556677889900aabbccddeeff" }
          ]
        }
        """;

    private static readonly Cities City = new([CityCatalogue.Load()]);

    private static readonly DayLimit TenDays = new(10, DayUnit.WorkingDay);

    private static readonly SubmitCase[] Whole = [.. ((string[])["巴陵小厨", "君山小厨", "洞庭小厨"]).Select(Read)];

    /// <summary>The same with one paper left out and promised within five working days.</summary>
    private static readonly Dictionary<string, SubmitCase[]> Lacking = ((string[])["domicile-proof", "sign-site-agreement"]).ToDictionary(m => m, m => Whole.Select(w => Without(w, m)).ToArray());

    /// <summary>The application of the n-th applicant, for these departments alone.</summary>
    /// <param name="name">Which of the names.</param>
    public static SubmitCase Of(Scenario scenario, int name)
    {
        var whole = scenario.Promised is { } material ? Lacking[material][name % Whole.Length] : Whole[name % Whole.Length];
        var submitted = whole with
        {
            Policy = scenario.Policy,
            Items =
            [
                .. whole.Items.Where(i => scenario.Departments.Contains(i.Department))
                    .Select(i => i with { Terms = TermsOf(i, scenario), Required = i.Required && !(scenario.SecondOptional && i.Department == scenario.Departments[1]) }),
            ],
        };
        return scenario.AtWindow ? Received(submitted) : submitted;
    }

    /// <summary>The same at a window: within five working days a clerk accepts it, or the law does.</summary>
    private static SubmitCase Received(SubmitCase submitted) => submitted with
    {
        Receipt = new ReceiptTerms(new DayLimit(5, DayUnit.WorkingDay), "§32"),
        Submission = Utf8Json.Of(
            submitted.Submission.Read(CaseJson.Default.SubmissionContent) with { Parts = [.. submitted.Items.Select(i => new ItemPart(i.Item, i.Form, i.Materials, i.HandedOverBy))] },
            CaseJson.Default.SubmissionContent),
    };

    /// <summary>The same as it is made anew with every request: another case, other tasks.</summary>
    public static SubmitCase WithNewIds(SubmitCase application, Dice dice, DateTimeOffset now) => application with
    {
        CaseId = dice.NewId(now),
        Items = [.. application.Items.Select(i => i with { Task = dice.NewId(now) })],
    };

    /// <summary>By which numbers are drawn for what a department's own system issues without one.</summary>
    public static ILicenceTerms? LicenceTermsOf(ItemVersion item) => SystemLicences.Of(City.Of(item.Region), item);

    private static ItemTerms TermsOf(SubmittedItem item, Scenario scenario)
    {
        var terms = item.Terms! with
        {
            FourEyes = scenario.FourEyes,
            AfterCheck = scenario.Checked == true ? TenDays : null,
            Sample = scenario.Checked == false ? new SampleTerms(0.5m, TenDays) : null,
            DeemedApproved = scenario.Consent ? "§6" : null,
            IssuedBySystem = item.Department == scenario.WithSystem ? City.Of("430602").FindItem(item.Item)!.Outputs : null,
        };
        return scenario.WithdrawnUnanswered is not { } withdrawn ? terms : terms with { Supplement = TenDays, WithdrawnUnanswered = withdrawn };
    }

    private static SubmitCase Without(SubmitCase whole, string material)
    {
        var content = whole.Submission.Read(CaseJson.Default.SubmissionContent);
        return whole with
        {
            Items = [.. whole.Items.Select(i => i with { Materials = [.. i.Materials.Where(m => m.Material != material)] })],
            Promises = [new Promise(material, new Text(material, material), new DayLimit(5, DayUnit.WorkingDay), [.. whole.Items.Where(i => i.Materials.Any(m => m.Material == material)).Select(i => i.Item)])],
            Submission = Utf8Json.Of(content with { Materials = [.. content.Materials.Where(m => m.Material != material)] }, CaseJson.Default.SubmissionContent),
        };
    }

    private static SubmitCase Read(string tradeName)
    {
        var body = JsonNode.Parse(Body)!;
        body["form"]!["enterprise"]!["name"]!["tradeName"] = tradeName;
        var catalogue = City.Of("430602");
        var read = SubmissionReader.Read(JsonSerializer.SerializeToElement(body), catalogue, new DateOnly(2026, 3, 2));
        Assert.Empty(read.Faults);
        return Submissions.CommandOf(read.Value!, "applicant", catalogue, ProcessClock.Beginning);
    }
}
