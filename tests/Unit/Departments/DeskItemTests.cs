using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Desk;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.Departments;

/// <summary>Items without code: who decides them, and what is issued.</summary>
public sealed class DeskItemTests
{
    private const string Hygiene = "health.hygiene";
    private const string SafetyCheck = "fire.safety-check";
    private const string Withdrawal = "housing-fund.withdrawal";
    private const string Venue = """{"venue":{"name":"洞庭书场"},"health":{"staff":"合格"}}""";
    private const string Rent = """{"withdrawal":{"amount":1200.50,"purpose":"rent"}}""";

    [Fact]
    public void People_review_an_item_that_says_nothing_else_and_are_told_the_law()
    {
        var handler = DeskCity.Handler(Hygiene);

        var finding = Assert.Single(Assert.IsType<ReviewResult.LeftToPeople>(handler.Review(DeskCity.Application(handler, Venue, "air-report"), Facts.None)).Findings);

        Assert.Equal("officer-reviews", finding.Code);
        Assert.StartsWith("公共场所卫生管理条例 第四条; ", finding.LegalBasis, StringComparison.Ordinal);
        Assert.NotEqual(finding.Reason.Zh, finding.Reason.En);
    }

    [Fact]
    public void An_item_decided_at_once_is_granted_when_it_is_complete()
    {
        var handler = DeskCity.Handler(Withdrawal);

        var passed = Assert.IsType<ReviewResult.Passed>(handler.Review(DeskCity.Application(handler, Rent, "lease"), Facts.None));

        Assert.Equal("desk/1", passed.Rule);
        Assert.StartsWith("住房公积金管理条例 第二十四条; ", passed.LegalBasis, StringComparison.Ordinal);
        Assert.Empty(passed.Claims);
    }

    [Fact]
    public void An_item_decided_at_once_is_left_to_people_while_a_required_material_is_missing_which_is_named()
    {
        var handler = DeskCity.Handler(Withdrawal);

        var finding = Assert.Single(Assert.IsType<ReviewResult.LeftToPeople>(handler.Review(DeskCity.Application(handler, Rent), Facts.None)).Findings);

        Assert.Equal(("material-missing", "/materials"), (finding.Code, finding.Pointer));
        Assert.Contains("租赁合同", finding.Reason.Zh, StringComparison.Ordinal);
        Assert.Contains("Lease", finding.Reason.En, StringComparison.Ordinal);
    }

    [Fact]
    public void An_optional_material_holds_up_nothing()
    {
        var handler = DeskCity.Changed(Withdrawal, ("necessity: required", "necessity: optional"));

        Assert.IsType<ReviewResult.Passed>(handler.Review(DeskCity.Application(handler, Rent), Facts.None));
    }

    [Fact]
    public void A_licence_holds_what_the_catalogue_says_from_the_form_from_a_sequence_and_fixed()
    {
        var licence = Assert.Single(DeskCity.Issue(DeskCity.Handler(Hygiene), Venue, first: 7).Licences);

        Assert.Equal(("hygiene-permit", "430602-hygiene-permit-2026-000007"), (licence.Type, licence.Number));
        Assert.Equal("""{"venue":"洞庭书场","kind":"公共场所","file":7}""", Json(licence.Data));
        // Four years, the day of issue included.
        Assert.Equal(new DateOnly(2030, 11, 23), licence.ValidUntil);
    }

    [Fact]
    public void A_material_that_may_be_brought_later_is_still_missing()
    {
        var handler = DeskCity.Changed(Withdrawal, ("necessity: required", "necessity: tolerable"));

        Assert.IsType<ReviewResult.LeftToPeople>(handler.Review(DeskCity.Application(handler, Rent), Facts.None));
        Assert.IsType<ReviewResult.Passed>(handler.Review(DeskCity.Application(handler, Rent, "lease"), Facts.None));
    }

    [Fact]
    public void A_material_that_is_promised_is_not_missing_and_an_item_granted_at_once_passes_on_that_promise()
    {
        var handler = DeskCity.Changed(Withdrawal, ("necessity: required", "necessity: tolerable"));

        Assert.IsType<ReviewResult.Passed>(handler.Review(DeskCity.Application(handler, Rent) with { Promised = ["lease"] }, Facts.None));
        Assert.IsType<ReviewResult.LeftToPeople>(handler.Review(DeskCity.Application(handler, Rent) with { Promised = ["another"] }, Facts.None));
    }

