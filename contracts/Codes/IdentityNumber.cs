using System.Globalization;

namespace OneVisit.Contracts.Codes;

/// <summary>
/// The citizen identity number of GB 11643-1999: region 6, date of birth 8, sequence 3, check character (ISO 7064 MOD 11-2).
/// A number read here is never stored, logged or repeated in a message.
/// </summary>
public static class IdentityNumber
{
    private const int Length = 18;
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>
    /// True when the number is 18 plain characters (17 digits and a digit or capital <c>X</c>), contains a date that exists, and its check
    /// character is right. Whether the date lies in the future is for the caller, who knows the day.
    /// </summary>
    public static bool IsValid(string number) =>
        number is { Length: Length }
        && !number.AsSpan(0, Length - 1).ContainsAnyExceptInRange('0', '9')
        && BornOn(number) is not null
        && number[^1] == CheckCharacter(number);

    /// <summary>The date of birth in a number, or null when the number is not valid.</summary>
    public static DateOnly? DateOfBirth(string number) => IsValid(number) ? BornOn(number) : null;

    private static DateOnly? BornOn(string number) =>
        DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static char CheckCharacter(string number)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
            sum += (number[i] - '0') * Weights[i];
        return CheckCharacters[sum % 11];
    }
}
