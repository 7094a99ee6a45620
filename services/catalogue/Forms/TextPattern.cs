using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace OneVisit.Catalogue.Forms;

/// <summary>
/// A regular expression in the part of the language that .NET and ECMA-262 (JSON Schema, Unicode mode) read alike: anchored at both ends, no
/// dot, no class by letter except <c>\u</c> escapes. It matches in time linear in the text.
/// </summary>
public sealed partial class TextPattern
{
    private static readonly ConcurrentDictionary<string, TextPattern> Known = new();

    private readonly Regex _regex;

    private TextPattern(string source)
    {
        Source = source;
        // In .NET a closing $ also matches before a last line feed; \z does not.
        _regex = new Regex(source[..^1] + @"\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    /// <summary>The expression as the catalogue and the exported schema write it.</summary>
    public string Source { get; }

    /// <summary>The pattern for an expression; the same one for the same expression.</summary>
    /// <exception cref="InvalidDataException">The expression is outside the common part of both languages, or is none.</exception>
    public static TextPattern Of(string source)
    {
        if (!IsPortable(source))
            throw new InvalidDataException(
                "the pattern must be anchored (^...$) and use no dot, no alternative outside a class, no group with a question mark but (?:, and no escape except \\u and an escaped punctuation mark");
        try
        {
            return Known.GetOrAdd(source, s => new TextPattern(s));
        }
        // The second: it would take too much memory to match in linear time.
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    internal bool Matches(ReadOnlySpan<char> text) => _regex.IsMatch(text);

    private static bool IsPortable(string source)
    {
        if (source.Length < 2 || source[0] != '^' || source[^1] != '$')
            return false;
        // Where the class began that one is in; 0 outside.
        var from = 0;
        for (var i = 1; i < source.Length - 1; i++)
        {
            var inClass = from > 0;
            switch (source[i])
            {
                case '\\':
                    if (++i == source.Length - 1 || (source[i] != 'u' && !@"^$\.*+?()[]{}|/".Contains(source[i], StringComparison.Ordinal)))
                        return false;
                    break;
                case '[' when !inClass:
                    from = i;
                    break;
                // To .NET a bracket that would close an empty class is a member of it, and one that closes nothing a letter. One class taken from another
                // ([a-z-[b]]), which is .NET's alone, ends in one.
                case ']' when !inClass || i == from + 1 || (i == from + 2 && source[i - 1] == '^'):
                    return false;
                case ']':
                    from = 0;
                    break;
                // Of what a question mark begins in a group only a group without a number is common to both, and linear.
                case '(' when !inClass && source[i + 1] == '?' && source[i + 2] != ':':
                case '.' or '^' or '$' or '|' when !inClass:
                    return false;
                // A brace that counts nothing is a letter to .NET alone.
                case '{' when !inClass:
                    if (Count().Match(source, i) is not { Success: true, Length: var length })
                        return false;
                    i += length - 1;
                    break;
                case '}' when !inClass:
                    return false;
            }
            if (char.IsSurrogate(source[i]))
                return false;
        }
        return true;
    }

    [GeneratedRegex(@"\G\{[0-9]+(,[0-9]*)?\}")]
    private static partial Regex Count();
}
