using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Polling;

/// <summary>An address with holes: <c>{reference}</c>, <c>{task}</c>, or a pointer <c>{/form/place}</c>. Only its path and query may have any.</summary>
internal sealed partial class UrlTemplate
{
    private const int LongestValue = 200;

    private readonly string _text;

    private UrlTemplate(string text) => _text = text;

    /// <summary>The pointers of an address's holes.</summary>
    public static IEnumerable<string> PointersIn(string text) => Hole().Matches(text).Select(m => PointerOf(m.Groups[1].Value));

    /// <summary>Every fault is named; null beside one.</summary>
    /// <param name="unsound">What is wrong with a pointer; null: nothing.</param>
    /// <param name="allowed">What is wrong with where it leads; null: nothing.</param>
    public static UrlTemplate? Read(string text, string at, Func<string, string?> unsound, Func<string, string?> allowed, List<string> faults)
    {
        var before = faults.Count;
        var template = new UrlTemplate(text);
        foreach (var pointer in PointersIn(text))
        {
            if (!MappingReader.IsPointer(pointer))
                faults.Add($"{at}: {{{pointer}}} is no JSON pointer");
            else if (unsound(pointer) is { } fault)
                faults.Add($"{at}: {fault}");
        }
        var plain = Hole().Replace(text, "0");
        if (plain.AsSpan().IndexOfAny('{', '}') >= 0)
            faults.Add($"{at}: a brace is not closed");
        // With something else in every hole it must still be the same server.
        else if (!Uri.TryCreate(plain, UriKind.Absolute, out var one) || !Uri.TryCreate(Hole().Replace(text, "x"), UriKind.Absolute, out var other)
            || one.GetLeftPart(UriPartial.Authority) != other.GetLeftPart(UriPartial.Authority))
            faults.Add($"{at}: an absolute address is expected, with holes in its path and query alone");
        else if (allowed(plain) is { } elsewhere)
            faults.Add($"{at}: {elsewhere}");
        return faults.Count == before ? template : null;
    }

    /// <summary>The address; null, and what is missing, where a hole cannot be filled with something that stays in its place.</summary>
    public Uri? Fill(JsonElement source, out string? missing)
    {
        var filled = new StringBuilder();
        var at = 0;
        foreach (Match hole in Hole().Matches(_text))
        {
            var pointer = PointerOf(hole.Groups[1].Value);
            // "." and ".." would be another path.
            if (Scalar.Of(JsonPointer.Find(source, pointer)) is not { Length: > 0 and <= LongestValue } value || value.All(c => c == '.'))
            {
                missing = pointer;
                return null;
            }
            filled.Append(_text.AsSpan(at, hole.Index - at)).Append(Uri.EscapeDataString(value));
            at = hole.Index + hole.Length;
        }
        missing = null;
        return new Uri(filled.Append(_text.AsSpan(at)).ToString());
    }

    private static string PointerOf(string hole) => hole.StartsWith('/') ? hole : $"/{hole}";

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Hole();
}

/// <summary>One value of an answer as a word.</summary>
internal static class Scalar
{
    /// <summary>Null for what is no text, number or truth value.</summary>
    public static string? Of(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Trim(),
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } other => other.GetRawText(),
        _ => null,
    };
}
