using System.Globalization;
using System.Text;
using OneVisit.Contracts;

namespace OneVisit.Catalogue;

/// <summary>
/// What a rule tells people, and the law it rests on. <c>{figure}</c> in a text stands for a value of the case at hand, so that a reason
/// always says how much was asked and how much is allowed.
/// </summary>
public sealed record RuleReason
{
    public required string Zh { get; init; }
    public required string En { get; init; }
    /// <summary>Law and article; <c>unverified</c> where the rule is local practice that still has to be confirmed.</summary>
    public required string Basis { get; init; }

    /// <summary>The texts with the figures put in. Numbers are written without a trailing zero: <c>5.2</c>.</summary>
    public Text With(params ReadOnlySpan<(string Name, object Value)> figures) => new(Fill(Zh, figures), Fill(En, figures));

    /// <summary>The reason as a finding.</summary>
    /// <param name="pointer">Where in the merged form, when one field is the cause.</param>
    public Finding Finding(string code, string? pointer, params ReadOnlySpan<(string Name, object Value)> figures) =>
        new() { Code = code, Reason = With(figures), LegalBasis = Basis, Pointer = pointer };

    private static string Fill(string text, ReadOnlySpan<(string Name, object Value)> figures)
    {
        var filled = new StringBuilder(text);
        foreach (var (name, value) in figures)
            filled.Replace($"{{{name}}}", Written(value));
        return filled.ToString();
    }

    private static string Written(object value) => value is decimal number
        ? number.ToString("0.####", CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
