using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Unit.Catalogue;

/// <summary>Papers that may be brought later: for how long, and what an applicant may promise. The day of submission is Monday, 2 March 2026.</summary>
public sealed class ToleranceTests
{
    private const string Paper = "{ id: lease, name: { zh: 租赁合同, en: Lease }, necessity: tolerable, forms: [electronic], grade: C, basis: unverified";
    private static readonly (string, string) Bundle = SmallCity.Bundle(SmallCity.Items("a.one, required: true", "b.two, required: true"));

    private static (string, string) One(string more = "") => SmallCity.Item("a.one", materials: $"materials: [{Paper}{more} }}]");

    private static (string, string) Two(string materials = "materials: []") => SmallCity.Item("b.two", materials: materials);

    private static (string, string) Limits(string tolerance) => ("limits.yaml", $$"""
        jointHandling:
          limit: { days: 45, unit: working-day, basis: unverified }
          extension: { days: 15, unit: working-day, basis: unverified }
        single:
          acceptance: { days: 5, unit: working-day, basis: unverified }
          extension: { days: 10, unit: working-day, basis: unverified }
          issuing: { days: 10, unit: working-day, basis: unverified }
          {{tolerance}}
        """);

    private static TimeLimit ToleranceOf(CityCatalogue catalogue) => SmallCity.Plan(catalogue).ToView().Materials.Single().Tolerance!;

    [Fact]
    public void The_material_says_how_long_or_else_the_city_or_else_the_platform()
    {
        Assert.Equal(new TimeLimit(3, DayUnit.NaturalDay, "rule 1"), ToleranceOf(SmallCity.Load(One(", tolerance: { days: 3, unit: natural-day, basis: rule 1 }"), Two(), Bundle, Limits("tolerance: { days: 7, unit: working-day, basis: rule 2 }"))));
        Assert.Equal(new TimeLimit(7, DayUnit.WorkingDay, "rule 2"), ToleranceOf(SmallCity.Load(One(), Two(), Bundle, Limits("tolerance: { days: 7, unit: working-day, basis: rule 2 }"))));
        Assert.Equal(CityLimits.Load().Single!.Tolerance, ToleranceOf(SmallCity.Load(One(), Two(), Bundle, Limits(""))));
        Assert.Equal(CityLimits.Load().Single!.Tolerance, ToleranceOf(SmallCity.Load(One(), Two(), Bundle)));
    }

    [Fact]
    public void A_paper_that_several_items_ask_for_has_the_shortest_time()
    {
        var catalogue = SmallCity.Load(One(), Two($"materials: [{Paper}, tolerance: {{ days: 4, unit: working-day, basis: rule 3 }} }}]"), Bundle);

        Assert.Equal(4, ToleranceOf(catalogue).Days);
    }

    [Theory]
    [InlineData("optional")]
    [InlineData("required")]
    public void Only_a_tolerable_material_says_how_long(string necessity) => Assert.Contains(
        SmallCity.Faults(SmallCity.Item("a.one", materials: $"materials: [{Paper.Replace("tolerable", necessity, StringComparison.Ordinal)}, tolerance: {{ days: 4, unit: working-day, basis: x }} }}]"), Two(), Bundle),
        f => f.Contains("/materials/0/tolerance", StringComparison.Ordinal) || f.Contains("only a tolerable material", StringComparison.Ordinal));

