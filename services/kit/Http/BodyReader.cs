using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Http;

/// <summary>Reads the members of a small body one by one, and keeps every fault.</summary>
public sealed class BodyReader
{
    internal const int LongestText = 4000;
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
        var before = faults.Count;
        var (zh, en) = value.ValueKind == JsonValueKind.Object
            ? (LanguageOf(value, "zh", $"/{name}/zh", faults), LanguageOf(value, "en", $"/{name}/en", faults))
            : (Checked(value, $"/{name}", LongestText, faults), null);
        if (faults.Count == before && (zh ?? en) is null)
            faults.Add(new Fault($"/{name}", value.EnumerateObject().Any() ? FaultCodes.TooShort : FaultCodes.Missing, "A text in at least one language, {zh, en}, is expected."));
        return faults.Count > before ? null : new Text(zh ?? en!, en ?? zh!);
    }

    /// <summary>Null when the sender has nothing in that language.</summary>
    private static string? LanguageOf(JsonElement text, string language, string pointer, List<Fault> faults) =>
        !text.TryGetProperty(language, out var value) || value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString()))
            ? null
            : Checked(value, pointer, LongestText, faults);

    /// <summary>A text that is there, no longer than it may be, as it was written; null beside a fault.</summary>
    private static string? Checked(JsonElement value, string pointer, int longest, List<Fault> faults)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (!string.IsNullOrWhiteSpace(text) && text.Length <= longest)
            return text;
        faults.Add(new Fault(
            pointer, text is null ? FaultCodes.WrongType : text.Length > longest ? FaultCodes.TooLong : FaultCodes.TooShort, $"A text of 1 to {longest} characters is expected."));
        return null;
    }

    /// <summary>Who is meant: the subject of an account.</summary>
    public string? Subject(string name) => Line(name, required: true, LongestSubject);

    /// <summary>One line; null when it is left out.</summary>
    public string? Line(string name, bool required, int longest = LongestLine)
    {
        if (Member(name) is not { } value)
            return required ? Missing<string>(name, "A text is expected.") : null;
        return Checked(value, $"/{name}", longest, _faults)?.Trim();
    }

    /// <summary>One of the words; null beside a fault.</summary>
    public string? Choice(string name, params ReadOnlySpan<string> words)
    {
        var value = Member(name);
        if (value is { ValueKind: JsonValueKind.String } word && words.Contains(word.GetString()))
            return word.GetString();
        _faults.Add(new Fault($"/{name}", value is null ? FaultCodes.Missing : FaultCodes.NotAChoice, $"{string.Join(" or ", words)} is expected."));
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
}
