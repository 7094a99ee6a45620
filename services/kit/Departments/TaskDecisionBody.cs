using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;

namespace OneVisit.Kit.Departments;

/// <summary>The body of a decision: <c>{outcome, reason, legalBasis}</c>. A refusal of any kind needs a reason and its law; a pass may go without.</summary>
/// <param name="Procedure">With a special procedure: its id in the catalogue; may be left out where the item has one only.</param>
/// <param name="Notice">With a special procedure: the written notice to the applicant.</param>
/// <param name="Supplement">With a supplement: every paper and field that the applicant is asked for; may be left out where the reason says it all.</param>
public sealed partial record TaskDecisionBody(
    ReviewOutcome Outcome, GivenText? Reason = null, string? LegalBasis = null, string? Procedure = null, WrittenNotice? Notice = null, SupplementDemandBody? Supplement = null)
{
    private static readonly Text Passed = new("审查通过", "The review has passed");

    /// <summary>Reads the command, or names every fault.</summary>
    /// <param name="item">What may be asked for; null where that is not known, and anything can be named.</param>
    internal static DecideTask? Read(JsonElement body, Guid task, string by, List<Fault> faults, IItemDeclaration? item = null)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault("", FaultCodes.WrongType, "An object is expected."));
            return null;
        }
        foreach (var member in body.EnumerateObject().Where(m => m.Name is not ("outcome" or "reason" or "legalBasis" or "procedure" or "notice" or "supplement")))
            faults.Add(new Fault($"/{JsonPointer.Escape(member.Name)}", FaultCodes.UnknownMember, "This member is not known."));

        var outcome = ReadOutcome(body, faults);
        var reason = body.TryGetProperty("reason", out var given) && given.ValueKind != JsonValueKind.Null ? BodyReader.TextOf(given, "reason", faults) : null;
        var basis = body.TryGetProperty("legalBasis", out var law) ? ReadBasis(law, faults) : "";
        if (outcome is not (null or ReviewOutcome.Pass))
        {
            if (reason is null && faults.All(f => !f.Pointer.StartsWith("/reason", StringComparison.Ordinal)))
                faults.Add(new Fault("/reason", FaultCodes.Missing, "This outcome needs a reason."));
            if (basis is "")
                faults.Add(new Fault("/legalBasis", FaultCodes.Missing, "This outcome needs its legal basis."));
        }
        var procedure = ReadProcedure(body, outcome, faults);
        var notice = ReadNotice(body, outcome, faults);
        var requested = ReadDemand(body, outcome, item, faults);
        return faults.Count > 0 ? null : new DecideTask(task, by, outcome!.Value, reason ?? Passed, basis!, procedure, notice, requested);
    }

    private static string? ReadProcedure(JsonElement body, ReviewOutcome? outcome, List<Fault> faults)
    {
        if (!body.TryGetProperty("procedure", out var given) || given.ValueKind == JsonValueKind.Null)
            return null;
        if (outcome == ReviewOutcome.SpecialProcedure && given.ValueKind == JsonValueKind.String && given.GetString() is { Length: > 0 and <= 200 } id)
            return id;
        faults.Add(new Fault("/procedure", FaultCodes.WrongType, "The id of a special procedure is expected, and only where one begins."));
        return null;
    }

    private static WrittenNotice? ReadNotice(JsonElement body, ReviewOutcome? outcome, List<Fault> faults)
    {
        if (!body.TryGetProperty("notice", out var given) || given.ValueKind == JsonValueKind.Null)
            return null;
        if (outcome == ReviewOutcome.SpecialProcedure && given.ValueKind == JsonValueKind.Object
            && given.TryGetProperty("number", out var number) && number.ValueKind == JsonValueKind.String && number.GetString()!.Trim() is { Length: > 0 and <= 200 } filed
            && given.TryGetProperty("date", out var date) && date.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(date.GetString(), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day))
            return new WrittenNotice(filed, day);
        faults.Add(new Fault("/notice", FaultCodes.WrongType, "The written notice {number, date} is expected, and only where a special procedure begins."));
        return null;
    }

    private static ReviewOutcome? ReadOutcome(JsonElement body, List<Fault> faults)
    {
        if (!body.TryGetProperty("outcome", out var value))
        {
            faults.Add(new Fault("/outcome", FaultCodes.Missing, "An outcome is expected."));
            return null;
        }
        if (value.ValueKind == JsonValueKind.String && KebabCase.Read<ReviewOutcome>(value.GetString()) is { } outcome)
            return outcome;
        faults.Add(new Fault("/outcome", FaultCodes.NotAChoice, "One of pass, refuse, supplement, inspect, special-procedure, not-accepted is expected."));
        return null;
    }

    /// <summary>Empty when there is none; null when there is a fault.</summary>
    private static string? ReadBasis(JsonElement value, List<Fault> faults)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return "";
        if (value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: <= 1000 } basis)
            return basis;
        faults.Add(new Fault("/legalBasis", value.ValueKind == JsonValueKind.String ? FaultCodes.TooLong : FaultCodes.WrongType, "A text of at most 1000 characters is expected."));
        return null;
    }
}
