using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Http;

/// <summary>
/// JSON lets strings through that are no text: half of a surrogate pair cannot be read as one, and U+0000 cannot be kept by PostgreSQL.
/// Looked for once, where bodies come in, so that nothing behind has to think of them.
/// </summary>
internal static class JsonTexts
{
    /// <summary>Each costs an exception and a line of the answer; a hostile body is made of nothing else.</summary>
    private const int MostFaults = 200;

    /// <summary>Every string and every member's name that is no text, up to a bound.</summary>
    public static IReadOnlyList<Fault> FaultsOf(JsonElement root)
    {
        // Written as itself none of this gets past the parser, but for bytes that are no UTF-8; so most bodies are done with here.
        var raw = JsonMarshal.GetRawUtf8Value(root);
        if (Utf8.IsValid(raw) && raw.IndexOf("\\u"u8) < 0)
            return [];
        var faults = new List<Fault>();
        Look(root, "", faults);
        if (faults.Count == MostFaults)
            faults.Add(new Fault("", FaultCodes.MoreFaults, $"There may be more than {MostFaults} faults."));
        return faults;
    }

    private static void Look(JsonElement value, string pointer, List<Fault> faults)
    {
        if (faults.Count == MostFaults)
            return;
        switch (value.ValueKind)
        {
            case JsonValueKind.String when TextOf(value.GetString) is null:
                faults.Add(new Fault(pointer, FaultCodes.InvalidText, "Unicode text without U+0000 is expected."));
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Look(item, $"{pointer}/{index}", faults);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject().TakeWhile(_ => faults.Count < MostFaults))
                {
                    if (TextOf(() => member.Name) is { } name)
                        Look(member.Value, $"{pointer}/{JsonPointer.Escape(name)}", faults);
                    else
                        faults.Add(new Fault(pointer, FaultCodes.InvalidText, "It has a member whose name is no Unicode text without U+0000."));
                }
                break;
        }
    }

    /// <summary>Null for what is no text.</summary>
    internal static string? TextOf(Func<string?> read)
    {
        try
        {
            return read() is { } text && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
