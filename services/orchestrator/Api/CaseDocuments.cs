using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Documents;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>The written documents of a case: a function of its state and of what the city says of documents.</summary>
internal static class CaseDocuments
{
    /// <param name="of">The department whose items alone are shown, beside what is of the whole; null for all.</param>
    public static IReadOnlyList<DocumentView> Of(CaseState state, IDocumentTexts texts, CityTime time, string? of = null)
    {
        var writer = new DocumentWriter(texts, time);
        var applicant = new DocumentApplicant(state.Applicant.Kind, state.Applicant.Name, state.Applicant.IdNumber);
        var whole = new DocumentSubject(applicant, null, state.Items is [var only] ? only.Authority : null);
        return
        [
            .. OfWhole(state, writer, whole)
                .Concat(state.Items.Where(i => of is null || i.Department == of).SelectMany(i => writer.OfItem(new DocumentSubject(applicant, i.Item, i.Authority), Decided(state, i))))
                .OrderBy(d => d.Date).ThenBy(d => d.Kind),
        ];
    }

    private static IEnumerable<DocumentView> OfWhole(CaseState state, DocumentWriter writer, DocumentSubject whole)
    {
        if (state.AcceptedAt is { } accepted)
        {
            // By law, from the day of receipt, where nobody answered in time.
            var byLaw = state.Receipt is not null && accepted == state.SubmittedAt;
            yield return writer.Write(
                DocumentKind.AcceptanceNotice, accepted, whole,
                byLaw ? new Text("逾期未告知是否受理,自收到申请之日起即为受理", "Nobody answered in time: the application is accepted from the day it was received")
                    : new Text("申请材料齐全、符合法定形式,予以受理", "The application is complete and in the form the law wants, and is accepted"),
                byLaw ? state.Receipt!.Basis : null);
        }
        if (state.NotAcceptedBecause is { } grounds)
            yield return writer.Write(DocumentKind.NonAcceptanceDecision, state.EndedAt!.Value, whole, grounds.Reason, grounds.LegalBasis);
        if (state is { Lifecycle: CaseLifecycle.Withdrawn, EndedBecause: { } why })
            yield return writer.Write(DocumentKind.WithdrawalNotice, state.EndedAt!.Value, whole, why.Reason, why.LegalBasis);
        if (state.Termination is { } ended)
            yield return writer.Write(DocumentKind.TerminationDecision, ended.At, whole, ended.Reason, ended.LegalBasis);
        if (state.Extension is { } extension)
            yield return writer.Extension(extension, state.ExtensionGrounds, whole);
    }

    /// <summary>A review that passed is an approval once every required item has passed, and the item was not let go of since.</summary>
    private static DecidedItem Decided(CaseState state, ItemState item) => new(
        item.Decision, item.Told, item.Clock?.Extension, item.ExtensionGrounds,
        item.Lifecycle is ItemLifecycle.Issuing or ItemLifecycle.Issued or ItemLifecycle.IssueFailed or ItemLifecycle.Revoked
            || (item.Lifecycle == ItemLifecycle.ReviewPassed && state.Lifecycle == CaseLifecycle.Issuing),
        item.Corrections);
}
