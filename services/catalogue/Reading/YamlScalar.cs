using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OneVisit.Catalogue.Reading;

/// <summary>What a scalar says by the JSON schema of YAML 1.2 (10.2). One in quotes is always a text, so a code or a version is written in quotes.</summary>
internal enum ScalarKind
{
    Text,
    Null,
    True,
    False,
    Number,
}

internal static class YamlScalar
{
    /// <param name="number">The number, where it is one.</param>
    public static ScalarKind KindOf(Scalar scalar, out decimal number)
    {
        number = 0;
        return scalar switch
        {
            { Style: not ScalarStyle.Plain } => ScalarKind.Text,
            { Value: "" or "~" or "null" } => ScalarKind.Null,
            { Value: "true" } => ScalarKind.True,
            { Value: "false" } => ScalarKind.False,
            { Value: [(>= '0' and <= '9') or '+' or '-' or '.', ..] value }
                when decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) => ScalarKind.Number,
            _ => ScalarKind.Text,
        };
    }

    /// <summary>True when a scalar in quotes has nothing in it.</summary>
    public static bool IsBlank(Scalar scalar) => scalar.Style != ScalarStyle.Plain && string.IsNullOrWhiteSpace(scalar.Value);
}
