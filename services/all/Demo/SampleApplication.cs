using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace OneVisit.All.Demo;

/// <summary>The sample application of <c>contracts/examples</c>, under a company name of its own: a name is registered once.</summary>
internal sealed record SampleApplication(string Body, string TradeName)
{
    /// <summary>Characters that shops like in their names.</summary>
    private const string Auspicious = "福禄寿喜荣华安康瑞祥和顺兴隆昌盛恒丰泰裕盈聚源广茂宏达通利润泽鑫森淼磊嘉美雅悦馨怡佳欣诚信义仁德善智礼明春晖云鹤松竹梅兰清远景";

    public static SampleApplication New()
    {
        using var resource = typeof(SampleApplication).Assembly.GetManifestResourceStream("applications/business-start-up.json")!;
        var body = JsonNode.Parse(resource)!;
        var name = body["form"]!["enterprise"]!["name"]!.AsObject();
        var tradeName = name["tradeName"]!.GetValue<string>() + RandomNumberGenerator.GetString(Auspicious, 3);
        name["tradeName"] = tradeName;
        body["form"]!["sign"]!["text"] = tradeName;
        return new SampleApplication(body.ToJsonString(), tradeName);
    }
}
