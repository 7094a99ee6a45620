using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneVisit.Conformance.AgainstPlatform;

/// <content>Something is missing: the department asks, and the applicant answers.</content>
internal sealed partial class DepartmentPlay
{
    private async Task SupplementAsync(string task)
    {
        var found = await ReadAsync(task);
        if (Asked(found.Body?["form"]) is not { } pointer)
        {
            foreach (var check in PlatformChecks.OfSupplements)
                _sheet.Skip(check, "The task has no field that the application has too.");
            return;
        }
        var path = $"{_tasks}/{task}/decision";
        var undeclared = await System.PostAsync(path, Supplement("/no-such-field"), _cancel, found.ETag);
        Holds(PlatformChecks.Undeclared, undeclared.Is(422, "invalid") && undeclared.Faults.Any(f => f.StartsWith("/supplement/fields/0", StringComparison.Ordinal)), undeclared);

        var asked = await System.PostAsync(path, Supplement(pointer), _cancel, found.ETag);
        var isAsked = asked.Status == 200 && asked.Body?["lifecycle"]?.ToString() == "supplement-requested" && asked.Body["asked"]?["fields"] is JsonArray fields && fields.Any(f => f!.ToString() == pointer);
        if (!Holds(PlatformChecks.Asks, isAsked, asked))
            return;
        var repeated = await System.PostAsync(path, Supplement(pointer), _cancel, found.ETag);
        Holds(PlatformChecks.Asks, repeated.Status == 200 && repeated.ETag == asked.ETag, repeated);

        // The whole member, as an applicant's form sends it; the case has heard of the request once it takes the answer.
        var (member, answer) = (pointer.Split('/')[1], (Answer?)null);
        await UntilAsync(async () => (answer = await Applicant.PostAsync(
            $"/api/cases/{found.Body!["case"]}/supplement", new JsonObject { ["form"] = new JsonObject { [member] = _application["form"]![member]!.DeepClone() } }, _cancel)).Status != 409);
        var isOpen = answer!.Status == 200 && await UntilAsync(async () => IsOpen((found = await ReadAsync(task)).Body));
        if (!Holds(PlatformChecks.OpenAgain, isOpen, answer.Status == 200 ? found : answer))
            return;
        var again = await System.PostAsync(path, Supplement(pointer), _cancel, found.ETag);
        Holds(PlatformChecks.ToldOnce, again.Is(409, "told-once"), again);
    }

    /// <summary>A field to ask for: the last of the form, where what is a department's own stands; null where there is none.</summary>
    private string? Asked(JsonNode? form)
    {
        var (node, applied, pointer) = (form, _application["form"], "");
        while (node is JsonObject members)
        {
            if (members.LastOrDefault(m => m.Value is JsonObject or JsonValue && applied?[m.Key] is not null) is not { Key: { } name, Value: { } value })
                return null;
            (node, applied, pointer) = (value, applied![name], $"{pointer}/{name}");
        }
        return node?.GetValueKind() is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? pointer : null;
    }

    private static JsonObject Supplement(string pointer) => new()
    {
        ["outcome"] = "supplement",
        ["reason"] = "is to be confirmed",
        ["legalBasis"] = "行政许可法 第三十二条",
        ["supplement"] = new JsonObject { ["fields"] = new JsonArray(new JsonObject { ["pointer"] = pointer }) },
    };
}