    [Fact]
    public void A_field_that_repeats_another_s_licence_is_read_from_that_licence_when_it_was_not_asked()
    {
        var handler = DeskCity.Changed(SafetyCheck,
            ("      alarm: {", "      venue: { title: { zh: 场所, en: Venue }, type: string, minLength: 1, maxLength: 60, output: hygiene-permit.venue }\n      alarm: {"),
            ("needs: [hygiene-permit]", "needs: [hygiene-permit]\nissues: { fire-certificate: { data: { venue: { from: /fire/venue } } } }"),
            ("  fields: []\n", "  fields: [{ name: venue, title: { zh: 场所, en: Venue } }]\n"));
        var permit = new Licence { Number = "h-1", Type = "hygiene-permit", Item = Hygiene, IssuedAt = default, Data = JsonElement.Parse("""{"venue":"洞庭书场"}""") };

        Assert.Equal("""{"venue":"洞庭书场"}""", Json(DeskCity.Issue(handler, """{"fire":{"alarm":"A-7"}}""", 1, permit).Licences[0].Data));
        Assert.Equal("""{"venue":"君山茶馆"}""", Json(DeskCity.Issue(handler, """{"fire":{"alarm":"A-7","venue":"君山茶馆"}}""").Licences[0].Data));
        // What the city itself has issued goes before what the applicant says of it.
        Assert.Equal("""{"venue":"洞庭书场"}""", Json(DeskCity.Issue(handler, """{"fire":{"alarm":"A-7","venue":"君山茶馆"}}""", 1, permit).Licences[0].Data));
    }

    [Fact]
    public void An_item_that_yields_nothing_is_done_without_a_licence()
    {
        var issued = DeskCity.Issue(DeskCity.Handler("housing-fund.notice"), Rent);

        Assert.Empty(issued.Licences);
        Assert.Empty(issued.Claims);
    }

    [Fact]
    public void An_item_is_handled_as_it_stood_when_it_was_applied_for()
    {
        var files = DeskCity.Files();
        const string Path = "data/fire/items/safety-check.yaml";
        files["data/fire/items/safety-check@2.yaml"] = files[Path] + "version: '2'\nvalidFrom: 2026-12-01\nissues: { fire-certificate: { data: { by: { text: new } } } }\n";
        files[Path] += "version: '1'\nvalidTo: 2026-11-30\n";
        files["data/licences.yaml"] = files["data/licences.yaml"].Replace("  fields: []\n", "  fields: [{ name: by, title: { zh: 依据, en: By } }]\n", StringComparison.Ordinal);

        Assert.Equal("{}", Json(DeskCity.Issue(DeskCity.Find(files, SafetyCheck, new DateOnly(2026, 11, 30))!, "{}").Licences[0].Data));
        Assert.Equal("""{"by":"new"}""", Json(DeskCity.Issue(DeskCity.Find(files, SafetyCheck, new DateOnly(2026, 12, 1))!, "{}").Licences[0].Data));
        Assert.Null(DeskCity.Find(files, "tax.registration", new DateOnly(2026, 12, 1)));
    }

    [Fact]
    public void A_new_catalogue_is_in_force_from_the_next_task_on()
    {
        var files = DeskCity.Files();
        var catalogue = CityCatalogue.Load(files);
        var items = new DeskItems(_ => catalogue);
        var before = items.Find(new ItemVersion(Withdrawal, "430602", Sample.Today))!;

        files["data/housing-fund/items/withdrawal.yaml"] = files["data/housing-fund/items/withdrawal.yaml"].Replace("decidedBy: at-once", "decidedBy: people", StringComparison.Ordinal)
            .Replace("sample:", "# sample:", StringComparison.Ordinal);
        catalogue = CityCatalogue.Load(files);
        var after = items.Find(new ItemVersion(Withdrawal, "430602", Sample.Today))!;

        Assert.IsType<ReviewResult.Passed>(before.Review(DeskCity.Application(before, Rent, "lease"), Facts.None));
        Assert.IsType<ReviewResult.LeftToPeople>(after.Review(DeskCity.Application(after, Rent, "lease"), Facts.None));
        Assert.Same(after, items.Find(new ItemVersion(Withdrawal, "430602", Sample.Today)));
    }

    [Fact]
    public void An_item_whose_department_is_no_longer_a_desk_is_reviewed_by_people_and_issued_as_before()
    {
        var files = DeskCity.Files();
        files["data/departments.yaml"] = files["data/departments.yaml"].Replace(", desk: true", "", StringComparison.Ordinal);
        files["data/housing-fund/items/withdrawal.yaml"] = files["data/housing-fund/items/withdrawal.yaml"].Replace("decidedBy: at-once\n", "", StringComparison.Ordinal);
        files["data/housing-fund/items/notice.yaml"] = files["data/housing-fund/items/notice.yaml"].Replace("decidedBy: at-once\n", "", StringComparison.Ordinal);

        var handler = DeskCity.Find(files, Withdrawal, Sample.Today)!;

        // Nothing is missing; but the rules of its department are not here.
        Assert.IsType<ReviewResult.LeftToPeople>(handler.Review(DeskCity.Application(handler, Rent, "lease"), Facts.None));
        Assert.Single(DeskCity.Issue(handler, Rent).Licences);
    }

