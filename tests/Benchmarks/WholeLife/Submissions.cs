using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Benchmarks.Measuring;

namespace OneVisit.Benchmarks.WholeLife;

/// <summary>The contracts' example as prepared bytes, each time under a trade name of its own: a name is registered once, and so is its sign.</summary>
internal sealed class Submissions
{
    /// <summary>Characters in no reserved word; six of them make two thousand million names.</summary>
    private const string Alphabet = "岚岫岸峙峡峰峻崎崖嵋巍帆帛帜幔庐庭弦弭彤彦彬徽忻怀思恬悦惠慈慧懿昀昕晗晟";
    private const int Length = 6;
    private static readonly string Marker = new('#', Length);
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[][] _pieces;
    private long _next;

    public Submissions()
    {
        using var example = Example.Read();
        var body = JsonNode.Parse(example.RootElement.GetRawText())!;
        body["form"]!["enterprise"]!["name"]!["tradeName"] = Marker;
        body["form"]!["sign"]!["text"] = Marker;
        _pieces = [.. body.ToJsonString(Readable).Split(Marker).Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>A body that no case was submitted with before.</summary>
    public byte[] Next()
    {
        Span<char> name = stackalloc char[Length];
        var number = Interlocked.Increment(ref _next);
        foreach (ref var c in name)
            (number, c) = (number / Alphabet.Length, Alphabet[(int)(number % Alphabet.Length)]);
        Span<byte> bytes = stackalloc byte[Length * 3];
        Encoding.UTF8.GetBytes(name, bytes);
        var body = new byte[_pieces.Sum(p => p.Length) + (_pieces.Length - 1) * bytes.Length];
        var at = 0;
        for (var i = 0; i < _pieces.Length; i++)
        {
            if (i > 0)
            {
                bytes.CopyTo(body.AsSpan(at));
                at += bytes.Length;
            }
            _pieces[i].CopyTo(body, at);
            at += _pieces[i].Length;
        }
        return body;
    }
}
