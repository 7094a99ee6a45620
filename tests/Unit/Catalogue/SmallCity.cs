using System.Globalization;
using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Contracts.Api;

namespace OneVisit.Unit.Catalogue;

/// <summary>A catalogue of a few lines, for what the sample city does not need.</summary>
internal static class SmallCity
{
    public static readonly DateOnly Day = new(2026, 3, 2);

    private const string Regions = """
        city: '430600'
        regions:
          - { code: '430600', name: { zh: 岳阳市, en: Yueyang City }, level: city }
          - { code: '430602', name: { zh: 岳阳楼区, en: Yueyanglou District }, level: county, parent: '430600' }
          - { code: '430626', name: { zh: 平江县, en: Pingjiang County }, level: county, parent: '430600' }
          - { code: '430602003', name: { zh: 洛王街道, en: Luowang Street }, level: street }
          - { code: '430602003001', name: { zh: 某社区, en: A community }, level: village }
        """;

    /// <summary>Departments a, b and desk with these files beside what every catalogue has.</summary>
    public static Dictionary<string, string> Files(params ReadOnlySpan<(string Path, string Text)> files)
    {
        var all = new Dictionary<string, string>
        {
            ["regions.yaml"] = Regions,
            ["departments.yaml"] = """
                departments:
                  - { id: a, name: { zh: 甲局, en: Bureau A } }
                  - { id: b, name: { zh: 乙局, en: Bureau B } }
                  - { id: c, name: { zh: 丙局, en: Bureau C }, desk: true }
                """,
        };
        foreach (var (path, text) in files)
            all[path] = text;
        return all;
    }

    public static CityCatalogue Load(params ReadOnlySpan<(string Path, string Text)> files) => CityCatalogue.Load(Files(files));

    public static IReadOnlyList<string> Faults(params ReadOnlySpan<(string Path, string Text)> files)
    {
        CityCatalogue.TryLoad(CatalogueText.Of(Files(files)), out var faults);
        return [.. faults.Select(f => f.ToString())];
    }

    /// <summary>Each item has its own.</summary>
    public static string CodeOf(string id) => string.Concat(id.Select(c => ((int)c % 100).ToString("00", CultureInfo.InvariantCulture))).PadRight(14, '0')[^14..];

    /// <summary>An item's file; the rest of its elements follows in the parameters, each a line or more of YAML.</summary>
    public static (string, string) Item(
        string id, string form = "form: {}", string materials = "materials: []", string outputs = "", string needs = "", int days = 1, int visits = 0,
        string more = "", string version = "")
    {
        var (department, name) = (id.Split('.')[0], id.Split('.')[1]);
        return ($"{department}/items/{name}{(version.Length == 0 ? "" : $"@{version}")}.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            id: {{id}}
            {{(version.Length == 0 ? "" : $"version: '{version}'")}}
            name: { zh: 事项{{name}}, en: Item {{name}} }
            code: '{{CodeOf(id)}}'
            type: permit
            handling: committed
            applicantKinds: [natural-person, legal-person]
            decidedAt: county
            legalBasis: [{ law: 某法, article: 第一条 }]
            limits:
              committed: { days: {{days}}, unit: working-day, basis: unverified }
              statutory: { days: 20, unit: working-day, basis: unverified }
            fee: { amount: 0, currency: CNY, paidBy: nobody, basis: unverified }
            visits: { count: {{visits}}, why: { zh: 无, en: none } }
            outputs: [{{outputs}}]
            needs: [{{needs}}]
            {{materials}}
            {{form}}
            {{more}}
            """));
    }

    /// <summary>A bundle's file.</summary>
    public static (string, string) Bundle(string items, string questions = "questions: {}", string more = "", string id = "both", string version = "1", string validFrom = "2026-01-01") =>
        ($"bundles/{id}@{version}.yaml", $$"""
            id: {{id}}
            version: '{{version}}'
            name: { zh: 一件事, en: One thing }
            validFrom: {{validFrom}}
            {{questions}}
            {{items}}
            onIssueFailure: park
            issueRetry: { attempts: 5, firstDelaySeconds: 2, maxDelaySeconds: 300 }
            {{more}}
            """);

    public static string Items(params ReadOnlySpan<string> items)
    {
        var text = "items:";
        foreach (var item in items)
            text += $"\n  - {{ item: {item} }}";
        return text;
    }

    public static Plan Plan(CityCatalogue catalogue, string answers = "{}", string region = "430602", DateOnly? day = null)
    {
        var bundle = catalogue.FindBundle("both", day ?? Day)!;
        List<Fault> faults = [];
        var read = Answers.Read(bundle, JsonElement.Parse(answers), "/answers", faults);
        Assert.Empty(faults);
        return catalogue.PlanOf(bundle, catalogue.FindRegion(region)!, read, day ?? Day);
    }

    public static ReadResult<PlanOnDay> Ask(CityCatalogue catalogue, string body) =>
        PlanReader.Read(JsonElement.Parse(body), catalogue, catalogue.FindBundle("both", Day)!, Day);
}
