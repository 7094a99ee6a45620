using System.Globalization;
using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Orchestrator.Cases;

/// <summary>What is not as it was, of the part of an application that one item declares.</summary>
internal static class FormChanges
{
    /// <summary>Null when nothing has changed.</summary>
    public static SupplementChanges? Between(JsonElement before, IReadOnlyList<MaterialReference> papersBefore, JsonElement after, IReadOnlyList<MaterialReference> papers)
    {
        var fields = new List<string>();
        Compare(before, after, "", fields);
        List<string> materials =
        [
            .. papersBefore.Concat(papers).Select(p => p.Material).Distinct()
                .Where(id => !papersBefore.Where(p => p.Material == id).ToHashSet().SetEquals(papers.Where(p => p.Material == id))),
        ];
        return fields.Count + materials.Count == 0 ? null : new(fields, materials);
    }

    private static void Compare(JsonElement before, JsonElement after, string pointer, List<string> changed)
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in before.EnumerateObject())
            {
                var at = $"{pointer}/{JsonPointer.Escape(member.Name)}";
                if (after.TryGetProperty(member.Name, out var now))
                    Compare(member.Value, now, at, changed);
                else
                    changed.Add(at);
            }
            changed.AddRange(after.EnumerateObject().Where(m => !before.TryGetProperty(m.Name, out _)).Select(m => $"{pointer}/{JsonPointer.Escape(m.Name)}"));
        }
        // Of a list that has grown or shrunk nobody can say which element is which.
        else if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array && before.GetArrayLength() == after.GetArrayLength())
        {
            foreach (var (index, (was, now)) in before.EnumerateArray().Zip(after.EnumerateArray()).Index())
                Compare(was, now, $"{pointer}/{index.ToString(CultureInfo.InvariantCulture)}", changed);
        }
        else if (!JsonElement.DeepEquals(before, after))
        {
            changed.Add(pointer);
        }
    }
}
