using OneVisit.Catalogue.Forms;

namespace OneVisit.Catalogue.Reading;

/// <summary>
/// What no two rules say and a merged form does: that something can be written at every place of it, and that an item's own rule still means what it
/// meant. Asked of a new text only; a kept one goes on as it served.
/// </summary>
internal static class FillableCheck
{
    /// <summary>Names every place of a form at which nothing can be written.</summary>
    /// <param name="report">Takes the place and what is wrong there.</param>
    public static void Report(FormNode node, string path, Action<string, string> report)
    {
        switch (node)
        {
            case ObjectNode members:
                foreach (var field in members.Fields)
                    Report(field.Node, $"{path}/{field.Name}", report);
                break;
            case ArrayNode list:
                Report(list.Items, $"{path}/items", report);
                if (list.UniqueItems && DifferentOnes(list.Items) is { } most && list.MinItems > most)
                    report(path, $"no {list.MinItems} elements differ: there are {most}");
                break;
            case NumberNode { Whole: true } number:
                ReportWhole(number, path, report);
                break;
            case TextNode { Format: null, Patterns.Count: 0 }:
                break;
            case TextNode text:
                IReadOnlyList<TextPattern> patterns = text.Format is { } format ? [.. text.Patterns, TextPattern.Of(format.Pattern)] : text.Patterns;
                if (!PatternNet.HaveText(patterns, text.MinLength ?? 0, text.MaxLength))
                    report(path, $"no text of {text.MinLength ?? 0} to {text.MaxLength} characters {Says(text)}");
                break;
        }
    }

    /// <summary>
    /// Names the lists of an item's form whose elements must differ and have more members in the merged form: two that differ in those alone are the same to
    /// the item, and the merged form, and the schema it is exported as, would take them.
    /// </summary>
    public static void ReportDiffering(FormNode own, FormNode? merged, string path, Action<string, string> report)
    {
        switch (own, merged)
        {
            case (ObjectNode a, ObjectNode b):
                foreach (var field in a.Fields)
                    ReportDiffering(field.Node, b.Find(field.Name)?.Node, $"{path}/{field.Name}", report);
                break;
            case (ArrayNode { UniqueItems: true } a, ArrayNode b) when !HasAllOf(a.Items, b.Items):
                report(path, $"the elements must differ, and another item declares members of them that this one does not");
                break;
            case (ArrayNode a, ArrayNode b):
                ReportDiffering(a.Items, b.Items, $"{path}/items", report);
                break;
        }
    }

    private static void ReportWhole(NumberNode number, string path, Action<string, string> report)
    {
        if (number.Maximum is not { } most)
            return;
        // The merge has told of ranges in which no number lies at all.
        if (number.Minimum is { } least && least <= most && NumberNode.NoWhole(least, most))
            report(path, $"no whole number is at least {least} and at most {most}");
        else if (number.ExclusiveMinimum is { } below && below < most && decimal.Floor(most) <= below)
            report(path, $"no whole number is more than {below} and at most {most}");
    }

    private static string Says(TextNode text) => string.Join(
        " and ", text.Patterns.Select(p => $"matches {p.Source}").Concat(text.Format is { } format ? [$"is {format.Meaning}"] : Array.Empty<string>()));

    /// <summary>How many different values there are; null for no end of them.</summary>
    private static int? DifferentOnes(FormNode node) => node switch
    {
        BooleanNode => 2,
        ChoiceNode choice => choice.Choices.Count,
        _ => null,
    };

    private static bool HasAllOf(FormNode own, FormNode merged) => (own, merged) switch
    {
        (ObjectNode a, ObjectNode b) => b.Fields.All(f => a.Find(f.Name) is { } mine && HasAllOf(mine.Node, f.Node)),
        (ArrayNode a, ArrayNode b) => HasAllOf(a.Items, b.Items),
        _ => true,
    };
}
