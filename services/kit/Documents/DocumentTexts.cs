using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Documents;

/// <summary>What a city says of its written documents: their names, the law behind them, and what one may do against them.</summary>
public interface IDocumentTexts
{
    /// <param name="item">What it is about; null for the whole case.</param>
    DocumentHeading Of(DocumentKind kind, string? item);

    /// <summary>What one may do against a document of a day; empty for a kind that takes nothing from anybody.</summary>
    IReadOnlyList<RemedyView> RemediesOf(DocumentKind kind, DateOnly day);
}

/// <param name="LegalBasis">The law by which there is such a document.</param>
public sealed record DocumentHeading(Text Title, string LegalBasis);

/// <summary>The texts of the city of a place.</summary>
public delegate IDocumentTexts DocumentTextsOf(string region);
