using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>
/// A clerical error in a licence is corrected by a new version under the same number, whenever it is found. What was decided stays as it was, and so does how long the licence
/// holds: only what the licence type lets be corrected gets another value.
/// </summary>
public sealed partial class TaskRules
{
    private Decision<TaskState> Corrected(TaskState state, CorrectLicence correct, DateTimeOffset now)
    {
        if (state is { Lifecycle: ItemLifecycle.Revoked } or { AfterCheck.Passed: false })
            return Refuse(state, "licence-revoked", "What was issued is revoked, and holds no more.");
        if (state.Lifecycle != ItemLifecycle.Issued)
            return Refuse(state, "not-issued", "Nothing has been issued that could be corrected.");
        if (state.Licences.FirstOrDefault(l => l.Type == correct.Type) is not { } licence)
            return Unfit(state, [UnknownType]);
        var terms = TermsFor(state)?.CorrectionOf(correct.Type);
        Fault[] faults = [.. CorrectionCheck.Of(licence, correct.Data, terms, correct.TellOthers)];
        if (faults.Length > 0)
            return Unfit(state, faults);
        var fields = CorrectionCheck.Changed(licence, correct.Data);
        if (fields.Count == 0)
        {
            return state.Corrections?.LastOrDefault(c => c.IsOf(licence)) is { } last && correct.Data.Keys.All(last.Fields.Contains)
                ? Decision<TaskState>.Nothing(state)
                : Unfit(state, [.. correct.Data.Keys.Select(f => new Fault($"/data/{JsonPointer.Escape(f)}", FaultCodes.Unchanged, "This is what the licence says already."))]);
        }
        var correction = new LicenceCorrection
        {
            Superseded = licence,
            Fields = fields,
            By = correct.By,
            At = now,
            Reason = correct.Reason,
            LegalBasis = correct.LegalBasis ?? terms!.Basis,
            Shared = fields.Any(terms!.Shared.Contains),
        };
        var next = licence with { Version = correction.Version, IssuedAt = now, Data = With(licence.Data, correct.Data) };
        var corrected = state with
        {
            Licences = [.. state.Licences.Select(l => ReferenceEquals(l, licence) ? next : l)],
            Corrections = [.. state.Corrections ?? [], correction],
        };
        return new Decision<TaskState>
        {
            State = corrected,
            Messages =
            [
                new Outgoing(ServiceNames.Orchestrator, new LicenceCorrected
                {
                    CaseId = state.CaseId,
                    TaskId = state.TaskId,
                    Attempt = state.Attempt,
                    Licences = corrected.Licences,
                    Corrections = corrected.Corrections,
                }),
            ],
            Journal = [new JournalEntry("licence-corrected", new { next.Type, next.Number, next.Version, correction.Fields, correction.By, correction.Reason, correction.LegalBasis })],
        };
    }

    /// <summary>The fault of a correction of what the task has not issued.</summary>
    internal static Fault UnknownType { get; } = new("/type", FaultCodes.UnknownLicence, "The task has issued no licence of this type.");

    /// <summary>The terms of what may be corrected of a licence of the task.</summary>
    internal CorrectionTerms? CorrectionTermsFor(TaskState state, string type) => state.IsTombstone ? null : TermsFor(state)?.CorrectionOf(type);

    private static Decision<TaskState> Unfit(TaskState state, Fault[] faults) =>
        Decision<TaskState>.Refused(state, new Refusal(422, "invalid", faults.Length == 1 ? "The request has a fault." : $"The request has {faults.Length} faults.", faults));

    /// <summary>The same in the same order, but for what is corrected.</summary>
    private static JsonElement With(JsonElement data, IReadOnlyDictionary<string, JsonElement> corrected) =>
        JsonSerializer.SerializeToElement(data.EnumerateObject().ToDictionary(m => m.Name, m => corrected.TryGetValue(m.Name, out var value) ? value : m.Value, StringComparer.Ordinal), JsonText.Options);
}
