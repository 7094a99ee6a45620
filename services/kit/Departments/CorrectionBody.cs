using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;

namespace OneVisit.Kit.Departments;

/// <summary>The correction of a clerical error in a licence that the task has issued.</summary>
/// <param name="Type">Which of its licences.</param>
/// <param name="Data">The members of the licence's data that were wrong, with what they should have said; the others stay.</param>
/// <param name="Reason">Told to the applicant.</param>
/// <param name="LegalBasis">Left out: the one that the licence type names.</param>
/// <param name="TellOthers">True: it may touch what other licences of the case carry, and their departments are told.</param>
public sealed record CorrectionBody(string Type, JsonElement Data, Text Reason, string? LegalBasis = null, bool TellOthers = false)
{
    /// <summary>Reads the command, or names every fault.</summary>
    /// <param name="termsOf">What may be corrected of a type.</param>
    internal static CorrectLicence? Read(JsonElement body, TaskState state, string by, Func<string, CorrectionTerms?> termsOf, List<Fault> faults)
    {
        var reader = new BodyReader(body, "type", "data", "reason", "legalBasis", "tellOthers");
        var (type, reason, basis) = (reader.Line("type", required: true), reader.Text("reason", required: true), reader.Line("legalBasis", required: false));
        var tellOthers = Has(body, "tellOthers") && reader.Flag("tellOthers") == true;
        faults.AddRange(reader.Faults);
        var licence = type is null ? null : state.Licences.FirstOrDefault(l => l.Type == type);
        // Of what is not issued, or no longer, nothing can be told but that; the rules do.
        if (type is not null && licence is null && state.Licences.Count > 0)
            faults.Add(TaskRules.UnknownType);
        var data = DataIn(body, faults);
        if (licence is not null && data is not null)
            faults.AddRange(CorrectionCheck.Of(licence, data, termsOf(licence.Type), tellOthers));
        return faults.Count > 0 ? null : new CorrectLicence(state.TaskId, by, type!, data!, reason!, basis, tellOthers);
    }

    private static Dictionary<string, JsonElement>? DataIn(JsonElement body, List<Fault> faults)
    {
        if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && data.EnumerateObject().Any())
            return data.EnumerateObject().ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);
        if (body.ValueKind == JsonValueKind.Object)
            faults.Add(new Fault("/data", Has(body, "data") ? FaultCodes.WrongType : FaultCodes.Missing, "An object with the fields that are corrected is expected."));
        return null;
    }

    private static bool Has(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
}
