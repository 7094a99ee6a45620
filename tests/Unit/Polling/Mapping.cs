using System.Text.Json.Nodes;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Polling;

namespace OneVisit.Unit.Polling;

/// <summary>The file of a closed system of the parks office, and what it is read with.</summary>
internal static class Mapping
{
    public const string Secret = "Basic c2VjcmV0OnNlY3JldA==";

    public static readonly MappingContext Context = new(
        "parks",
        name => name == "PollingSecrets:parks" ? Secret : null,
        url => url.StartsWith("https://", StringComparison.Ordinal) ? null : "An https address is expected.",
        (item, _) => item == "parks.tree" ? new Declaration() : null);

    public static JsonObject Sound => JsonNode.Parse("""
        {
          "id": "parks-county", "region": "430602", "items": ["parks.tree"],
          "interval": { "seconds": 30, "longestSeconds": 600 }, "until": { "days": 20 },
          "headers": { "Authorization": "PollingSecrets:parks" },
          "submit": { "url": "https://parks.example/api/apply", "body": { "no": { "from": "/task" }, "kind": "TREE", "place": { "from": "/form/tree/place" } }, "reference": "/data/no" },
          "find": { "url": "https://parks.example/api/apply?outer={task}", "reference": "/data/0/no" },
          "supplement": { "url": "https://parks.example/api/apply/{reference}/papers", "body": { "papers": { "from": "/materials" } } },
          "issue": { "url": "https://parks.example/api/apply/{reference}/print" },
          "cancel": { "method": "DELETE", "url": "https://parks.example/api/apply/{reference}" },
          "status": { "url": "https://parks.example/api/apply/{reference}", "state": "/data/state" },
          "words": {
            "10": "received",
            "20": "pass",
            "30": { "means": "refuse", "reason": { "from": "/data/opinion", "otherwise": { "zh": "不予许可", "en": "Refused" } }, "legalBasis": "城市绿化条例 第二十条" },
            "40": { "means": "supplement", "reason": { "from": "/data/opinion" }, "legalBasis": { "from": "/data/law", "otherwise": "行政许可法 第三十二条" },
                    "missing": { "from": "/data/missing", "code": "/code", "codes": { "P1": { "material": "tree-photo" }, "F1": { "field": "/tree/place" } } } },
            "50": { "means": "issued", "licences": [ { "type": "felling-permit", "number": "/data/permit/no", "validUntil": "/data/permit/until", "data": { "count": { "from": "/data/permit/count" } } } ] }
          }
        }
        """)!.AsObject();

    public static ClosedSystem System
    {
        get
        {
            var (system, faults) = Read(Sound);
            Assert.Empty(faults);
            return system!;
        }
    }

    public static (ClosedSystem? System, IReadOnlyList<string> Faults) Read(JsonObject file, MappingContext? context = null) => Read(file.ToJsonString(), context);

    public static (ClosedSystem? System, IReadOnlyList<string> Faults) Read(string text, MappingContext? context = null)
    {
        var faults = new List<string>();
        return (ClosedSystemReader.Read(text, context ?? Context, faults), faults);
    }

    /// <summary>A task declares a photo and a place.</summary>
    private sealed class Declaration : IItemDeclaration
    {
        public bool DeclaresMaterial(string material) => material == "tree-photo";

        public bool DeclaresField(string pointer) => pointer is "/tree" or "/tree/place" or "/tree/count";
    }
}
