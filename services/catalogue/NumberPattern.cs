using System.Globalization;
using System.Text.RegularExpressions;

namespace OneVisit.Catalogue;

/// <summary>
/// How a licence's number is made: <c>{region}-{type}-{year}-{sequence:6}</c>. What stands around the sequence names the sequence, so that
/// it begins at 1 in every region, year and type the pattern tells apart, and no number is given twice.
/// </summary>
/// <remarks>
/// Known are <c>{department}</c>, <c>{region}</c> (of the authority), <c>{type}</c> (the licence type's id), <c>{year}</c> (in the city's zone)
/// and, once, <c>{sequence}</c>, with the least number of digits <c>{sequence:6}</c>. Neither a digit nor a word touches the sequence.
/// </remarks>
public sealed partial class NumberPattern
{
    private static readonly string[] Words = ["department", "region", "type", "year"];
    private const string Sequence = "sequence";
    internal const string DefaultText = "{department}-{year}-{sequence:6}";

    /// <summary>Of a licence whose item says nothing.</summary>
    public static readonly NumberPattern Default = Read(DefaultText);

    private readonly string _text;
    private readonly int _digits;

    private NumberPattern(string text, int digits)
    {
        _text = text;
        _digits = digits;
    }

    /// <exception cref="InvalidDataException">As <see cref="FaultOf"/> says.</exception>
    public static NumberPattern Read(string text)
    {
        if (FaultOf(text) is { } fault)
            throw new InvalidDataException(fault);
        var digits = Word().Matches(text).Single(IsSequence).Groups[2];
        return new(text, digits.Success ? digits.Value[0] - '0' : 1);
    }

    /// <summary>What is wrong with a pattern; null when nothing is.</summary>
    internal static string? FaultOf(string text)
    {
        var words = Word().Matches(text);
        if (words.FirstOrDefault(w => !IsSequence(w) && (!Words.Contains(w.Groups[1].Value) || w.Groups[2].Success)) is { } unknown)
            return $"'{unknown.Value}' is not known in a licence's number";
        if (words.Count(IsSequence) != 1)
            return $"the number '{text}' must have {{sequence:6}} in it once, or two licences would have the same";
        if (words.First(IsSequence) is var sequence && (Runs(text, sequence.Index - 1) || Runs(text, sequence.Index + sequence.Length)))
            return $"in the number '{text}' a digit or a word touches the sequence, and two licences could have the same: put a sign between them";
        return Word().Replace(text, "").AsSpan().ContainsAny('{', '}') ? $"the number '{text}' has a brace that stands alone" : null;
    }

    /// <summary>The name of the sequence that numbers of this pattern are drawn from.</summary>
    public string SequenceOf(string department, string region, string type, int year) => Fill(department, region, type, year, "#");

    /// <summary>The number with its place in the sequence put in.</summary>
    public string NumberOf(string department, string region, string type, int year, long place) =>
        Fill(department, region, type, year, place.ToString(CultureInfo.InvariantCulture).PadLeft(_digits, '0'));

    /// <summary>Whether a number might be one of this pattern, of whatever region, year and place.</summary>
    public bool Fits(string department, string type, string number)
    {
        var (shape, from) = (new System.Text.StringBuilder("^"), 0);
        foreach (Match word in Word().Matches(_text))
        {
            shape.Append(Regex.Escape(_text[from..word.Index])).Append(word.Groups[1].Value switch
            {
                "department" => Regex.Escape(department),
                "type" => Regex.Escape(type),
                "region" => "[0-9]{6,12}",
                "year" => "[0-9]{4}",
                _ => $"[0-9]{{{_digits},}}",
            });
            from = word.Index + word.Length;
        }
        return Regex.IsMatch(number, $"{shape.Append(Regex.Escape(_text[from..]))}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    private string Fill(string department, string region, string type, int year, string sequence) => Word().Replace(_text, word => word.Groups[1].Value switch
    {
        "department" => department,
        "region" => region,
        "type" => type,
        "year" => year.ToString("0000", CultureInfo.InvariantCulture),
        _ => sequence,
    });

    // What stands there could be taken for a part of the sequence.
    private static bool Runs(string text, int at) => at >= 0 && at < text.Length && (char.IsDigit(text[at]) || text[at] is '{' or '}');

    private static bool IsSequence(Match word) => word.Groups[1].Value == Sequence;

    [GeneratedRegex(@"\{([a-z]+)(?::([1-9]))?\}")]
    private static partial Regex Word();
}
