using System.Globalization;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Forms;

/// <summary>What an applicant reads at a place of a form.</summary>
public static class FormPlaces
{
    /// <summary>The titles on the way to a place, the outermost first; of a list's elements their number. Null when the form declares no such place.</summary>
    /// <param name="pointer">Into the form (RFC 6901).</param>
    public static Text? TitleAt(this ObjectNode form, string pointer)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(pointer);
        FormNode? at = form;
        var titles = new List<Text>();
        foreach (var step in JsonPointer.Steps(pointer))
        {
            at = at switch
            {
                ObjectNode members => members.Find(step)?.Node,
                ArrayNode list when IndexOf(step) < list.MaxItems => list.Items,
                _ => null,
            };
            if (at is null)
                return null;
            titles.Add(at.Title ?? Number(step));
        }
        return titles.Count == 0 ? null : new(string.Join('·', titles.Select(t => t.Zh)), string.Join(": ", titles.Select(t => t.En)));
    }

    // As RFC 6901 writes it: 0, or digits that begin with none.
    private static int? IndexOf(string step) =>
        (step == "0" || !step.StartsWith('0')) && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    // Everything but the elements of a list has a title.
    private static Text Number(string step) => IndexOf(step) is { } index ? new($"第{index + 1}项", $"no. {index + 1}") : new(step, step);
}
