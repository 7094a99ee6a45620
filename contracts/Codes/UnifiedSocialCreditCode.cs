using System.Buffers;

namespace OneVisit.Contracts.Codes;

/// <summary>
/// The unified social credit code of legal persons and other organisations, GB 32100-2015, 18 characters: registering authority 1, category 1,
/// region 6 (GB/T 2260), organisation code 9 (<see cref="OrganisationCode"/>), check character (modulus 31).
/// </summary>
public static class UnifiedSocialCreditCode
{
    /// <summary>The characters of the code in the order of their values: without I, O, S, V and Z.</summary>
    public const string Characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Characters);

    private const int Length = 18;
    private const int RegionAt = 2, RegionLength = 6, OrganisationAt = 8, OrganisationLength = 9;

    /// <summary>3 to the power of the position, modulus 31.</summary>
    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// <summary>Composes a code with both check characters.</summary>
    /// <param name="authority">The registering authority: <c>9</c> is market regulation.</param>
    /// <param name="category">Under authority 9: <c>1</c> enterprise, <c>2</c> individual business.</param>
    /// <param name="region">GB/T 2260, six digits.</param>
    /// <param name="organisation">The organisation code's first eight characters.</param>
    /// <exception cref="ArgumentException">A part has the wrong length or a character outside <see cref="Characters"/>.</exception>
    public static string Compose(char authority, char category, string region, string organisation)
    {
        if (!IsRegion(region))
            throw new ArgumentException("a region is six digits", nameof(region));
        var body = $"{authority}{category}{region}{OrganisationCode.Compose(organisation)}";
        if (body.AsSpan().ContainsAnyExcept(Allowed))
            throw new ArgumentException($"a credit code is written with {Characters} only", nameof(organisation));
        return body + CheckCharacter(body);
    }

    /// <summary>True when the code is 18 allowed characters with a region of digits and both check characters are right.</summary>
    public static bool IsValid(string code) =>
        code is { Length: Length }
        && !code.AsSpan().ContainsAnyExcept(Allowed)
        && IsRegion(code.AsSpan(RegionAt, RegionLength))
        && OrganisationCode.IsValid(code.Substring(OrganisationAt, OrganisationLength))
        && code[^1] == CheckCharacter(code);

    private static bool IsRegion(ReadOnlySpan<char> region) => region.Length == RegionLength && !region.ContainsAnyExceptInRange('0', '9');

    private static char CheckCharacter(string code)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
            sum += Characters.IndexOf(code[i], StringComparison.Ordinal) * Weights[i];
        return Characters[(31 - sum % 31) % 31];
    }
}
