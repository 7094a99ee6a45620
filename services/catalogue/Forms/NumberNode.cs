using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Forms;

/// <summary>A number, read as a decimal of 28 significant digits: money and measures are never rounded to a binary fraction.</summary>
public sealed record NumberNode : FormNode
{
    // Sign, point, and the digits a decimal holds for certain.
    private const int LongestMantissa = 2 + 28;

    /// <summary>Only whole numbers. As in JSON Schema, <c>30.0</c> is one.</summary>
    public bool Whole { get; init; }

    public decimal? Minimum { get; init; }

    public decimal? ExclusiveMinimum { get; init; }

    public decimal? Maximum { get; init; }

    /// <summary>True where no whole number is at least the one and at most the other.</summary>
    internal static bool NoWhole(decimal least, decimal most) => decimal.Ceiling(least) > decimal.Floor(most);

    internal override string Kind => Whole ? "a whole number" : "a number";

    internal override bool Accepts(JsonValueKind kind) => kind == JsonValueKind.Number;

    internal override void CheckRules(JsonElement value, Walk walk)
    {
        if (!TryRead(value, out var number))
        {
            walk.Report(FaultCodes.NumberOutOfRange, "must be a number of at most 28 decimal digits");
            return;
        }
        if (Whole && !decimal.IsInteger(number))
            walk.Report(FaultCodes.WrongType, "must be a whole number");
        if (number < Minimum)
            walk.Report(FaultCodes.TooSmall, $"must be at least {Minimum}");
        if (number <= ExclusiveMinimum)
            walk.Report(FaultCodes.TooSmall, $"must be more than {ExclusiveMinimum}");
        if (number > Maximum)
            walk.Report(FaultCodes.TooLarge, $"must be at most {Maximum}");
    }

    internal override void Describe(JsonObject schema)
    {
        base.Describe(schema);
        schema["type"] = Whole ? "integer" : "number";
        if (Minimum is { } least)
            schema["minimum"] = least;
        if (ExclusiveMinimum is { } below)
            schema["exclusiveMinimum"] = below;
        if (Maximum is { } most)
            schema["maximum"] = most;
    }

    internal override FormNode MergeRules(FormNode other, string path, ICollection<string> conflicts)
    {
        var theirs = (NumberNode)other;
        var merged = this with
        {
            Whole = Whole || theirs.Whole,
            Minimum = Larger(Minimum, theirs.Minimum),
            ExclusiveMinimum = Larger(ExclusiveMinimum, theirs.ExclusiveMinimum),
            Maximum = Smaller(Maximum, theirs.Maximum),
        };
        RefuseEmptyRange(merged.Minimum, merged.Maximum, path, conflicts);
        if (merged.ExclusiveMinimum >= merged.Maximum)
            conflicts.Add($"{path}: nothing can be more than {merged.ExclusiveMinimum} and at most {merged.Maximum}");
        return merged;
    }

    private static bool TryRead(JsonElement value, out decimal number)
    {
        var mantissa = JsonMarshal.GetRawUtf8Value(value);
        if (mantissa.IndexOfAny((byte)'e', (byte)'E') is var exponent and >= 0)
            mantissa = mantissa[..exponent];
        number = 0;
        return mantissa.Length <= LongestMantissa
            && value.TryGetDecimal(out number)
            // 1e-40 reads as zero without being zero.
            && (number != 0 || !mantissa.ContainsAnyInRange((byte)'1', (byte)'9'));
    }
}
