using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Http;

/// <summary>Reads the members of a small body one by one, and keeps every fault.</summary>
public sealed class BodyReader
{
    private const int LongestText = 4000;
    private const int LongestLine = 1000;
    private const int LongestSubject = 200;
    private const int MostDays = 3650;

    private readonly JsonElement _body;
    private readonly List<Fault> _faults = [];

    /// <param name="members">All that the body may have.</param>
    public BodyReader(JsonElement body, params ReadOnlySpan<string> members)
    {
        _body = body;
        if (body.ValueKind != JsonValueKind.Object)
        {
            _faults.Add(new Fault("", FaultCodes.WrongType, "An object is expected."));
            return;
        }
        foreach (var member in body.EnumerateObject())
        {
            if (!members.Contains(member.Name))
                _faults.Add(new Fault($"/{JsonPointer.Escape(member.Name)}", FaultCodes.UnknownMember, "This member is not known."));
        }
    }

    public bool IsSound => _faults.Count == 0;

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>A text in both languages, or in one when the sender has only one; null when it is left out.</summary>
    public Text? Text(string name, bool required)
    {
        if (Member(name) is not { } value)
            return required ? Missing<Text>(name, "A text {zh, en} is expected.") : null;
        return TextOf(value, name, _faults);
    }

    /// <summary>A text in both languages, or in one when the sender has only one; null beside a fault.</summary>
    internal static Text? TextOf(JsonElement value, string name, List<Fault> faults)
    {
        var (zh, en) = value.ValueKind == JsonValueKind.String ? (value.GetString(), value.GetString())
            : value.ValueKind == JsonValueKind.Object ? (StringOf(value, "zh"), StringOf(value, "en"))
            : (null, null);
        if (!string.IsNullOrWhiteSpace(zh ?? en) && (zh ?? en)!.Length <= LongestText && (en ?? zh)!.Length <= LongestText)
            return new Text(zh ?? en!, en ?? zh!);
        faults.Add(new Fault($"/{name}", FaultCodes.WrongType, $"A text {{zh, en}} of at most {LongestText} characters is expected."));
        return null;
    }

    /// <summary>Who is meant: the subject of an account.</summary>
    public string? Subject(string name) => Line(name, required: true, LongestSubject);

    /// <summary>One line; null when it is left out.</summary>
    public string? Line(string name, bool required, int longest = LongestLine)
    {
        if (Member(name) is not { } value)
            return required ? Missing<string>(name, "A text is expected.") : null;
        if (value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } line && line.Length <= longest)
            return line;
        _faults.Add(new Fault($"/{name}", FaultCodes.WrongType, $"A text of 1 to {longest} characters is expected."));
        return null;
    }

    /// <summary>True or false; null beside a fault.</summary>
    public bool? Flag(string name)
    {
        var value = Member(name);
        if (value is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag)
            return flag.GetBoolean();
        _faults.Add(new Fault($"/{name}", value is null ? FaultCodes.Missing : FaultCodes.WrongType, "true or false is expected."));
        return null;
    }

    /// <summary>A number of days, from 1 on.</summary>
    public int Days(string name)
    {
        var value = Member(name);
        if (value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var days) && days is >= 1 and <= MostDays)
            return days;
        _faults.Add(new Fault($"/{name}", value is null ? FaultCodes.Missing : value.Value.ValueKind == JsonValueKind.Number ? FaultCodes.NumberOutOfRange : FaultCodes.WrongType, $"A number of days from 1 to {MostDays} is expected."));
        return 0;
    }

    private T? Missing<T>(string name, string message)
        where T : class
    {
        _faults.Add(new Fault($"/{name}", FaultCodes.Missing, message));
        return null;
    }

    private JsonElement? Member(string name) =>
        _body.ValueKind == JsonValueKind.Object && _body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? StringOf(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
