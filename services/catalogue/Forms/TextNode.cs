using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Forms;

/// <summary>A text. <see cref="MaxLength"/> is always given; lengths count Unicode code points.</summary>
public sealed record TextNode(int MaxLength) : FormNode
{
    // An escaped code point takes at most twelve bytes ("\ud83d\ude00").
    private const int MostBytesPerCodePoint = 12;

    public int? MinLength { get; init; }

    /// <summary>Every one must match. Usually none or one; two when two items have a rule each.</summary>
    public IReadOnlyList<TextPattern> Patterns { get; init; } = [];

    public TextFormat? Format { get; init; }

    internal override string Kind => "a text";

    internal override bool Accepts(JsonValueKind kind) => kind == JsonValueKind.String;

    internal override void CheckRules(JsonElement value, Walk walk)
    {
        if (JsonText.RawLength(value) > MaxLength * MostBytesPerCodePoint)
        {
            walk.Report(FaultCodes.TooLong, $"must have at most {MaxLength} characters");
            return;
        }
        Span<char> buffer = stackalloc char[JsonText.BufferLength];
        if (!JsonText.TryRead(value, buffer, out var text))
        {
            walk.Report(FaultCodes.InvalidText, "is not Unicode text");
            return;
        }
        var length = JsonText.CodePoints(text);
        if (length < MinLength)
            walk.Report(FaultCodes.TooShort, $"must have at least {MinLength} characters");
        if (length > MaxLength)
            walk.Report(FaultCodes.TooLong, $"must have at most {MaxLength} characters");
        for (var i = 0; i < Patterns.Count; i++)
            if (!Patterns[i].Matches(text))
                walk.Report(FaultCodes.WrongPattern, $"must match {Patterns[i].Source}");
        if (Format is { } format && !format.Matches(text))
            walk.Report(FaultCodes.WrongFormat, $"must be {format.Meaning}");
    }

    internal override void Describe(JsonObject schema)
    {
        base.Describe(schema);
        schema["type"] = "string";
        if (MinLength is { } least)
            schema["minLength"] = least;
        schema["maxLength"] = MaxLength;
        if (Format is { } format)
            schema["format"] = format.Name;
        string[] patterns = [.. Patterns.Select(p => p.Source), .. Format is null ? Array.Empty<string>() : [Format.Pattern]];
        if (patterns.Length == 1)
            schema["pattern"] = patterns[0];
        else if (patterns.Length > 1)
            schema["allOf"] = new JsonArray([.. patterns.Select(p => new JsonObject { ["pattern"] = p })]);
    }

    internal override FormNode MergeRules(FormNode other, string path, ICollection<string> conflicts)
    {
        var theirs = (TextNode)other;
        if (Format is not null && theirs.Format is not null && Format != theirs.Format)
            conflicts.Add($"{path}: one item wants the format {Format.Name}, another {theirs.Format.Name}");
        var merged = this with
        {
            MaxLength = Math.Min(MaxLength, theirs.MaxLength),
            MinLength = Larger(MinLength, theirs.MinLength),
            Patterns = [.. Patterns.Union(theirs.Patterns).OrderBy(p => p.Source, StringComparer.Ordinal)],
            Format = Format ?? theirs.Format,
        };
        RefuseEmptyRange(merged.MinLength, merged.MaxLength, path, conflicts);
        return merged;
    }
}
