using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts;
using OneVisit.Contracts.Licences;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.Departments;

/// <summary>The sample start-up application, as each department sees it: the parts of the merged form its item declares, and the materials.</summary>
internal static class Sample
{
    public const string Region = "430602";
    public const string CreditCode = "91350100M000100Y43";
    public static readonly DateOnly Today = new(2026, 11, 24);
    public static readonly Guid Task = new("019ab000-0000-7000-8000-000000000001");
    public static readonly Guid OtherTask = new("019ab000-0000-7000-8000-000000000002");
    public static readonly string[] IdentityNumbers = ["430602198504151235", "430626199208204510"];

    private const string Form = """
        {
          "enterprise": {
            "name": { "regionName": "岳阳市岳阳楼区", "tradeName": "洞庭湘味", "industry": "餐饮管理", "organisationForm": "有限公司" },
            "scope": ["餐饮管理", "食品销售(仅销售预包装食品)"],
            "registeredCapital": { "amount": 500000, "currency": "CNY" },
            "termYears": 30,
            "domicile": { "region": "430602", "address": "岳阳楼区洞庭北路 18 号 1 层", "areaSquareMetres": 86.5, "tenure": "leased" }
          },
          "legalRepresentative": { "name": "张三", "idNumber": "430602198504151235", "phone": "13907300001" },
          "shareholders": [
            { "name": "张三", "idNumber": "430602198504151235", "sharePercent": 60 },
            { "name": "李四", "idNumber": "430626199208204510", "sharePercent": 40 }
          ],
          "tax": { "taxpayerKind": "small-scale", "invoiceKinds": ["vat-ordinary"], "bookkeeping": "agent" },
          "seals": { "kinds": ["official", "finance", "invoice", "contract", "legal-representative"], "engraver": "430602-01" },
          "sign": { "text": "洞庭湘味", "widthMetres": 5.2, "heightMetres": 0.9, "projectionMetres": 0.2, "frontageMetres": 6.0, "bottomHeightMetres": 3.1, "lighting": "internal", "street": "洞庭北路", "temporary": false }
        }
        """;

    /// <summary>What each item declares of the merged form.</summary>
    private static readonly Dictionary<string, string[]> Declared = new()
    {
        ["market-registration.company-set-up"] = ["enterprise", "legalRepresentative", "shareholders"],
        ["market-registration.individual-set-up"] = ["enterprise/name", "enterprise/scope", "enterprise/termYears", "enterprise/domicile", "legalRepresentative"],
        ["tax.registration"] = ["enterprise/name", "tax"],
        ["seals.seal-set"] = ["enterprise/name", "legalRepresentative/name", "seals"],
        ["signage.shop-sign"] = ["enterprise/domicile/region", "enterprise/domicile/address", "sign"],
    };

    /// <summary>The sample as one item's handler gets it, after an edit of the merged form.</summary>
    public static Application<JsonElement> For(IItemHandler handler, Action<JsonNode>? edit = null, string[]? without = null)
    {
        var merged = JsonNode.Parse(Form)!;
        edit?.Invoke(merged);
        string[] materials = ["domicile-proof", "articles-of-association", "sign-rendering", "sign-site-agreement"];
        return new Application<JsonElement>(
            CaseId: new Guid("019ab000-0000-7000-8000-0000000000ff"),
            Task, handler.Item, Region, $"{Region}.{handler.Item.Split('.')[0]}",
            new ApplicantName { Kind = ApplicantKind.NaturalPerson, Name = "张三" },
            JsonSerializer.SerializeToElement(Part(merged, Declared[handler.Item])),
            [.. materials.Except(without ?? []).Select(m => new MaterialReference { Material = m, Name = $"{m}.pdf" })],
            Today);
    }

    public static ReviewResult Review(IItemHandler handler, Action<JsonNode>? edit = null, string[]? without = null) =>
        handler.Review(For(handler, edit, without), Facts.None);

    /// <summary>Issues what the edited sample asks for, with the numbers it needs starting at <paramref name="first"/>.</summary>
    public static IssueResult Issue(
        IItemHandler handler, IReadOnlyList<Licence>? inputs = null, Action<JsonNode>? edit = null, long first = 1, params RegisterEntry[] entries)
    {
        var application = For(handler, edit);
        return handler.Issue(application, inputs ?? [], Known(handler.IssueNeeds(application, inputs ?? []), first, entries));
    }

    /// <summary>The facts a handler asked for: the given entries under the keys it named, and numbers for its sequences.</summary>
    public static Facts Known(Needs needs, long first, params RegisterEntry[] entries) => new(
        entries.Where(e => needs.Keys.Contains(e.Key)).ToDictionary(e => e.Key),
        needs.Numbers.ToDictionary(n => n.Sequence, _ => first));

    public static RegisterEntry Entry(RegisterKey key, Guid owner) => new(key, owner, Revoked: false);

    public static Licence BusinessLicenceOf(string creditCode, string name = "岳阳市岳阳楼区洞庭湘味餐饮管理有限公司") => new()
    {
        Number = creditCode,
        Type = BusinessLicence.Type,
        Item = "market-registration.company-set-up",
        IssuedAt = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(8)),
        Data = JsonSerializer.SerializeToElement(new { unifiedSocialCreditCode = creditCode, name }),
    };

    public static string[] Codes(ReviewResult result) => [.. Findings(result).Select(f => f.Code)];

    public static IReadOnlyList<Finding> Findings(ReviewResult result) => result switch
    {
        ReviewResult.Refused refused => refused.Findings,
        ReviewResult.LeftToPeople left => left.Findings,
        _ => [],
    };

    /// <summary>The only licence issued, with its data as other departments read it.</summary>
    public static (NewLicence Licence, JsonElement Data) Only(IssueResult result)
    {
        var licence = Assert.Single(Assert.IsType<IssueResult.Issued>(result).Licences);
        return (licence, JsonSerializer.SerializeToElement(licence.Data, JsonSerializerOptions.Web));
    }

    /// <summary>A result as text, to compare two of them member by member.</summary>
    public static string Written<T>(T result) => JsonSerializer.Serialize<object>(result!, JsonSerializerOptions.Web);

    private static JsonObject Part(JsonNode merged, string[] paths)
    {
        var part = new JsonObject();
        foreach (var path in paths)
        {
            var (from, to) = (merged, part);
            var members = path.Split('/');
            foreach (var member in members[..^1])
            {
                from = from[member]!;
                if (to[member] is not JsonObject inner)
                    to[member] = inner = [];
                to = inner;
            }
            if (from[members[^1]] is { } value)
                to[members[^1]] = value.DeepClone();
        }
        return part;
    }
}