    [Theory]
    [InlineData(Hygiene)]
    [InlineData(SafetyCheck)]
    public void Issuing_is_tried_again_when_the_catalogue_changed_after_the_numbers_were_drawn(string item)
    {
        var handler = DeskCity.Handler(item);
        var application = DeskCity.Application(handler, Venue);
        // Drawn for the item as it stood a moment before: of a kind of number it no longer gives.
        var before = new Facts(new Dictionary<RegisterKey, RegisterEntry>(), new Dictionary<string, long> { ["licence/old-#"] = 1 });

        var failed = Assert.IsType<IssueResult.Failed>(handler.Issue(application, [], before));

        Assert.Equal(("catalogue-changed", false), (failed.Code, failed.Final));
        Assert.NotEqual(failed.Reason.Zh, failed.Reason.En);
        Assert.IsType<IssueResult.Issued>(handler.Issue(application, [], Sample.Known(handler.IssueNeeds(application, []), 1)));
    }

    [Theory]
    [InlineData("{region}-{year}", "must have {sequence:6} in it once")]
    [InlineData("{month}-{sequence}", "'{month}' is not known")]
    public void A_number_that_cannot_be_made_is_refused_with_the_catalogue(string pattern, string fault)
    {
        var files = DeskCity.Files();
        files["data/health/items/hygiene.yaml"] = files["data/health/items/hygiene.yaml"].Replace("{region}-{type}-{year}-{sequence:6}", pattern, StringComparison.Ordinal);

        Assert.Contains(fault, Assert.Throws<InvalidCatalogueException>(() => CityCatalogue.Load(files)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_licence_is_recorded_under_its_number_for_good()
    {
        var issued = DeskCity.Issue(DeskCity.Handler(Hygiene), Venue);

        var claim = Assert.Single(issued.Claims);
        Assert.Equal(new RegisterKey("hygiene-permit", issued.Licences[0].Number), claim.Key);
        Assert.True(claim.Lasting);
    }

    [Fact]
    public void A_licence_of_which_nothing_is_said_is_empty_and_numbered_by_department_and_year()
    {
        var licence = Assert.Single(DeskCity.Issue(DeskCity.Handler(SafetyCheck), """{"venue":{"name":"洞庭书场"},"fire":{"alarm":"A-7"}}""", first: 12).Licences);

        Assert.Equal(("fire-2026-000012", null, "{}"), (licence.Number, licence.ValidUntil, Json(licence.Data)));
    }

    [Fact]
    public void A_field_the_applicant_left_out_is_left_out_of_the_licence()
    {
        var licence = Assert.Single(DeskCity.Issue(DeskCity.Handler(Withdrawal), """{"withdrawal":{"amount":1200.50}}""").Licences);

        Assert.Equal("""{"amount":1200.50}""", Json(licence.Data));
    }

    [Fact]
    public void Two_licences_from_one_sequence_have_two_numbers()
    {
        var handler = DeskCity.Changed(SafetyCheck, ("outputs: [fire-certificate]", "outputs: [fire-certificate, fire-record]"),
            ("- id: fund-withdrawal\n", "- { id: fire-record, name: { zh: 记录, en: Record }, issuedBy: fire.safety-check, fields: [], basis: unverified }\n- id: fund-withdrawal\n"));
        var application = DeskCity.Application(handler, "{}");

        Assert.Equal([new NumberNeed("licence/fire-2026-#", 2)], handler.IssueNeeds(application, []).Numbers);
        Assert.Equal(["fire-2026-000003", "fire-2026-000004"], DeskCity.Issue(handler, "{}", first: 3).Licences.Select(l => l.Number));
    }

    [Fact]
    public void Numbers_begin_anew_for_every_year_and_place_that_the_pattern_tells_apart()
    {
        var handler = DeskCity.Handler(Hygiene);
        var application = DeskCity.Application(handler, Venue);

        Assert.Equal(
            ["data/health/file", "licence/430602-hygiene-permit-2026-#"],
            handler.IssueNeeds(application, []).Numbers.Select(n => n.Sequence).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["data/health/file", "licence/430626-hygiene-permit-2027-#"],
            handler.IssueNeeds(application with { Authority = "430626.health", Today = new DateOnly(2027, 1, 1) }, []).Numbers.Select(n => n.Sequence).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_application_and_facts_give_the_same_licence()
    {
        var handler = DeskCity.Handler(Hygiene);

        Assert.Equal(Sample.Written(DeskCity.Issue(handler, Venue)), Sample.Written(DeskCity.Issue(handler, Venue)));
    }

    private static string Json(object data) => JsonSerializer.Serialize(data, Kit.JsonText.Options);
}
