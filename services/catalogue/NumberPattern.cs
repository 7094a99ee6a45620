using System.Globalization;
using System.Text.RegularExpressions;

namespace OneVisit.Catalogue;

/// <summary>
/// How a licence's number is made: <c>{region}-{type}-{year}-{sequence:6}</c>. What stands around the sequence names the sequence, so that
/// it begins at 1 in every region, year and type the pattern tells apart, and no number is given twice.
/// </summary>
/// <remarks>
/// Known are <c>{department}</c>, <c>{region}</c> (the six digits of the county), <c>{type}</c> (the licence type's id), <c>{year}</c> (in the
/// city's zone) and, once, <c>{sequence}</c> or with the least number of digits <c>{sequence:6}</c>.
/// </remarks>
public sealed partial class NumberPattern
{
    private const string SequenceWord = "sequence";
    private static readonly string[] Words = ["department", "region", "type", "year", SequenceWord];

    /// <summary>Of a licence whose item says nothing.</summary>
    public static readonly NumberPattern Default = Read("{department}-{year}-{sequence:6}", "the default");

    private readonly string _text;
    private readonly int _digits;

    private NumberPattern(string text, int digits)
    {
        _text = text;
        _digits = digits;
    }

    /// <exception cref="InvalidDataException">A word is not known, or the sequence does not stand in it exactly once.</exception>
    public static NumberPattern Read(string text, string source)
    {
        var words = Word().Matches(text);
        if (words.FirstOrDefault(w => !Words.Contains(w.Groups[1].Value) || (w.Groups[2].Success && w.Groups[1].Value != SequenceWord)) is { } unknown)
            throw new InvalidDataException($"{source}: '{unknown.Value}' is not known in a licence's number");
        if (words.Count(w => w.Groups[1].Value == SequenceWord) != 1)
            throw new InvalidDataException($"{source}: the number '{text}' must have {{sequence}} in it once, or two licences would have the same");
        if (Word().Replace(text, "").AsSpan().ContainsAny('{', '}'))
            throw new InvalidDataException($"{source}: the number '{text}' has a brace that stands alone");
        var digits = words.Single(w => w.Groups[1].Value == SequenceWord).Groups[2];
        return new(text, digits.Success ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : 1);
    }

    /// <summary>The name of the sequence that numbers of this pattern are drawn from.</summary>
    public string SequenceOf(string department, string county, string type, int year) => Fill(department, county, type, year, "#");

    /// <summary>The number with its place in the sequence put in.</summary>
    public string NumberOf(string department, string county, string type, int year, long place) =>
        Fill(department, county, type, year, place.ToString(CultureInfo.InvariantCulture).PadLeft(_digits, '0'));

    private string Fill(string department, string county, string type, int year, string sequence) => Word().Replace(_text, word => word.Groups[1].Value switch
    {
        "department" => department,
        "region" => county,
        "type" => type,
        "year" => year.ToString("0000", CultureInfo.InvariantCulture),
        _ => sequence,
    });

    [GeneratedRegex(@"\{([a-z]+)(?::([1-9]))?\}")]
    private static partial Regex Word();
}
