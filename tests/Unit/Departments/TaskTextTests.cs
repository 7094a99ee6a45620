using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Desk;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.Departments;

/// <summary>A task is judged by the catalogue that its case was submitted under, though another, with the same item in other words, is in force.</summary>
public sealed class TaskTextTests
{
    private const string Hygiene = "health.hygiene";
    private const string Venue = """{"venue":{"name":"洞庭书场"},"health":{"staff":"合格"}}""";

    private static readonly CityCatalogue Before = CityCatalogue.Load(DeskCity.Files());
    private static readonly CityCatalogue InForce = CityCatalogue.Load(Edited());
    private static readonly TaskRules Rules = RulesBy(item => item.Catalogue == Before.Text.Digest ? Before : InForce);

    [Fact]
    public void A_licence_is_numbered_filled_and_limited_by_the_text_of_its_case()
    {
        var old = IssuedUnder(Before.Text.Digest);
        Assert.Equal("430602-hygiene-permit-2026-000007", old.Number);
        Assert.Equal("""{"venue":"洞庭书场","kind":"公共场所","file":7}""", old.Data.GetRawText());
        Assert.Equal(new DateOnly(2030, 11, 23), old.ValidUntil);

        var today = IssuedUnder(InForce.Text.Digest);
        Assert.Equal("NEW-2026-000007", today.Number);
        Assert.Equal("""{"kind":"娱乐场所"}""", today.Data.GetRawText());
        Assert.Equal(new DateOnly(2027, 11, 23), today.ValidUntil);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a digest that nobody knows")]
    public void A_task_that_names_no_text_or_an_unknown_one_is_judged_by_what_is_in_force(string? digest) => Assert.Equal("NEW-2026-000007", IssuedUnder(digest).Number);

    [Fact]
    public void A_supplement_asks_for_what_the_text_of_the_case_declares_and_for_nothing_else()
    {
        var old = Requested(Before.Text.Digest);
        Assert.Null(Decided(old, Ask("air-report", "/health/staff")).Refusal);
        Assert.Equal(2, Decided(old, Ask("water-report", "/health/tests")).Refusal!.Faults!.Count);

        var today = Requested(InForce.Text.Digest);
        Assert.Null(Decided(today, Ask("water-report", "/health/tests")).Refusal);
        Assert.Equal(2, Decided(today, Ask("air-report", "/health/staff")).Refusal!.Faults!.Count);
    }

    [Fact]
    public void What_a_department_s_own_system_leaves_out_is_added_by_the_text_of_the_case()
    {
        var answer = new AnswerIssue(TaskInPlay.TaskId, "system:health-system", [new GivenLicence("hygiene-permit", null, null, JsonElement.Parse("{}"))], null);
        Licence Issued(string digest) => Decided(
            Ordered(digest, new ItemTerms { IssuedBySystem = ["hygiene-permit"] }), answer).State!.Licences.Single();

        Assert.Equal(("430602-hygiene-permit-2026-000007", new DateOnly(2030, 11, 23)), (Issued(Before.Text.Digest).Number, Issued(Before.Text.Digest).ValidUntil));
        Assert.Equal(("NEW-2026-000007", new DateOnly(2027, 11, 23)), (Issued(InForce.Text.Digest).Number, Issued(InForce.Text.Digest).ValidUntil));
    }

    [Fact]
    public void A_licence_is_corrected_as_the_text_of_its_case_allows()
    {
        CorrectionTerms TermsUnder(string digest) => Rules.CorrectionTermsFor(Ordered(digest, null), "hygiene-permit")!;

        Assert.Equal(["kind"], TermsUnder(Before.Text.Digest).Fields);
        Assert.Empty(TermsUnder(InForce.Text.Digest).Fields);
    }

    [Fact]
    public void Whatever_is_judged_by_a_text_has_it_brought_before_and_nothing_else_waits()
    {
        var texts = new Texts();
        var rules = new TaskRules(_ => null, new CityTime(TimeZoneInfo.Utc)) { Texts = texts };
        var state = Requested("a");

        object[] judged =
        [
            Request("a"), TaskInPlay.Issue(1), Ask("air-report", "/health/staff"),
            new AnswerIssue(TaskInPlay.TaskId, "system:s", [], null), new CorrectLicence(TaskInPlay.TaskId, "li", "hygiene-permit", new Dictionary<string, JsonElement>(), new Text("", "")),
        ];
        foreach (var message in judged)
            _ = rules.Ahead(message is RequestReview ? null : state, message);
        Assert.Equal(Enumerable.Repeat("a", judged.Length), texts.Asked);

        // A repeat; what is judged by no text; what names none.
        Assert.Null(rules.Ahead(state, Request("a")));
        Assert.Null(rules.Ahead(state, TaskInPlay.Decide("li", ReviewOutcome.Pass)));
        Assert.Null(rules.Ahead(state, TaskInPlay.Cancel));
        Assert.Null(rules.Ahead(state, new Wake(TaskInPlay.TaskId)));
        Assert.Null(rules.Ahead(null, Request(null)));
        Assert.Null(rules.Ahead(null, TaskInPlay.Issue(1)));
        Assert.Equal(judged.Length, texts.Asked.Count);
    }

    /// <summary>The same ids, and no validFrom: the item itself in other words.</summary>
    private static Dictionary<string, string> Edited()
    {
        var files = DeskCity.Files();
        void Edit(string path, string passage, string replacement)
        {
            Assert.Contains(passage, files[path], StringComparison.Ordinal);
            files[path] = files[path].Replace(passage, replacement, StringComparison.Ordinal);
        }
        Edit("data/health/items/hygiene.yaml", "id: air-report", "id: water-report");
        Edit("data/health/items/hygiene.yaml", "      staff: {", "      tests: {");
        Edit("data/health/items/hygiene.yaml", "{region}-{type}-{year}-{sequence:6}", "NEW-{year}-{sequence:6}");
        Edit("data/health/items/hygiene.yaml", "      venue: { from: /venue/name }\n      kind: { text: 公共场所 }\n      file: { number: file }", "      kind: { text: 娱乐场所 }");
        Edit("data/licences.yaml", "years: 4", "years: 1");
        Edit("data/licences.yaml", "fields: [kind], shared: [venue]", "fields: [], shared: [venue]");
        return files;
    }

    private static TaskRules RulesBy(Func<ItemVersion, CityCatalogue> catalogueOf) => new(new DeskItems(catalogueOf).Find, new CityTime(TimeZoneInfo.Utc))
    {
        DeclarationOf = item => catalogueOf(item).FindItem(item),
        LicenceTermsOf = item => SystemLicences.Of(catalogueOf(item), item),
    };

    private static RequestReview Request(string? digest) => TaskInPlay.Request("", Hygiene) with { Authority = "430602.health", Form = JsonElement.Parse(Venue), Catalogue = digest };

    private static TaskState Requested(string? digest) => Rules.Decide(null, Request(digest), Facts.None, TaskInPlay.Now).State!;

    private static TaskState Ordered(string? digest, ItemTerms? terms) =>
        Decided(Decided(Requested(digest) with { Terms = terms }, TaskInPlay.Decide("li", ReviewOutcome.Pass)).State!, TaskInPlay.Issue(1)).State!;

    private static Licence IssuedUnder(string? digest) => Assert.Single(Ordered(digest, null).Licences);

    private static DecideTask Ask(string material, string field) => TaskInPlay.Ask("li", [material], field);

    /// <summary>Every number drawn is 7.</summary>
    private static Decision<TaskState> Decided(TaskState state, object message) => Rules.Decide(
        state, message, new Facts(new Dictionary<RegisterKey, RegisterEntry>(), Rules.NeedsOf(state, message, TaskInPlay.Now).Numbers.ToDictionary(n => n.Sequence, _ => 7L)), TaskInPlay.Now);

    private sealed class Texts : IKeptTexts
    {
        public List<string> Asked { get; } = [];

        public IReadOnlyList<Migration> Migrations => [];

        public void KeepIn(Store store, TimeProvider clock)
        {
        }

        public Task<object?>? Ahead(string digest)
        {
            Asked.Add(digest);
            return null;
        }
    }
}
