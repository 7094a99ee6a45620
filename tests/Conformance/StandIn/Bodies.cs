using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Conformance.StandIn;

/// <summary>What is wrong with a body, every fault at once, as the contract says it.</summary>
internal static class Bodies
{
    public static List<Fault> OfDecision(JsonNode? body)
    {
        if (body is not JsonObject decision)
            return [new Fault("", FaultCodes.WrongType, "An object is expected.")];
        var faults = Unknown(decision, "", "outcome", "reason", "legalBasis", "procedure", "notice", "supplement").ToList();
        if (Text(decision["outcome"]) is not { } outcome || KebabCase.Read<ReviewOutcome>(outcome) is not { } known)
            faults.Add(new Fault("/outcome", decision["outcome"] is null ? FaultCodes.Missing : FaultCodes.NotAChoice, "An outcome is expected."));
        else if (known != ReviewOutcome.Pass)
        {
            if (!IsReason(decision["reason"]))
                faults.Add(new Fault("/reason", decision["reason"] is null ? FaultCodes.Missing : FaultCodes.WrongType, "This outcome needs a reason."));
            if (string.IsNullOrWhiteSpace(Text(decision["legalBasis"])))
                faults.Add(new Fault("/legalBasis", decision["legalBasis"] is null ? FaultCodes.Missing : FaultCodes.WrongType, "This outcome needs its legal basis."));
        }
        if (decision["supplement"] is { } supplement)
            faults.AddRange(OfSupplement(supplement));
        return faults;
    }

    /// <summary>The names of what is asked for: papers by their ids, or fields by their pointers.</summary>
    public static IEnumerable<string> Asked(JsonNode? decision, string list, string name) => (decision?["supplement"]?[list] as JsonArray ?? []).Select(a => a![name]!.ToString());

    public static List<Fault> OfIssue(JsonNode? body, IReadOnlyList<string> types)
    {
        if (body is not JsonObject answer)
            return [new Fault("", FaultCodes.WrongType, "An object is expected.")];
        var faults = Unknown(answer, "", "licences", "failure", "attempt").ToList();
        if (answer["licences"] is null == answer["failure"] is null)
            faults.Add(new Fault("", FaultCodes.Missing, "Exactly one of licences and failure is expected."));
        if (answer["licences"] is not null and not JsonArray)
            faults.Add(new Fault("/licences", FaultCodes.WrongType, "A list of the licences is expected."));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, item) in (answer["licences"] as JsonArray ?? []).Index())
        {
            var pointer = $"/licences/{index}";
            if (item is not JsonObject licence)
            {
                faults.Add(new Fault(pointer, FaultCodes.WrongType, "A licence {type, number, data, validUntil} is expected."));
                continue;
            }
            faults.AddRange(Unknown(licence, pointer, "type", "number", "data", "validUntil"));
            if (Text(licence["type"]) is not { } type)
                faults.Add(new Fault($"{pointer}/type", FaultCodes.Missing, "The licence type's id is expected."));
            else if (!types.Contains(type))
                faults.Add(new Fault($"{pointer}/type", FaultCodes.UnknownLicence, "The item issues no licence of this type."));
            else if (!seen.Add(type))
                faults.Add(new Fault($"{pointer}/type", FaultCodes.DuplicateLicence, "A licence of this type stands before."));
            if (licence["data"] is not JsonObject)
                faults.Add(new Fault($"{pointer}/data", licence["data"] is null ? FaultCodes.Missing : FaultCodes.WrongType, "An object with the licence's data is expected."));
        }
        if (answer["licences"] is JsonArray)
            faults.AddRange(types.Where(t => !seen.Contains(t)).Select(t => new Fault("/licences", FaultCodes.MissingLicence, $"A licence of the type {t} is expected.")));
        if (answer["failure"] is JsonObject failure && (Text(failure["code"]) is null || !IsReason(failure["reason"]) || failure["final"]?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False)))
            faults.Add(new Fault("/failure", FaultCodes.Missing, "A failure {code, reason, final} is expected."));
        return faults;
    }

    private static List<Fault> OfSupplement(JsonNode supplement)
    {
        if (supplement is not JsonObject asked)
            return [new Fault("/supplement", FaultCodes.WrongType, "An object is expected.")];
        var faults = Unknown(asked, "/supplement", "materials", "fields").ToList();
        foreach (var (list, name) in new[] { ("materials", "material"), ("fields", "pointer") })
        {
            if (asked[list] is not null and not JsonArray)
                faults.Add(new Fault($"/supplement/{list}", FaultCodes.WrongType, "A list is expected."));
            foreach (var (index, one) in (asked[list] as JsonArray ?? []).Index())
            {
                var pointer = $"/supplement/{list}/{index}";
                if (one is not JsonObject named)
                    faults.Add(new Fault(pointer, FaultCodes.WrongType, $"{{{name}, why}} is expected."));
                else
                {
                    faults.AddRange(Unknown(named, pointer, name, "why"));
                    if (string.IsNullOrWhiteSpace(Text(named[name])))
                        faults.Add(new Fault($"{pointer}/{name}", named[name] is null ? FaultCodes.Missing : FaultCodes.WrongType, "A text is expected."));
                }
            }
        }
        return faults;
    }

    /// <summary>What an answer says, whichever attempt it names.</summary>
    public static JsonObject WithoutAttempt(JsonObject answer)
    {
        var copy = answer.DeepClone().AsObject();
        copy.Remove("attempt");
        return copy;
    }

    private static IEnumerable<Fault> Unknown(JsonObject body, string pointer, params string[] known) =>
        body.Where(m => !known.Contains(m.Key)).Select(m => new Fault($"{pointer}/{JsonPointer.Escape(m.Key)}", FaultCodes.UnknownMember, "This member is not known."));

    private static bool IsReason(JsonNode? reason) =>
        reason is JsonObject both ? !string.IsNullOrWhiteSpace(Text(both["zh"]) ?? Text(both["en"])) : !string.IsNullOrWhiteSpace(Text(reason));

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
