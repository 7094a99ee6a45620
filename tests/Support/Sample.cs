using System.Text.Json.Nodes;

namespace OneVisit.Support;

/// <summary>Applications to submit: the published example, with what a scenario changes.</summary>
public static class Sample
{
    private static readonly string Text = Read();

    /// <summary>The identity numbers of the example; they must never be seen where they are not needed.</summary>
    public static readonly IReadOnlyList<string> IdentityNumbers = ["430602198504151235", "430626199208204510"];

    /// <summary>The example under a trade name that no other case has.</summary>
    public static JsonObject StartUp(Action<JsonObject>? change = null)
    {
        var body = JsonNode.Parse(Text)!.AsObject();
        Name(body)["tradeName"] = TradeName();
        change?.Invoke(body);
        return body;
    }

    public static JsonObject Name(JsonObject body) => body["form"]!["enterprise"]!["name"]!.AsObject();

    /// <summary>A capital so large that a person of the registration authority decides.</summary>
    public static void LeaveRegistrationToPeople(JsonObject body) => body["form"]!["enterprise"]!["registeredCapital"]!["amount"] = 2_000_000_000;

    /// <summary>An engraver who is not on the list: seals refuses.</summary>
    public static void BreakSeals(JsonObject body) => body["form"]!["seals"]!["engraver"] = "430602-99";

    /// <summary>A sign wider than its frontage: signage, which is optional, refuses.</summary>
    public static void BreakSign(JsonObject body) => body["form"]!["sign"]!["widthMetres"] = 9.5;

    private static string Read()
    {
        using var reader = new StreamReader(typeof(Sample).Assembly.GetManifestResourceStream("business-start-up.json")!);
        return reader.ReadToEnd();
    }

    private static string TradeName() => TradeName(Guid.CreateVersion7().ToByteArray(bigEndian: true)[8..].Aggregate(0UL, (n, b) => (n << 8) | b));

    /// <summary>A trade name by number: another for each of 37 to the sixth.</summary>
    public static string TradeName(ulong number)
    {
        // Characters of the CJK block: names no reserved word contains.
        const string Alphabet = "岚岫岳岸峙峡峰峻崎崖嵋巍帆帛帜幔庐庭弦弭彤彦彬徽忻怀思恒恬悦惠慈慧懿";
        Span<char> name = stackalloc char[6];
        foreach (ref var c in name)
        {
            c = Alphabet[(int)(number % (ulong)Alphabet.Length)];
            number /= (ulong)Alphabet.Length;
        }
        return name.ToString();
    }
}
