using OneVisit.Catalogue;
using OneVisit.Contracts.Api;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

public sealed class DocumentsTests
{
    private const string Heading = "documents:\n- { kind: approval, title: { zh: 同意书, en: Consent }, basis: 某办法 }\n";

    [Fact]
    public void A_city_names_some_documents_itself_and_has_the_others_built_in()
    {
        var texts = Load(("documents.yaml", Heading)).Documents;

        Assert.Equal(("同意书", "某办法"), (texts.Of(DocumentKind.Approval, null).Title.Zh, texts.Of(DocumentKind.Approval, null).LegalBasis));
        Assert.Equal("受理通知书", texts.Of(DocumentKind.AcceptanceNotice, null).Title.Zh);
        Assert.Equal(["reconsideration", "litigation"], texts.RemediesOf(DocumentKind.RefusalDecision, new DateOnly(2026, 1, 1)).Select(r => r.Id));
        Assert.Empty(texts.RemediesOf(DocumentKind.Approval, new DateOnly(2026, 1, 1)));
    }

    [Fact]
    public void A_permit_is_granted_and_refused_under_its_own_name()
    {
        var texts = CityCatalogue.Load().Documents;

        Assert.Equal("不予行政许可决定书", texts.Of(DocumentKind.RefusalDecision, "signage.shop-sign").Title.Zh);
        Assert.Equal("不予批准决定书", texts.Of(DocumentKind.RefusalDecision, "tax.registration").Title.Zh);
        Assert.Equal("不予批准决定书", texts.Of(DocumentKind.RefusalDecision, null).Title.Zh);
    }

    [Fact]
    public void A_remedy_is_named_in_decisions_of_the_days_on_which_it_is_in_force()
    {
        var texts = CityCatalogue.Load().Documents;

        Assert.Equal(["litigation"], texts.RemediesOf(DocumentKind.RefusalDecision, new DateOnly(2023, 12, 31)).Select(r => r.Id));
        Assert.Equal(["reconsideration", "litigation"], texts.RemediesOf(DocumentKind.NonAcceptanceDecision, new DateOnly(2024, 1, 1)).Select(r => r.Id));
    }

    [Theory]
    [InlineData("- { kind: approval, title: { zh: 同意书, en: Consent }, basis: 某办法 }\n", "documents.yaml:3: documents/1/kind: 'approval' stands twice")]
    [InlineData("remedies:\n- { id: r, name: { zh: 一, en: one }, text: { zh: 一, en: one }, basis: 某法, validFrom: 2024-01-01 }\n", "documents.yaml:4: remedies/0: is open for a number of days or of months")]
    [InlineData("remedies:\n- { id: r, name: { zh: 一, en: one }, text: { zh: 一, en: one }, basis: 某法, validFrom: 2024-01-01, days: 0 }\n", "documents.yaml:4: remedies/0/days: must be from 1 to 3650")]
    [InlineData("remedies:\n- { id: r, name: { zh: 一, en: one }, text: { zh: 一, en: one }, basis: 某法, validFrom: 2024-01-01, validTo: 2023-01-01, months: 6 }\n", "documents.yaml:4: remedies/0/validTo: lies before the first day")]
    [InlineData("remedies:\n- { id: r, name: { zh: 一, en: one }, text: { zh: 一, en: one }, basis: 某法, validFrom: 2024-01-01, months: 6 }\n- { id: r, name: { zh: 一, en: one }, text: { zh: 一, en: one }, basis: 某法, validFrom: 2025-01-01, days: 9 }\n", "documents.yaml:5: remedies/1/id: 'r' is in force twice at the same time")]
    [InlineData("terminations:\n- { id: t, name: { zh: 一, en: one }, basis: 某法, validFrom: 2024-01-01 }\n- { id: t, name: { zh: 一, en: one }, basis: 某法, validFrom: 2025-01-01 }\n", "documents.yaml:5: terminations/1/id: 't' is in force twice at the same time")]
    [InlineData("terminations:\n- { id: t, name: { zh: 一, en: one }, basis: 某法, validFrom: 2024-01-01, validTo: 2023-01-01 }\n", "documents.yaml:4: terminations/0/validTo: lies before the first day")]
    public void What_cannot_be_written_is_named_with_its_line(string more, string says) => Assert.Equal([says], Faults(("documents.yaml", Heading + more)));
}
