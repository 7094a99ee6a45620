using System.Globalization;
using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;

namespace OneVisit.Kit.Polling;

/// <summary>Reads an object of an operator's file member by member, and keeps every fault with its place.</summary>
internal sealed class MappingReader
{
    private const int LongestLine = 200;

    private readonly JsonElement _object;
    private readonly string _at;
    private readonly List<string> _faults;

    /// <param name="at">A JSON pointer to it.</param>
    /// <param name="members">All that it may have.</param>
    public MappingReader(JsonElement element, string at, List<string> faults, params ReadOnlySpan<string> members)
    {
        (_object, _at, _faults) = (element, at, faults);
        if (element.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{(at.Length == 0 ? "/" : at)}: an object is expected");
            return;
        }
        foreach (var member in element.EnumerateObject())
        {
            if (!members.Contains(member.Name))
                faults.Add($"{PlaceOf(member.Name)}: this member is not known");
        }
    }

    /// <summary>Null when it is left out.</summary>
    public JsonElement? Member(string name) =>
        _object.ValueKind == JsonValueKind.Object && _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string PlaceOf(string name) => $"{_at}/{JsonPointer.Escape(name)}";

    public void Fault(string name, string what) => _faults.Add($"{PlaceOf(name)}: {what}");

    /// <summary>Null when it is left out, which is a fault where it must not be.</summary>
    public JsonElement? Required(string name, string expected)
    {
        if (Member(name) is { } value)
            return value;
        if (_object.ValueKind == JsonValueKind.Object)
            Fault(name, $"{expected} is expected");
        return null;
    }

    public string? Line(string name, bool required, string expected, Func<string, bool>? isSound = null)
    {
        if ((required ? Required(name, expected) : Member(name)) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } line && line.Length <= LongestLine && isSound?.Invoke(line) != false)
            return line;
        Fault(name, $"{expected} is expected");
        return null;
    }

    /// <summary>A JSON pointer (RFC 6901) into an answer; null when it is left out.</summary>
    public string? Pointer(string name, bool required) => Line(name, required, "a JSON pointer into the answer", IsPointer);

    public long Number(string name, long otherwise, long least, long most)
    {
        if (Member(name) is not { } value)
            return otherwise;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most)
            return number;
        Fault(name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most} is expected"));
        return otherwise;
    }

    /// <summary>A text in both languages, or in one; null when it is left out.</summary>
    public Text? Text(string name)
    {
        if (Member(name) is not { } value)
            return null;
        var found = new List<Fault>();
        if (BodyReader.TextOf(value, name, found) is { } text)
            return text;
        Fault(name, "a text, or {zh, en}, is expected");
        return null;
    }

    /// <summary>The members of an object whose names are the operator's own, in their order.</summary>
    public IReadOnlyList<(string Name, JsonElement Value)> Entries(string name, bool required, string expected)
    {
        if ((required ? Required(name, expected) : Member(name)) is not { } value)
            return [];
        if (value.ValueKind == JsonValueKind.Object)
            return [.. value.EnumerateObject().Select(m => (m.Name, m.Value))];
        Fault(name, $"{expected} is expected");
        return [];
    }

    /// <summary>Whether it is a JSON pointer (RFC 6901), or leads to the whole when it is empty.</summary>
    public static bool IsPointer(string text) => text.Length == 0
        || (text[0] == '/' && text.Index().All(c => c.Item != '~' || (c.Index + 1 < text.Length && text[c.Index + 1] is '0' or '1')));
}
