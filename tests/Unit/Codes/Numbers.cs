using System.Globalization;
using CsCheck;

namespace OneVisit.Unit.Codes;

/// <summary>Identity numbers made up for tests. The check character is computed here a second way, from the remainder 1 of ISO 7064.</summary>
internal static class Numbers
{
    public static readonly Gen<string> Identity = Gen.Select(
        Gen.Int[110000, 659999], Gen.Int[0, 40_000], Gen.Int[0, 999],
        (region, day, sequence) => WithCheck(string.Create(
            CultureInfo.InvariantCulture, $"{region}{new DateOnly(1900, 1, 1).AddDays(day):yyyyMMdd}{sequence:000}")));

    /// <summary>The 17 digits and the one character that makes the weighted sum 1 modulo 11, every position weighing twice the next.</summary>
    public static string WithCheck(string digits)
    {
        var remainder = digits.Aggregate(0, (sum, digit) => (sum + (digit - '0')) * 2 % 11);
        var check = (12 - remainder) % 11;
        return digits + (check == 10 ? "X" : check.ToString(CultureInfo.InvariantCulture));
    }

    public static string Changed(string text, int at, char other) => $"{text[..at]}{other}{text[(at + 1)..]}";
}
