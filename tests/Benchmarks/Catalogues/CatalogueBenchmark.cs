using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Catalogue;
using OneVisit.Contracts.Api;

namespace OneVisit.Benchmarks.Catalogues;

/// <summary>A catalogue of a whole city: loading it, searching it, and compiling a bundle of six items; in processor time.</summary>
internal static class CatalogueBenchmark
{
    private const int Searches = 500;
    private const int Compilations = 2_000;

    public static async IAsyncEnumerable<Result> RunAsync(Options options)
    {
        var items = options.Number("items", 5_000);
        var text = CatalogueText.Of(MadeCity.Files(items));
        // The first load also compiles the code; a platform loads once a version.
        var loads = Enumerable.Range(0, Math.Max(2, options.Number("runs", 3) + 1)).Select(_ => Timed(() => CityCatalogue.Load(text))).ToList();
        var city = CityCatalogue.Load(text);

        string[] queries = [.. Enumerable.Range(0, Searches).Select(MadeCity.Query)];
        foreach (var query in queries.Take(50))
            Search(city, query);
        double[] searches = [.. queries.Select(q => Timed(() => Search(city, q)).Processor).Order()];
        double[] guidance = [.. queries.Select(q => Timed(() => city.Guide(q, MadeCity.Day).Count).Processor).Order()];

        var bundle = city.FindBundle("b0", MadeCity.Day)!;
        var answers = Answers.Read(bundle, JsonElement.Parse("""{"q":true}"""), "", new List<Fault>());
        var region = city.FindRegion(MadeCity.Place)!;
        Compile(bundle, region, answers, city, Compilations);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var compile = Timed(() => Compile(bundle, region, answers, city, Compilations));
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;

        yield return new Result("catalogue", new Dictionary<string, object>
        {
            ["items"] = items,
            ["firstLoadMs"] = Math.Round(loads[0].Wall),
            ["firstLoadProcessorMs"] = Math.Round(loads[0].Processor),
            ["loadMs"] = Math.Round(Series.Median(loads.Skip(1).Select(l => l.Wall))),
            ["loadProcessorMs"] = Math.Round(Series.Median(loads.Skip(1).Select(l => l.Processor))),
            ["searchP50Ms"] = Math.Round(searches[Searches / 2], 3),
            ["searchP95Ms"] = Math.Round(searches[Searches * 95 / 100], 3),
            ["guidanceP95Ms"] = Math.Round(guidance[Searches * 95 / 100], 3),
            ["compileUs"] = Math.Round(compile.Processor * 1000 / Compilations, 1),
            ["compileBytes"] = bytes / Compilations,
        });
        await Task.CompletedTask;
    }

    private static int Search(CityCatalogue city, string query) => city.FindItems(query, null, MadeCity.Day).Take(50).Count();

    private static int Compile(Bundle bundle, Region region, Answers answers, CityCatalogue city, int times)
    {
        var items = 0;
        for (var i = 0; i < times; i++)
            items += Compiler.Compile(bundle, region, answers, MadeCity.Day, city.Competence).Items.Count;
        return items == 6 * times ? items : throw new InvalidOperationException("the bundle is meant to have six items");
    }

    private static (double Wall, double Processor) Timed<T>(Func<T> work)
    {
        var (processor, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        work();
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
    }
}

/// <summary>A catalogue of many items that share fields and papers as a city's do; the same one every time.</summary>
internal static class MadeCity
{
    public const string Place = "430602";
    public static readonly DateOnly Day = new(2026, 3, 2);

    private static readonly string[] Subjects = ["餐饮", "药品", "广告", "道路", "建筑", "人力资源", "出版", "旅馆", "烟草", "医疗机构", "学校", "渔业", "林木", "水资源", "燃气", "消防"];
    private static readonly string[] Acts = ["经营许可", "设立登记", "变更登记", "注销", "备案", "延续", "补办", "年度报告", "施工许可", "验收"];
    private static readonly string[] English = ["food service", "medicine", "advertising", "road", "building", "labour", "publishing", "hotel", "tobacco", "clinic"];

    public static string Query(int number) => (number % 4) switch
    {
        0 => Subjects[number % Subjects.Length] + Acts[number % Acts.Length],
        1 => $"我想办理{Subjects[number % Subjects.Length]}方面的{Acts[number / 3 % Acts.Length]}手续",
        2 => $"permit for {English[number % English.Length]}",
        _ => Subjects[number % Subjects.Length][..1],
    };

