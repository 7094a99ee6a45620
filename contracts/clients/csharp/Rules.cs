using System.Text.Json.Nodes;

/// <summary>What the department decides. Yours go here.</summary>
internal static class Rules
{
    private const string Bookkeeping = "/tax/bookkeeping";

    /// <summary>The answer to one application. Every outcome but pass says why, and by which law; nothing is asked for twice.</summary>
    public static JsonObject Review(JsonNode task)
    {
        if (task["form"]?["tax"]?["bookkeeping"] is not null)
            return Decision("pass", "准予登记", "May be registered", "税收征收管理法 第十五条");
        var asks = task["asked"] is null;
        var decision = Decision(asks ? "supplement" : "refuse", "未说明记账方式", "It is not said how the books are kept", "税收征收管理法 第十九条");
        if (asks)
            decision["supplement"] = new JsonObject { ["fields"] = new JsonArray(new JsonObject { ["pointer"] = Bookkeeping }) };
        return decision;
    }

    /// <summary>The licences that are asked for. Each number follows from the task: asked again, it is the same one again.</summary>
    public static JsonArray Issue(JsonNode task)
    {
        var creditCode = task["issue"]!["inputs"]?.AsArray().Select(licence => licence!["data"]!["unifiedSocialCreditCode"]?.ToString()).FirstOrDefault(code => code is not null);
        return [.. task["issue"]!["types"]!.AsArray().Select(type => new JsonObject
        {
            ["type"] = type!.ToString(),
            ["number"] = $"{creditCode ?? task["task"]!.ToString()}-tax",
            ["data"] = new JsonObject { ["taxpayerKind"] = task["form"]!["tax"]!["taxpayerKind"]!.DeepClone() },
        })];
    }

    private static JsonObject Decision(string outcome, string zh, string en, string law) =>
        new() { ["outcome"] = outcome, ["reason"] = new JsonObject { ["zh"] = zh, ["en"] = en }, ["legalBasis"] = law };
}
