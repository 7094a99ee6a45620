using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>
/// Clerical errors in licences are corrected by the department that issued them, mostly long after the end of the case. The message tells of all corrections so far, so the case takes
/// those that it does not know yet, in whatever order messages come.
/// </summary>
public sealed partial class CaseRules
{
    private Decision<CaseState> Corrected(CaseState state, LicenceCorrected corrected, DateTimeOffset now)
    {
        if (state.Items.FirstOrDefault(i => i.Task == corrected.TaskId) is not { } item)
            return Decision<CaseState>.Nothing(state);
        if (item.Lifecycle == ItemLifecycle.Issuing && item.Attempt == corrected.Attempt)
        {
            // It has overtaken the issue that it is of.
            var issue = new LicencesIssued
            {
                CaseId = corrected.CaseId,
                TaskId = corrected.TaskId,
                Attempt = corrected.Attempt,
                Licences = LicenceCorrection.AsIssued(corrected.Licences, corrected.Corrections),
            };
            var issued = Issued(state, issue, now);
            return Then(issued, Corrected(issued.State!, corrected, now));
        }
        // What is revoked meanwhile, or about to be, still says what it said last; nobody has to be told.
        var known = item.Corrections?.Count ?? 0;
        if (item.Lifecycle is not (ItemLifecycle.Issued or ItemLifecycle.Revoked) || corrected.Corrections.Count <= known)
            return Decision<CaseState>.Nothing(state);
        List<LicenceCorrection> fresh = [.. corrected.Corrections.Skip(known)];
        return new Decision<CaseState>
        {
            State = With(state, item with { Licences = corrected.Licences, Corrections = corrected.Corrections }),
            Journal =
            [
                .. fresh.Select(c => new JournalEntry("licence-corrected", new
                {
                    item.Item, item.Department, c.Superseded.Type, c.Superseded.Number, c.Version, c.Fields, c.By, c.Reason, c.LegalBasis,
                })),
            ],
            Notices = item.IsTakenBack || state.Compensation is not null ? [] : [.. fresh.SelectMany(c => ToldOf(state, item, c))],
        };
    }

    /// <summary>The applicant; and where others carry what was corrected, whoever issued on it or is about to.</summary>
    private IEnumerable<Notice> ToldOf(CaseState state, ItemState item, LicenceCorrection correction)
    {
        var (name, licence) = (NameOf(state, item), correction.Superseded);
        var text = new Text(
            $"“{name.Zh}”的证照({licence.Number})已更正:{correction.Reason.Zh}({correction.LegalBasis})",
            $"{name.En}: the licence {licence.Number} has been corrected: {correction.Reason.En} ({correction.LegalBasis})");
        var data = new { item.Item, licence.Type, licence.Number, correction.Version, correction.Fields, correction.Reason, correction.LegalBasis };
        return (correction.Shared ? RestingOn(state, item).Select(Audiences.Department).Distinct() : []).Prepend(Audiences.Applicant(state)).Select(to => new Notice(to, "licence-corrected", text, data));
    }
}
