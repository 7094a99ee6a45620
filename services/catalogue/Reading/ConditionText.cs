using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneVisit.Catalogue.Reading;

/// <summary>A condition as the catalogue's text writes it: exactly one of its forms.</summary>
internal sealed record ConditionText
{
    public string? Answer { get; init; }
    [JsonPropertyName("equals")]
    public JsonElement? EqualTo { get; init; }
    public IReadOnlyList<JsonElement>? In { get; init; }
    public decimal? Above { get; init; }
    public decimal? AtLeast { get; init; }
    public decimal? Below { get; init; }
    public decimal? AtMost { get; init; }
    public IReadOnlyList<string>? Region { get; init; }
    public ConditionText? Not { get; init; }
    public IReadOnlyList<ConditionText>? All { get; init; }
    public IReadOnlyList<ConditionText>? Any { get; init; }

    /// <summary>The condition; null when it is none of the forms, or several at once, and that is reported.</summary>
    public Condition? ToCondition(string pointer, SourceFile file)
    {
        var compares = Above is not null || AtLeast is not null || Below is not null || AtMost is not null;
        var forms = new[] { Answer is not null, Region is not null, Not is not null, All is not null, Any is not null }.Count(f => f);
        var tests = new[] { EqualTo is not null, In is not null, compares }.Count(t => t);
        if (forms != 1 || tests != (Answer is null ? 0 : 1) || In is [] || Region is [] || All is [] || Any is [])
        {
            file.Report(pointer, "a condition is one of: answer + equals, answer + in, answer + above/atLeast/below/atMost, region, not, all, any");
            return null;
        }
        return this switch
        {
            { Answer: { } question, EqualTo: { } value } => new Condition.AnswerIs(question, [value]),
            { Answer: { } question, In: { } values } => new Condition.AnswerIs(question, values),
            { Answer: { } question } => new Condition.AnswerWithin(question, Above, AtLeast, Below, AtMost),
            { Region: { } codes } => new Condition.PlaceIn(codes),
            { Not: { } inner } => inner.ToCondition($"{pointer}/not", file) is { } condition ? new Condition.Not(condition) : null,
            { All: { } parts } => Several(parts, needsAll: true, $"{pointer}/all", file),
            _ => Several(Any!, needsAll: false, $"{pointer}/any", file),
        };
    }

    private static Condition.Several? Several(IReadOnlyList<ConditionText> texts, bool needsAll, string pointer, SourceFile file)
    {
        Condition?[] parts = [.. texts.Select((t, i) => t.ToCondition($"{pointer}/{i}", file))];
        return parts.Contains(null) ? null : new(parts!, needsAll);
    }
}
