using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Reading;

/// <summary>How a desk makes licences: every recipe can be followed. A licence without one is made plain.</summary>
internal static class RecipeCheck
{
    public static void Report(ServiceItem item, SourceFile file)
    {
        foreach (var (type, recipe) in item.Issues)
        {
            var pointer = $"/issues/{JsonPointer.Escape(type)}";
            if (!item.Outputs.Contains(type))
                file.Report(pointer, $"'{type}' is not among the outputs");
            if (recipe.Number is { } number && NumberPattern.FaultOf(number) is { } fault)
                file.Report($"{pointer}/number", fault);
            if (item.IssuedBy == IssuedBy.System && recipe.Data?.Count > 0)
                file.Report($"{pointer}/data", "the department's own system issues the item, and says what the licence holds");
            foreach (var (name, datum) in recipe.Data ?? new Dictionary<string, LicenceDatum>())
                ReportDatum(item, datum, $"{pointer}/data/{JsonPointer.Escape(name)}", file);
        }
    }

    private static void ReportDatum(ServiceItem item, LicenceDatum datum, string pointer, SourceFile file)
    {
        if (new[] { datum.From, datum.Number, datum.Text }.Count(v => v is not null) != 1)
            file.Report(pointer, "must be exactly one of: from, number, text");
        else if (datum.From is { } from && !Declares(item.Form, from))
            file.Report($"{pointer}/from", $"the item's form has no place {from}");
    }

    private static bool Declares(FormNode node, string pointer)
    {
        if (!pointer.StartsWith('/'))
            return false;
        foreach (var step in pointer[1..].Split('/'))
        {
            if ((node as ObjectNode)?.Find(step)?.Node is not { } next)
                return false;
            node = next;
        }
        return true;
    }
}