    public static Dictionary<string, string> Files(int items)
    {
        var files = new Dictionary<string, string>
        {
            ["regions.yaml"] = """
                city: '430600'
                regions:
                  - { code: '430600', name: { zh: 岳阳市, en: Yueyang City }, level: city }
                  - { code: '430602', name: { zh: 岳阳楼区, en: Yueyanglou District }, level: county, parent: '430600' }
                """,
            ["departments.yaml"] = $"departments:\n{string.Join('\n', Enumerable.Range(0, 50).Select(d => $"  - {{ id: d{d}, name: {{ zh: 第{d}局, en: Bureau {d} }} }}"))}",
            ["fields.yaml"] = string.Join('\n', Enumerable.Range(0, 40).Select(f => $"f{f}: {{ title: {{ zh: 字段{f}, en: Field {f} }}, type: string, minLength: 1, maxLength: {20 + f} }}")),
            ["synonyms.yaml"] = "- [餐饮, 饭馆, 餐馆, restaurant]\n- [旅馆, 酒店, 宾馆, hotel]",
        };
        for (var i = 0; i < items; i++)
            files[$"d{i % 50}/items/i{i}.yaml"] = Item(i);
        for (var b = 0; b < items / 50; b++)
            files[$"bundles/b{b}.yaml"] = Bundle(b, items);
        return files;
    }

    private static string Item(int i) => string.Create(CultureInfo.InvariantCulture, $$"""
        id: d{{i % 50}}.i{{i}}
        name: { zh: {{Subjects[i % Subjects.Length]}}{{Acts[i / 7 % Acts.Length]}}第{{i}}项, en: {{English[i % English.Length]}} permit number {{i}} }
        code: '{{i:00000000000000}}'
        type: permit
        handling: committed
        applicantKinds: [natural-person, legal-person]
        decidedAt: county
        legalBasis: [{ law: 中华人民共和国行政许可法, article: 第三十二条 }]
        limits:
          committed: { days: {{i % 5}}, unit: working-day, basis: unverified }
          statutory: { days: 20, unit: working-day, basis: unverified }
        fee: { amount: 0, currency: CNY, paidBy: nobody, basis: unverified }
        visits: { count: 0, why: { zh: 全程网办, en: Online throughout } }
        outputs: [licence-{{i}}]
        needs: [{{(i % 6 == 0 ? "" : $"licence-{i - i % 6}")}}]
        materials:
          - { id: p{{i % 20}}, name: { zh: 材料{{i % 20}}, en: Paper {{i % 20}} }, necessity: required, forms: [electronic, paper], grade: C, basis: unverified }
          - { id: p{{i % 20 + 20}}, name: { zh: 材料{{i % 20 + 20}}, en: Paper {{i % 20 + 20}} }, necessity: optional, forms: [electronic, paper], grade: D, basis: unverified }
        form:
          applicant:
            title: { zh: 申请人, en: Applicant }
            required: true
            type: object
            fields:
        {{string.Join('\n', Enumerable.Range(0, 8).Select(f => $"      f{(i + f) % 40}: {{ use: f{(i + f) % 40}, required: {(f % 2 == 0 ? "true" : "false")} }}"))}}
          own{{i}}:
            title: { zh: 本事项, en: This item }
            required: true
            type: object
            fields:
        {{string.Join('\n', Enumerable.Range(0, 6).Select(f => $"      g{f}: {{ title: {{ zh: 专用字段{f}, en: Own field {f} }}, required: true, type: string, maxLength: 100 }}"))}}
        """);

    private static string Bundle(int b, int items) => $$"""
        id: b{{b}}
        version: '2026.1'
        name: { zh: {{Subjects[b % Subjects.Length]}}一件事{{b}}, en: {{English[b % English.Length]}} {{b}} }
        validFrom: 2026-01-01
        questions:
          q: { title: { zh: 是否, en: Whether }, required: true, type: boolean }
        items:
        {{string.Join('\n', Enumerable.Range(0, 6).Select(i => $"  - {{ item: d{(b * 6 + i) % items % 50}.i{(b * 6 + i) % items}, required: true }}"))}}
        onIssueFailure: park
        issueRetry: { attempts: 5, firstDelaySeconds: 2, maxDelaySeconds: 300 }
        """;
}
