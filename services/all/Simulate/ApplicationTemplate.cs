using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Catalogue;
using OneVisit.Contracts.Api;

namespace OneVisit.All.Simulate;

/// <summary>
/// One kind of application, as it would be posted. Each that is made of it differs from the others where no two may be alike, and goes through
/// the whole validation like any other.
/// </summary>
/// <param name="weight">Of all applications, this by the sum of the weights.</param>
/// <param name="unique">Pointers to the texts that no two applications share.</param>
internal sealed class ApplicationTemplate(string bundle, double weight, JsonObject body, IReadOnlyList<string> unique)
{
    // Characters of the CJK block: names no reserved word contains.
    private const string Alphabet = "岚岫岳岸峙峡峰峻崎崖嵋巍帆帛帜幔庐庭弦弭彤彦彬徽忻怀思恒恬悦惠慈慧懿";

    private readonly byte[][] _parts = Cut(body, unique);

    public string Bundle => bundle;

    public double Weight => weight;

    /// <summary>The body of the n-th application.</summary>
    public JsonElement BodyOf(int number)
    {
        var name = Encoding.UTF8.GetBytes(NameOf(number));
        var length = _parts.Sum(p => p.Length) + (name.Length * (_parts.Length - 1));
        var text = new byte[length];
        var at = 0;
        for (var i = 0; i < _parts.Length; i++)
        {
            if (i > 0)
            {
                name.CopyTo(text, at);
                at += name.Length;
            }
            _parts[i].CopyTo(text, at);
            at += _parts[i].Length;
        }
        return JsonElement.Parse(text);
    }

    /// <summary>The n-th application, read as the platform reads it.</summary>
    public ReadResult<ValidSubmission> Read(int number, CityCatalogue catalogue, DateOnly today) => SubmissionReader.Read(BodyOf(number), catalogue, today);

    /// <summary>The place in the body; null where there is none.</summary>
    public static JsonNode? Find(JsonNode body, string pointer)
    {
        JsonNode? at = body;
        foreach (var step in JsonPointer.Steps(pointer))
        {
            at = at switch
            {
                JsonObject o => o[step],
                JsonArray a when int.TryParse(step, out var index) && index >= 0 && index < a.Count => a[index],
                _ => null,
            };
        }
        return at;
    }

    /// <summary>A name by number: another for each of 38 to the fourth.</summary>
    private static string NameOf(int number)
    {
        Span<char> name = stackalloc char[4];
        var rest = (uint)number;
        foreach (ref var c in name)
        {
            c = Alphabet[(int)(rest % (uint)Alphabet.Length)];
            rest /= (uint)Alphabet.Length;
        }
        return name.ToString();
    }

    /// <summary>The body's text, cut where a name of its own goes.</summary>
    private static byte[][] Cut(JsonObject body, IReadOnlyList<string> unique)
    {
        const string Mark = "00onevisit-unique00";
        var marked = body.DeepClone();
        foreach (var pointer in unique)
            Find(marked, pointer)!.ReplaceWith(Mark);
        return [.. marked.ToJsonString().Split(Mark).Select(Encoding.UTF8.GetBytes)];
    }
}
