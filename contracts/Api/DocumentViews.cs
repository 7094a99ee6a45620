using System.Text.Json.Serialization;

namespace OneVisit.Contracts.Api;

/// <summary>A written document of a case (Administrative Licensing Law, art 32, 38, 42, 45).</summary>
[JsonConverter(typeof(KebabCase<DocumentKind>))]
public enum DocumentKind
{
    AcceptanceNotice,
    NonAcceptanceDecision,
    SupplementNotice,
    SpecialProcedureNotice,
    ExtensionNotice,
    RefusalDecision,
    Approval,
    WithdrawalNotice,
    CorrectionNotice,
    TerminationDecision,
}

/// <summary>The written documents there are at present.</summary>
public sealed record DocumentsView(IReadOnlyList<DocumentView> Documents);

/// <summary>What a written document says. Derived from what was decided whenever it is asked for.</summary>
/// <param name="Date">Of the city.</param>
/// <param name="Authority">Who gives it, <c>430602.tax</c>; null where it is of the whole case and several are competent.</param>
/// <param name="Item">Null: of the whole case.</param>
/// <param name="LegalBasis">What the decision rests on, and what the document does.</param>
/// <param name="Findings">Every finding behind a decision; empty for a plain one.</param>
/// <param name="Remedies">What the applicant may do against it, and within which time; empty where nothing is refused.</param>
public sealed record DocumentView(
    DocumentKind Kind,
    Text Title,
    DateOnly Date,
    string? Authority,
    DocumentApplicant Applicant,
    string? Item,
    Text Reason,
    string LegalBasis,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<RemedyView> Remedies)
{
    /// <summary>With a request for a supplement: every paper and field that is asked for, where the department named them.</summary>
    public SupplementDemand? Requested { get; init; }
    /// <summary>With a special procedure: which, as the catalogue names it.</summary>
    public string? Procedure { get; init; }
    /// <summary>With a special procedure: the written notice as it is filed.</summary>
    public WrittenNotice? Notice { get; init; }
    /// <summary>With an extension: the days granted on top, in the unit of the limit.</summary>
    public int? Days { get; init; }
    /// <summary>With a correction: which licence, and what of it.</summary>
    public CorrectedLicence? Correction { get; init; }
}

/// <summary>What was corrected of a licence.</summary>
/// <param name="Version">Of the new version: 2 for the first correction.</param>
public sealed record CorrectedLicence(string Type, string Number, int Version, IReadOnlyList<string> Fields);

/// <summary>To whom it is addressed.</summary>
/// <param name="IdNumber">Masked; null for departments, which do not need it.</param>
public sealed record DocumentApplicant(ApplicantKind Kind, string Name, string? IdNumber = null);

/// <summary>What one may do against a decision. Its time is one of the two, from the day on which one learns of the decision.</summary>
public sealed record RemedyView(string Id, Text Name, int? Days, int? Months, Text Text, string LegalBasis);
