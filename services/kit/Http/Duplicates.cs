using System.Text.Json;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Http;

/// <summary>Members that are written more than once in their object: which of the values is meant, nobody can say.</summary>
internal static class Duplicates
{
    /// <summary>A hostile body is made of nothing else.</summary>
    private const int MostFaults = 200;

    /// <summary>A fault for each name that stands twice, up to a bound. What stands under a name that is no text has no pointer, and is passed over.</summary>
    public static IReadOnlyList<Fault> In(JsonElement root)
    {
        var faults = new List<Fault>();
        Look(root, "", faults);
        if (faults.Count == MostFaults)
            faults.Add(new Fault("", FaultCodes.MoreFaults, $"There may be more than {MostFaults} faults."));
        return faults;
    }

    private static void Look(JsonElement value, string pointer, List<Fault> faults)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, item) in value.EnumerateArray().Index().TakeWhile(_ => faults.Count < MostFaults))
                Look(item, $"{pointer}/{index}", faults);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            var (seen, told) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
            foreach (var member in value.EnumerateObject().TakeWhile(_ => faults.Count < MostFaults))
            {
                if (JsonTexts.TextOf(() => member.Name) is not { } name)
                    continue;
                var at = $"{pointer}/{JsonPointer.Escape(name)}";
                if (!seen.Add(name) && told.Add(name))
                    faults.Add(new Fault(at, FaultCodes.DuplicateMember, "This member is written more than once."));
                Look(member.Value, at, faults);
            }
        }
    }
}
