using System.Text.Json.Serialization;
using OneVisit.Catalogue.Reading;
using OneVisit.Contracts;

namespace OneVisit.Catalogue.Forms;

/// <summary>A field as the catalogue's text writes it: a type with its rules, or <c>use</c> and the name of a shared field of <c>fields.yaml</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ObjectText), "object")]
[JsonDerivedType(typeof(ArrayText), "array")]
[JsonDerivedType(typeof(StringText), "string")]
[JsonDerivedType(typeof(NumberText), "number")]
[JsonDerivedType(typeof(IntegerText), "integer")]
[JsonDerivedType(typeof(ChoiceText), "enum")]
[JsonDerivedType(typeof(BooleanText), "boolean")]
internal record FieldText
{
    public string? Use { get; init; }
    public bool Required { get; init; }
    public Text? Title { get; init; }
    /// <summary>Of a form: the licence type and field it is, <c>business-licence.name</c>.</summary>
    public string? Output { get; init; }
    /// <summary>Of a question: asked only when this holds.</summary>
    public ConditionText? When { get; init; }
}

internal sealed record ObjectText : FieldText
{
    public required Dictionary<string, FieldText> Fields { get; init; }
}

internal sealed record ArrayText : FieldText
{
    public required FieldText Items { get; init; }
    public int? MinItems { get; init; }
    public required int MaxItems { get; init; }
    public bool UniqueItems { get; init; }
}

internal sealed record StringText : FieldText
{
    public int? MinLength { get; init; }
    public required int MaxLength { get; init; }
    public string? Pattern { get; init; }
    public string? Format { get; init; }
}

internal record NumberText : FieldText
{
    public decimal? Minimum { get; init; }
    public decimal? ExclusiveMinimum { get; init; }
    public decimal? Maximum { get; init; }
}

internal sealed record IntegerText : NumberText;

internal sealed record ChoiceText : FieldText
{
    /// <summary>Value to label, in the order they are offered.</summary>
    public required Dictionary<string, Text> Values { get; init; }
}

internal sealed record BooleanText : FieldText;
