using System.Globalization;
using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;

namespace OneVisit.Kit.Departments;

/// <summary>The answer to an issue request, where the department's own system issues: exactly one of <c>licences</c> and <c>failure</c>.</summary>
/// <param name="Licences">One of each type that the item issues.</param>
/// <param name="Attempt">Which attempt it answers; left out: the one that is asked for.</param>
public sealed record IssueBody(IReadOnlyList<IssueLicenceBody>? Licences = null, IssueFailureBody? Failure = null, int? Attempt = null)
{
    private const int LongestNumber = 100;
    private const int LongestCode = 100;
    private const int MostLicences = 100;

    /// <summary>Reads the command, or names every fault.</summary>
    /// <param name="state">The task: which types it issues.</param>
    /// <param name="terms">By which the platform draws numbers; null: it draws none.</param>
    /// <param name="issued">The day of issue in the city's zone: no licence ends before it.</param>
    internal static AnswerIssue? Read(JsonElement body, TaskState state, string by, ILicenceTerms? terms, DateOnly issued, List<Fault> faults)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault("", FaultCodes.WrongType, "An object is expected."));
            return null;
        }
        Unknown(body, "", faults, "licences", "failure", "attempt");
        var (licences, failure) = (Member(body, "licences"), Member(body, "failure"));
        if (licences is null == failure is null)
            faults.Add(new Fault("", licences is null ? FaultCodes.Missing : FaultCodes.UnknownMember, "Exactly one of licences and failure is expected."));
        int? attempt = null;
        if (Member(body, "attempt") is { } number)
        {
            if (number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var which) && which > 0)
                attempt = which;
            else
                faults.Add(new Fault("/attempt", FaultCodes.WrongType, "The attempt of the request that is answered is expected."));
        }
        var given = licences is { } list ? LicencesOf(list, state, terms, issued, faults) : null;
        var failed = failure is { } reason ? FailureOf(reason, faults) : null;
        return faults.Count > 0 ? null : new AnswerIssue(state.TaskId, by, given, failed, attempt);
    }

    /// <summary>The numbers that are given, well-formed ones alone, and where.</summary>
    internal static IReadOnlyList<(int Index, string Type, string Number)> NumbersIn(JsonElement body) =>
        body.ValueKind != JsonValueKind.Object || Member(body, "licences") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() > MostLicences
            ? []
            : [.. list.EnumerateArray().Index().Select(l => (l.Index, Type: TypeOf(l.Item)!, Number: NumberOf(l.Item)!)).Where(l => l.Type is not null && l.Number is not null)];

    private static List<GivenLicence>? LicencesOf(JsonElement list, TaskState state, ILicenceTerms? terms, DateOnly issued, List<Fault> faults)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostLicences)
        {
            faults.Add(new Fault("/licences", FaultCodes.WrongType, "A list of the licences is expected."));
            return null;
        }
        // Of an item that the platform issues itself nothing is known here; that it is not to be answered at all is told by the rules.
        var types = state.Terms?.IssuedBySystem;
        var (licences, seen) = (new List<GivenLicence>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            if (LicenceOf(item, $"/licences/{index}", terms, issued, faults) is not { } licence)
                continue;
            licences.Add(licence);
            if (types is not null && !types.Contains(licence.Type))
                faults.Add(new Fault($"/licences/{index}/type", FaultCodes.UnknownLicence, "The item issues no licence of this type."));
            else if (!seen.Add(licence.Type))
                faults.Add(new Fault($"/licences/{index}/type", FaultCodes.DuplicateLicence, "A licence of this type stands before."));
        }
        foreach (var type in types?.Where(t => !list.EnumerateArray().Any(l => TypeOf(l) == t)) ?? [])
            faults.Add(new Fault("/licences", FaultCodes.MissingLicence, $"A licence of the type {type} is expected."));
        return licences;
    }

    /// <summary>Null when it cannot be told which type it is; every other fault is told and stands in for nothing.</summary>
    private static GivenLicence? LicenceOf(JsonElement item, string pointer, ILicenceTerms? terms, DateOnly issued, List<Fault> faults)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault(pointer, FaultCodes.WrongType, "A licence {type, number, data, validUntil} is expected."));
            return null;
        }
        Unknown(item, pointer, faults, "type", "number", "data", "validUntil");
        var type = TypeOf(item);
        if (type is null)
            faults.Add(new Fault($"{pointer}/type", Member(item, "type") is null ? FaultCodes.Missing : FaultCodes.WrongType, "The licence type's id is expected."));
        var number = NumberOf(item, pointer, type, terms, faults);
        var until = DayOf(item, pointer, issued, faults);
        var data = Member(item, "data");
        if (data is not { ValueKind: JsonValueKind.Object })
            faults.Add(new Fault($"{pointer}/data", data is null ? FaultCodes.Missing : FaultCodes.WrongType, "An object with the licence's data is expected."));
        return type is null ? null : new GivenLicence(type, number, until, data ?? default);
    }

    private static string? NumberOf(JsonElement item, string pointer, string? type, ILicenceTerms? terms, List<Fault> faults)
    {
        if (Member(item, "number") is null)
        {
            if (terms is null)
                faults.Add(new Fault($"{pointer}/number", FaultCodes.Missing, "The licence's number is expected; the platform draws none for this item."));
            return null;
        }
        if (NumberOf(item) is not { } number)
            faults.Add(new Fault($"{pointer}/number", FaultCodes.WrongType, $"A text of 1 to {LongestNumber} characters is expected."));
        else if (type is not null && terms?.MayDraw(type, number) == true)
            faults.Add(new Fault($"{pointer}/number", FaultCodes.ReservedNumber, "Numbers of this kind are drawn by the platform: leave the number out, or give one of another kind."));
        else
            return number;
        return null;
    }

    private static string? NumberOf(JsonElement licence) =>
        licence.ValueKind == JsonValueKind.Object && Member(licence, "number") is { ValueKind: JsonValueKind.String } number
        && number.GetString()!.Trim() is { Length: > 0 and <= LongestNumber } written && !written.Any(char.IsControl) ? written : null;

    private static DateOnly? DayOf(JsonElement item, string pointer, DateOnly issued, List<Fault> faults)
    {
        if (Member(item, "validUntil") is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            if (day < issued)
                faults.Add(new Fault($"{pointer}/validUntil", FaultCodes.EndsBeforeItBegins, "The last day lies before the day of issue."));
            return day;
        }
        faults.Add(new Fault($"{pointer}/validUntil", FaultCodes.WrongFormat, "The last day, YYYY-MM-DD, is expected."));
        return null;
    }

    private static IssueFailure? FailureOf(JsonElement failure, List<Fault> faults)
    {
        if (failure.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault("/failure", FaultCodes.WrongType, "A failure {code, reason, final} is expected."));
            return null;
        }
        Unknown(failure, "/failure", faults, "code", "reason", "final");
        var code = Member(failure, "code") is { ValueKind: JsonValueKind.String } word && word.GetString()!.Trim() is { Length: > 0 and <= LongestCode } written ? written : null;
        if (code is null)
            faults.Add(new Fault("/failure/code", Member(failure, "code") is null ? FaultCodes.Missing : FaultCodes.WrongType, $"A code of 1 to {LongestCode} characters is expected."));
        Text? reason = null;
        if (Member(failure, "reason") is { } given)
            reason = BodyReader.TextOf(given, "failure/reason", faults);
        else
            faults.Add(new Fault("/failure/reason", FaultCodes.Missing, "A text {zh, en} is expected."));
        var final = Member(failure, "final");
        if (final is not { ValueKind: JsonValueKind.True or JsonValueKind.False })
            faults.Add(new Fault("/failure/final", final is null ? FaultCodes.Missing : FaultCodes.WrongType, "true or false is expected: whether another attempt is worth nothing."));
        return code is null || reason is null || final is null ? null : new IssueFailure(code, reason, final.Value.ValueKind == JsonValueKind.True);
    }

    private static void Unknown(JsonElement body, string pointer, List<Fault> faults, params ReadOnlySpan<string> known)
    {
        foreach (var member in body.EnumerateObject())
        {
            if (!known.Contains(member.Name))
                faults.Add(new Fault($"{pointer}/{JsonPointer.Escape(member.Name)}", FaultCodes.UnknownMember, "This member is not known."));
        }
    }

    private static string? TypeOf(JsonElement licence) =>
        licence.ValueKind == JsonValueKind.Object && Member(licence, "type") is { ValueKind: JsonValueKind.String } type && type.GetString() is { Length: > 0 } id ? id : null;

    private static JsonElement? Member(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}

/// <param name="Number">Left out: the platform draws one.</param>
/// <param name="Data">An object.</param>
/// <param name="ValidUntil">The last day; left out: as long as the catalogue says.</param>
public sealed record IssueLicenceBody(string Type, JsonElement Data, string? Number = null, DateOnly? ValidUntil = null);

/// <param name="Code">A word of the department's system, kept and shown.</param>
/// <param name="Final">False: worth another attempt later. True: never.</param>
public sealed record IssueFailureBody(string Code, GivenText Reason, bool Final);

/// <summary>The body of a receipt.</summary>
/// <param name="Reference">Under what the department's system files the task.</param>
public sealed record ReceiptBody(string Reference);
