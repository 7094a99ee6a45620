using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Documents;

/// <summary>
/// The documents that follow from what was decided: the same in the case and in the department. Nothing is stored, and nothing but the city's texts is added.
/// </summary>
public sealed class DocumentWriter(IDocumentTexts texts, CityTime time)
{
    /// <summary>One document.</summary>
    /// <param name="at">The moment of what it tells.</param>
    /// <param name="basis">What that rests on; null for nothing but the document's own law.</param>
    public DocumentView Write(DocumentKind kind, DateTimeOffset at, DocumentSubject subject, Text reason, string? basis = null, IReadOnlyList<Finding>? findings = null)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var heading = texts.Of(kind, subject.Item);
        var day = time.DateOf(at);
        return new DocumentView(
            kind, heading.Title, day, subject.Authority, subject.Applicant, subject.Item, reason,
            string.Join("; ", new[] { basis, heading.LegalBasis }.Where(b => !string.IsNullOrWhiteSpace(b)).Distinct()), findings ?? [], texts.RemediesOf(kind, day));
    }

    /// <summary>Those of one item.</summary>
    public IEnumerable<DocumentView> OfItem(DocumentSubject subject, DecidedItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        foreach (var (decision, told) in item.Told ?? [])
        {
            if (decision.Outcome == ReviewOutcome.Supplement)
                yield return Write(DocumentKind.SupplementNotice, told, subject, decision.Reason, decision.LegalBasis, decision.Findings) with { Requested = decision.Requested };
            else
                yield return Write(DocumentKind.SpecialProcedureNotice, told, subject, decision.Reason, decision.LegalBasis) with { Procedure = decision.Procedure, Notice = decision.Notice };
        }
        if (item.Extension is { } extension)
            yield return Extension(extension, item.ExtensionGrounds, subject);
        foreach (var correction in item.Corrections ?? [])
        {
            yield return Write(DocumentKind.CorrectionNotice, correction.At, subject, correction.Reason, correction.LegalBasis) with
            {
                Correction = new CorrectedLicence(correction.Superseded.Type, correction.Superseded.Number, correction.Version, correction.Fields),
            };
        }
        if (item.Decision is not { } final)
            yield break;
        DocumentKind? kind = final.Outcome switch
        {
            ReviewOutcome.Refuse => DocumentKind.RefusalDecision,
            ReviewOutcome.NotAccepted => DocumentKind.NonAcceptanceDecision,
            ReviewOutcome.Pass when item.IsGranted => DocumentKind.Approval,
            _ => null,
        };
        if (kind is { } written)
            yield return Write(written, final.At, subject, final.Reason, final.LegalBasis, final.Findings);
    }

    /// <summary>Days granted on top, with the reason (art 42).</summary>
    /// <param name="grounds">Null for one that was granted before they were kept.</param>
    public DocumentView Extension(LimitExtension extension, Grounds? grounds, DocumentSubject subject)
    {
        ArgumentNullException.ThrowIfNull(extension);
        return Write(DocumentKind.ExtensionNotice, extension.At, subject, grounds?.Reason ?? new Text("", ""), grounds?.LegalBasis) with { Days = extension.Days };
    }
}

/// <summary>What a document is about.</summary>
public sealed record DocumentSubject(DocumentApplicant Applicant, string? Item, string? Authority);

/// <summary>What was decided of an item, as the case and the department alike keep it.</summary>
/// <param name="Corrections">Of clerical errors in what was issued; null for none.</param>
/// <param name="IsGranted">Whether a review that passed is an approval: not before every required item of the case has passed.</param>
public sealed record DecidedItem(Decision? Decision, IReadOnlyList<WrittenStep>? Told, LimitExtension? Extension, Grounds? ExtensionGrounds, bool IsGranted, IReadOnlyList<LicenceCorrection>? Corrections = null);

/// <summary>Something the applicant was told in writing while the review went on: what is asked for, or that a special procedure begins.</summary>
/// <param name="Told">When; in the department, which does not tell it itself, when it was decided.</param>
public sealed record WrittenStep(Decision Decision, DateTimeOffset Told);

/// <summary>Why something was done, and by which law.</summary>
public sealed record Grounds(Text Reason, string LegalBasis);
