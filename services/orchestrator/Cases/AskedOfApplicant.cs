using OneVisit.Catalogue;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts;

namespace OneVisit.Orchestrator.Cases;

/// <summary>One department's request for a supplement, as the applicant reads it: in the notice, in the journal and in the case.</summary>
/// <param name="Name">What people call the item.</param>
/// <param name="At">When the department asked.</param>
/// <param name="Round">1 for the first supplement of the item: more than one is asked twice.</param>
/// <param name="ToldAt">When the applicant was told; null while requests are still gathered.</param>
/// <param name="AnswerBy">The last day for the answer; null until it is told, and where it is waited for without an end.</param>
/// <param name="Unanswered">What becomes of the item without an answer; null where it is waited for.</param>
internal sealed record AskedOfApplicant(
    string Item, Text Name, string Department, Text Reason, string LegalBasis, DateTimeOffset At, int Round, DateTimeOffset? ToldAt, DateOnly? AnswerBy,
    Contracts.Api.Unanswered? Unanswered, IReadOnlyList<AskedMaterial> Materials, IReadOnlyList<AskedField> Fields)
{
    /// <param name="clock">Null: what things are called, and dates, are not known.</param>
    public static AskedOfApplicant Of(CaseState state, ItemState item, CityClock? clock)
    {
        var (decision, known) = (item.Decision!, KnownOf(state, item, clock));
        DateOnly? answerBy = clock is not null && item.Step is { Kind: ClockKind.Supplement } step
            ? OneVisit.Clock.LegalClock.Project(clock.Deadlines.Calendar, clock.Deadlines.PeriodOf(step.Start, step.Limit)).Due
            : null;
        return new(
            item.Item, clock?.NameOf(item.Item) ?? new Text(item.Item, item.Item), item.Department, decision.Reason, decision.LegalBasis, decision.At, item.Round + 1,
            // What was asked before requests were gathered was told when it was asked.
            item.ToldAt ?? item.Step?.Start, answerBy,
            item.Terms?.Supplement is null ? null : item.Terms.WithdrawnUnanswered ? Contracts.Api.Unanswered.Withdraw : Contracts.Api.Unanswered.Decide,
            [.. (decision.Requested?.Materials ?? []).Select(m => new AskedMaterial(m.Material, MaterialOf(known, m.Material), m.Why, item.Given?.Materials.Contains(m.Material) == true))],
            [.. (decision.Requested?.Fields ?? []).Select(f => new AskedField(f.Pointer, FieldOf(known, f.Pointer), f.Why, item.Given?.Fields.Contains(f.Pointer) == true))]);
    }

    /// <summary>The item as it stood on the day of submission.</summary>
    public static ServiceItem? KnownOf(CaseState state, ItemState item, CityClock? clock) => clock?.ItemOf(item.Item, clock.Deadlines.DateOf(state.SubmittedAt));

    public static Text MaterialOf(ServiceItem? item, string id) => item?.Materials.FirstOrDefault(m => m.Id == id)?.Name ?? new Text(id, id);

    public static Text FieldOf(ServiceItem? item, string pointer) => item?.Form.TitleAt(pointer) ?? new Text(pointer, pointer);
}

/// <summary>A paper that a department asks for.</summary>
/// <param name="Why">Null when the reason of the whole says so.</param>
/// <param name="Given">True once the applicant has sent it, while something else is still missing.</param>
public sealed record AskedMaterial(string Material, Text Name, Text? Why, bool Given);

/// <summary>A field that a department asks for.</summary>
/// <param name="Pointer">Into the form (RFC 6901).</param>
/// <param name="Why">Null when the reason of the whole says so.</param>
/// <param name="Given">True once the applicant has sent it, while something else is still missing.</param>
public sealed record AskedField(string Pointer, Text Name, Text? Why, bool Given);
