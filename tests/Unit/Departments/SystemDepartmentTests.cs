using OneVisit.Catalogue;
using OneVisit.Kit.Departments;

namespace OneVisit.Unit.Departments;

/// <summary>Items that the catalogue leaves to a department's own system.</summary>
public sealed class SystemDepartmentTests
{
    private const string Hygiene = "health.hygiene", Path = "data/health/items/hygiene.yaml";

    [Fact]
    public void Numbers_come_from_the_sequence_that_the_desk_draws_them_from()
    {
        var terms = TermsOf(Hygiene);
        var needs = DeskCity.Handler(Hygiene).IssueNeeds(DeskCity.Application(DeskCity.Handler(Hygiene), "{}"), []);

        Assert.Contains(terms.SequenceOf("hygiene-permit", "430602.health", Sample.Today), needs.Numbers.Select(n => n.Sequence));
        Assert.Equal("430602-hygiene-permit-2026-000007", terms.NumberOf("hygiene-permit", "430602.health", Sample.Today, 7));
        Assert.True(terms.MayDraw("hygiene-permit", "430602-hygiene-permit-2026-000007"));
        Assert.False(terms.MayDraw("hygiene-permit", "WS-7"));
    }

    [Fact]
    public void A_licence_holds_as_long_as_its_type_says_the_day_of_issue_included()
    {
        Assert.Equal(new DateOnly(2030, 11, 23), TermsOf(Hygiene).ValidUntil("hygiene-permit", Sample.Today));
        Assert.Null(TermsOf("fire.safety-check").ValidUntil("fire-certificate", Sample.Today));
        Assert.Null(SystemLicences.Of(CityCatalogue.Load(DeskCity.Files()), Version("health.unknown")));
    }

    [Fact]
    public void What_a_licence_holds_is_the_system_s_to_say_and_the_catalogue_may_name_the_number_alone()
    {
        var files = DeskCity.Files();
        files[Path] += "\nissuedBy: system\n";
        Assert.Contains(Assert.Throws<InvalidCatalogueException>(() => CityCatalogue.Load(files)).Faults, f => f.ToString().Contains("says what the licence holds", StringComparison.Ordinal));

        files[Path] = System.Text.RegularExpressions.Regex.Replace(files[Path], "    data:\n(      .*\n?)+", "");
        Assert.Equal(Contracts.Api.IssuedBy.System, CityCatalogue.Load(files).FindItem(Hygiene)!.IssuedBy);
    }

    [Fact]
    public void What_may_be_corrected_is_the_licence_type_s_to_say_and_no_number_is_among_it()
    {
        var terms = TermsOf(Hygiene).CorrectionOf("hygiene-permit")!;
        Assert.Equal(("kind", "venue", "某市更正办法 第三条"), (Assert.Single(terms.Fields), Assert.Single(terms.Shared), terms.Basis));
        Assert.Null(TermsOf(Hygiene).CorrectionOf("fire-certificate"));

        var files = DeskCity.Files();
        files["data/licences.yaml"] = files["data/licences.yaml"].Replace("fields: [kind], shared: [venue]", "fields: [kind, file, owner], shared: [kind]", StringComparison.Ordinal);
        var faults = Assert.Throws<InvalidCatalogueException>(() => CityCatalogue.Load(files)).Faults.Select(f => f.ToString()).ToList();
        Assert.Equal(3, faults.Count);
        Assert.All(["has no field 'owner'", "'kind' stands twice", "is a number of a register, and numbers are not corrected"], says => Assert.Contains(faults, f => f.Contains(says, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_department_with_code_asks_no_rule_for_what_its_city_leaves_to_people()
    {
        var (byRule, byPeople) = (new Tax.Registration(), new LeftToPeople(new Tax.Registration()));

        Assert.IsType<ReviewResult.Passed>(Sample.Review(byRule));
        Assert.Empty(Assert.IsType<ReviewResult.LeftToPeople>(Sample.Review(byPeople)).Findings);
        Assert.False(((IItemHandler)byPeople).NamesReviewKeys);
        // What they have passed is issued as ever.
        var inputs = new[] { Sample.BusinessLicenceOf(Sample.CreditCode) };
        Assert.Equal(Sample.Written(Sample.Issue(byRule, inputs)), Sample.Written(Sample.Issue(byPeople, inputs)));
    }

    private static ILicenceTerms TermsOf(string item) => SystemLicences.Of(CityCatalogue.Load(DeskCity.Files()), Version(item))!;

    private static ItemVersion Version(string item) => new(item, "430602", Sample.Today);
}
