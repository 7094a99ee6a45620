using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace OneVisit.Catalogue.Forms;

/// <summary>The text of a JSON string without a copy on the heap where that is possible, and without an exception where it is no text.</summary>
internal static class JsonText
{
    /// <summary>Length of the buffer a caller keeps on its stack.</summary>
    public const int BufferLength = 256;

    /// <summary>Reads a string's text. False: the string holds half a surrogate pair or bytes that are not UTF-8.</summary>
    /// <param name="text">Rests on the buffer or on an array of its own.</param>
    public static bool TryRead(JsonElement value, Span<char> buffer, out ReadOnlySpan<char> text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        if (raw.Contains((byte)'\\'))
        {
            text = Unescape(value);
            return !text.IsEmpty;
        }
        if (raw.Length > buffer.Length)
            buffer = new char[raw.Length];
        var valid = Utf8.ToUtf16(raw, buffer, out _, out var written, replaceInvalidSequences: false) == OperationStatus.Done;
        text = buffer[..written];
        return valid;
    }

    /// <summary>The bytes between the quotation marks: an upper bound of the text's length.</summary>
    public static int RawLength(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length - 2;

    /// <summary>The number of Unicode code points, which is how JSON Schema counts.</summary>
    public static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        foreach (var c in text)
            if (char.IsLowSurrogate(c))
                count--;
        return count;
    }

    /// <summary>True when the property has this name; false also when its own name is no text.</summary>
    public static bool NameIs(JsonProperty property, ReadOnlySpan<byte> name)
    {
        try
        {
            return property.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The property's name, or null when it is no text.</summary>
    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // An escaped text is never empty: it holds at least the character that was escaped.
    private static string? Unescape(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
