using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Documents;

namespace OneVisit.Catalogue;

/// <summary><c>documents.yaml</c>: what the written documents of a case are called, the law they rest on, what one may do against them, and on which grounds a case is terminated.</summary>
public sealed record CityDocuments
{
    internal const string File = "documents.yaml";

    /// <summary>A kind that is left out is as in the catalogue built in.</summary>
    public required IReadOnlyList<DocumentText> Documents { get; init; }
    /// <summary>In the order in which they are told; null: as in the catalogue built in.</summary>
    public IReadOnlyList<RemedyText>? Remedies { get; init; }
    /// <summary>Grounds on which a case may be terminated; null: as in the catalogue built in.</summary>
    public IReadOnlyList<TerminationGround>? Terminations { get; init; }

    /// <summary>Reads the documents built into this assembly.</summary>
    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static CityDocuments Load() => YamlText.Read<CityDocuments>(CatalogueText.BuiltIn().Files[File], File);

    /// <summary>The same with what is left out taken from the catalogue built in.</summary>
    internal CityDocuments Whole()
    {
        var built = Load();
        return this with
        {
            Documents = [.. Documents, .. built.Documents.Where(b => Documents.All(d => d.Kind != b.Kind))],
            Remedies = Remedies ?? built.Remedies,
            Terminations = Terminations ?? built.Terminations,
        };
    }
}

/// <param name="Basis">The law by which there is such a document.</param>
/// <param name="OfPermit">What it is called where the item is a permit; null: as otherwise.</param>
/// <param name="Remedies">Whether it names what one may do against it.</param>
public sealed record DocumentText(DocumentKind Kind, Text Title, string Basis, Text? OfPermit = null, bool Remedies = false);

/// <summary>What one may do against a decision, within days or months from the day on which one learns of it.</summary>
/// <param name="ValidFrom">The first day of decisions it is named in.</param>
/// <param name="ValidTo">The last; null when no end is set.</param>
public sealed record RemedyText(string Id, Text Name, Text Text, string Basis, DateOnly ValidFrom, int? Days = null, int? Months = null, DateOnly? ValidTo = null)
{
    internal bool IsInForce(DateOnly day) => ValidFrom <= day && !(day > ValidTo);

    internal RemedyView ToView() => new(Id, Name, Days, Months, Text, Basis);
}

/// <summary>A ground on which a case may be terminated before anything is issued.</summary>
/// <param name="ValidFrom">The first day on which it may be.</param>
/// <param name="ValidTo">The last; null when no end is set.</param>
public sealed record TerminationGround(string Id, Text Name, string Basis, DateOnly ValidFrom, DateOnly? ValidTo = null)
{
    internal bool IsInForce(DateOnly day) => ValidFrom <= day && !(day > ValidTo);
}

/// <summary>The texts of one city, by item.</summary>
/// <param name="isPermit">Whether an item is a permit.</param>
internal sealed class DocumentTexts(CityDocuments documents, Func<string, bool> isPermit) : IDocumentTexts
{
    private readonly Dictionary<DocumentKind, DocumentText> _texts = documents.Documents.ToDictionary(d => d.Kind);

    public DocumentHeading Of(DocumentKind kind, string? item)
    {
        var text = _texts[kind];
        return new DocumentHeading(item is not null && text.OfPermit is { } permit && isPermit(item) ? permit : text.Title, text.Basis);
    }

    public IReadOnlyList<RemedyView> RemediesOf(DocumentKind kind, DateOnly day) =>
        _texts[kind].Remedies ? [.. documents.Remedies!.Where(r => r.IsInForce(day)).Select(r => r.ToView())] : [];
}
