using System.Text.Json.Serialization;
using OneVisit.Contracts;

namespace OneVisit.Catalogue;

/// <summary>Who decides an item.</summary>
[JsonConverter(typeof(KebabCase<DecidedBy>))]
public enum DecidedBy
{
    /// <summary>The department's own code.</summary>
    Rule,
    /// <summary>An officer at the desk.</summary>
    People,
    /// <summary>The desk itself, as soon as form and materials are complete (秒批, 即办件).</summary>
    AtOnce,
}

/// <summary>How the desk makes a licence of one type.</summary>
public sealed record LicenceIssue
{
    /// <summary>The licence's content: each field's source.</summary>
    public IReadOnlyDictionary<string, IssuedField> Data { get; init; } = new Dictionary<string, IssuedField>();
    /// <summary>The licence's number, see <see cref="NumberPattern"/>; null: <see cref="NumberPattern.Default"/>.</summary>
    public string? Number { get; init; }
}

/// <summary>Where a field of a licence comes from: one of the three.</summary>
public sealed record IssuedField
{
    /// <summary>A JSON pointer into the item's form.</summary>
    public string? From { get; init; }
    /// <summary>A sequence of the department, whose next number it is.</summary>
    public string? Number { get; init; }
    /// <summary>The same in every licence.</summary>
    public string? Text { get; init; }
}