    [Fact]
    public void Faults_of_the_limit_are_named_with_their_place()
    {
        Assert.Contains(SmallCity.Faults(One(", tolerance: { days: 4000, unit: working-day, basis: x }"), Two(), Bundle), f => f.Contains("must be from 0 to 3650", StringComparison.Ordinal));
        Assert.Contains(SmallCity.Faults(One(", tolerance: { days: 4, unit: natural-day, basis: x }"), Two($"materials: [{Paper} }}]"), Bundle), f => f.Contains("limits of different units", StringComparison.Ordinal));
        var shared = ("materials.yaml", "lease: { name: { zh: 租赁合同, en: Lease }, necessity: tolerable, forms: [electronic], grade: C, basis: x, tolerance: { days: 4, unit: working-day, basis: x } }");
        Assert.Contains(
            SmallCity.Faults(SmallCity.Item("a.one", materials: "materials: [{ use: lease, tolerance: { days: 5, unit: working-day, basis: x } }]"), Two(), Bundle, shared),
            f => f.Contains("longer than the shared material's", StringComparison.Ordinal));
        Assert.Contains(
            SmallCity.Faults(SmallCity.Item("a.one", materials: "materials: [{ use: lease }]"), Two(), Bundle, (shared.Item1, shared.Item2.Replace("tolerable", "required", StringComparison.Ordinal))),
            f => f.Contains("a required material may not be brought later", StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_time_is_a_change_that_applicants_notice()
    {
        var (before, after) = (SmallCity.Load(One(), Two(), Bundle), SmallCity.Load(One(", tolerance: { days: 3, unit: working-day, basis: x }"), Two(), Bundle));

        Assert.Contains(OneVisit.Catalogue.Editing.CatalogueDiff.Of(before, after, SmallCity.Day), l => l.Contains("lease: may be brought within 10 working-days -> 3 working-days", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tolerable_paper_that_is_left_out_is_promised_for_the_last_day_that_is_granted()
    {
        var read = Submit(b => { });

        Assert.Empty(read.Faults);
        var promise = Assert.Single(read.Value!.Promises);
        Assert.Equal(("health-certificates", new DayLimit(10, DayUnit.WorkingDay)), (promise.Material.Id, promise.Limit));
    }

    [Fact]
    public void A_paper_that_is_handed_in_is_not_promised()
    {
        var read = Submit(b => b["materials"]!.AsArray().Add(Material("health-certificates")));

        Assert.Empty(read.Faults);
        Assert.Empty(read.Value!.Promises);
    }

    [Fact]
    public void An_earlier_day_is_kept_as_the_calendar_days_until_then()
    {
        var read = Submit(b => b["promises"] = Promises(("health-certificates", "2026-03-06")));

        Assert.Empty(read.Faults);
        Assert.Equal(new DayLimit(4, DayUnit.NaturalDay), Assert.Single(read.Value!.Promises).Limit);
    }

    [Theory]
    // Ten working days from Monday, 2 March 2026.
    [InlineData("2026-03-16", null)]
    [InlineData("2026-03-17", "promised-too-late")]
    [InlineData("2026-03-02", null)]
    [InlineData("2026-03-01", "ends-before-it-begins")]
    public void A_day_is_refused_that_lies_beyond_what_is_granted_or_before_today(string day, string? code) => Assert.Equal(
        code is null ? [] : [$"/promises/0/by {code}"], Faults(Submit(b => b["promises"] = Promises(("health-certificates", day)))));

    [Fact]
    public void Every_fault_of_the_promises_is_named_at_once()
    {
        var read = Submit(b =>
        {
            b["materials"]!.AsArray().Add(Material("health-certificates"));
            b["promises"] = Promises(("fire-layout", "2026-03-06"), ("horoscope", "2026-03-06"), ("health-certificates", "2026-03-06"), ("horoscope", "2026-03-06"), ("premises-layout", "2026-03-06"), ("sign-rendering", "soon"));
            b["materials"]!.AsArray().RemoveAt(3);
        });

        Assert.Equal(
            [
                "/materials missing-material",
                "/promises/0/material handed-in",
                "/promises/1/material unknown-material",
                "/promises/2/material handed-in",
                "/promises/3/material duplicate-material",
                "/promises/4/material not-tolerable",
                "/promises/5/by wrong-format",
                "/promises/5/material handed-in",
            ], Faults(read));
    }

    [Fact]
    public void Of_what_is_brought_every_fault_is_named()
    {
        var body = new JsonObject
        {
            ["materials"] = new JsonArray(Material("lease"), Material("plan"), Material("horoscope"), Material("lease"), new JsonObject { ["material"] = "photo", ["name"] = "p.png" }, 5),
            ["note"] = "x",
        };

        var read = DeliveryReader.Read(JsonElement.Parse(body.ToJsonString()), new HashSet<string> { "lease", "photo" }, new HashSet<string> { "plan" });

        Assert.Equal(
            ["/materials/1/material provided-already", "/materials/2/material not-promised", "/materials/3/material duplicate-material", "/materials/4 material-without-content", "/materials/5 wrong-type", "/note unknown-member"],
            read.Faults.Select(f => $"{f.Pointer} {f.Code}").Order(StringComparer.Ordinal));
        Assert.Equal(["/materials missing"], DeliveryReader.Read(JsonElement.Parse("{}"), new HashSet<string>(), new HashSet<string>()).Faults.Select(f => $"{f.Pointer} {f.Code}"));
        Assert.Equal(["/materials too-few-items"], DeliveryReader.Read(JsonElement.Parse("""{"materials":[]}"""), new HashSet<string>(), new HashSet<string>()).Faults.Select(f => $"{f.Pointer} {f.Code}"));
    }

    private static ReadResult<ValidSubmission> Submit(Action<JsonObject> change)
    {
        var body = Sample.Restaurant;
        body["materials"]!.AsArray().RemoveAll(m => m!["material"]!.GetValue<string>() == "health-certificates");
        change(body);
        return Sample.Submit(body);
    }

    private static JsonObject Material(string id) => new() { ["material"] = id, ["name"] = $"{id}.pdf", ["digest"] = $"sha256:{new string('a', 64)}" };

    private static JsonArray Promises(params (string Material, string By)[] promises) =>
        [.. promises.Select(p => new JsonObject { ["material"] = p.Material, ["by"] = p.By })];

    private static IReadOnlyList<string> Faults(ReadResult<ValidSubmission> read) => [.. read.Faults.Select(f => $"{f.Pointer} {f.Code}").Order(StringComparer.Ordinal)];
}
