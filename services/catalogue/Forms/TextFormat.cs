using System.Buffers;
using System.Globalization;
using OneVisit.Contracts.Codes;

namespace OneVisit.Catalogue.Forms;

/// <summary>
/// A named format of texts. Its <see cref="Pattern"/> goes into the exported schema; where a standard's check digit or calendar says more than
/// a pattern can, this test is the stricter one.
/// </summary>
public sealed class TextFormat
{
    public delegate bool Test(ReadOnlySpan<char> text);

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly Test _test;

    private TextFormat(string name, string meaning, string pattern, Test test)
    {
        Name = name;
        Meaning = meaning;
        Pattern = pattern;
        _test = test;
    }

    public string Name { get; }

    /// <summary>In words, after "must be".</summary>
    public string Meaning { get; }

    /// <summary>What the exported schema says of it, in the language of <see cref="TextPattern"/>.</summary>
    public string Pattern { get; }

    /// <summary>A citizen identity number, GB 11643-1999. The check digit and the date in it go beyond the pattern.</summary>
    public static readonly TextFormat IdentityNumber = new("identity-number", "an identity number of 18 characters with the right check digit (GB 11643)",
        "^[1-9][0-9]{16}[0-9X]$", text => text.Length == 18 && text[0] != '0' && Contracts.Codes.IdentityNumber.IsValid(text.ToString()));

    /// <summary>A unified social credit code, GB 32100-2015. Its two check digits go beyond the pattern.</summary>
    public static readonly TextFormat CreditCode = new("credit-code", "a unified social credit code of 18 characters with the right check digits (GB 32100)",
        "^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$", text => text.Length == 18 && UnifiedSocialCreditCode.IsValid(text.ToString()));

    public static readonly TextFormat MobilePhone = new("mobile-phone", "a mobile telephone number of 11 digits",
        "^1[3-9][0-9]{9}$", text => text.Length == 11 && text[0] == '1' && text[1] >= '3' && Digits(text));

    /// <summary>A GB/T 2260 code of 6 digits, or GB/T 10114 below it: 9 for a street, 12 for a village.</summary>
    public static readonly TextFormat Region = new("region", "a region code of 6, 9 or 12 digits (GB/T 2260)",
        "^[0-9]{6}([0-9]{3}([0-9]{3})?)?$", RegionCode.IsWellFormed);

    public static readonly TextFormat Digest = new("digest", "sha256: and 64 hexadecimal digits",
        "^sha256:[0-9a-fA-F]{64}$", text => text.Length == 71 && text.StartsWith("sha256:") && !text[7..].ContainsAnyExcept(HexDigits));

    /// <summary>A date that exists, RFC 3339 full-date.</summary>
    public static readonly TextFormat Date = new("date", "a date, YYYY-MM-DD",
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));

    private static readonly TextFormat[] All = [IdentityNumber, CreditCode, MobilePhone, Region, Digest, Date];

    /// <exception cref="InvalidDataException">No format has this name.</exception>
    public static TextFormat Named(string name) => Array.Find(All, f => f.Name == name)
        ?? throw new InvalidDataException($"there is no format '{name}'; there are {string.Join(", ", All.Select(f => f.Name))}");

    internal bool Matches(ReadOnlySpan<char> text) => _test(text);

    private static bool Digits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
