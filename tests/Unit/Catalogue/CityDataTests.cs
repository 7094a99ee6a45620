using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Unit.Catalogue;

/// <summary>What the sample city's catalogue says: its text, not the code that reads it.</summary>
public class CityDataTests
{
    private const string Unverified = "unverified";
    private static readonly CityCatalogue Catalogue = Sample.Catalogue;

    [Fact]
    public void There_are_forty_items_in_twelve_departments_and_all_that_is_declared_is_used()
    {
        Assert.True(Catalogue.Items.Count >= 40, $"{Catalogue.Items.Count} items");
        var departments = Catalogue.Items.Select(i => i.Department.Id).Distinct().ToList();
        Assert.True(departments.Count >= 12, $"{departments.Count} departments");
        Assert.Empty(Catalogue.Departments.Select(d => d.Id).Except(departments));
        Assert.Empty(Catalogue.Licences.Select(l => l.Id).Except(Catalogue.Items.SelectMany(i => i.Outputs)));
    }

    [Fact]
    public void Every_item_has_a_code_of_its_own() => Assert.All(Catalogue.Items.GroupBy(i => i.Code), code =>
    {
        Assert.Single(code);
        Assert.Matches("^0001[0-9]{10}$", code.Key);
    });

    [Fact]
    public void Every_limit_fee_law_and_material_names_what_it_rests_on() => Assert.All(Catalogue.Items, item =>
    {
        string[] bases =
        [
            item.Limits.Committed.Basis, item.Limits.Statutory.Basis, item.Fee.Basis,
            .. item.LegalBasis.SelectMany(b => new[] { b.Law, b.Article }),
            .. item.Materials.Select(m => m.Basis),
            .. item.SpecialProcedures.Select(p => p.Basis),
        ];
        // Either confirmed, or said to be unconfirmed and nothing else: a half-confirmed basis reads as if it were one.
        Assert.All(bases, basis => Assert.True(basis == Unverified || (basis.Length > 1 && !basis.Contains(Unverified, StringComparison.Ordinal)), $"{item.Id}: {basis}"));
        Assert.NotEqual(Unverified, item.LegalBasis[0].Law);
    });

    [Fact]
    public void Every_figure_of_joint_inspections_names_what_it_rests_on()
    {
        var inspections = Catalogue.Inspections;
        string[] bases = [inspections.Planning.Basis, inspections.Consent.Basis, inspections.Findings.Basis, inspections.Absence.Basis, inspections.Slots.Basis, .. inspections.Visits.Select(v => v.Basis)];

        Assert.All(bases, basis => Assert.True(basis == Unverified || (basis.Length > 1 && !basis.Contains(Unverified, StringComparison.Ordinal)), basis));
    }

    [Fact]
    public void Every_item_of_a_desk_says_how_it_is_accepted_delivered_and_complained_about() =>
        Assert.All(Catalogue.Items.Where(i => i.Department.Desk), item =>
        {
            Assert.NotEmpty(item.Conditions);
            Assert.NotEmpty(item.Delivery);
            Assert.NotNull(item.Channels);
            Assert.Equal(item.Outputs, item.Issues.Keys);
        });

    [Fact]
    public void What_is_granted_at_once_is_promised_within_a_day() =>
        Assert.All(Catalogue.Items.Where(i => i.DecidedBy == DecidedBy.AtOnce), item =>
        {
            Assert.Equal(Handling.Instant, item.Handling);
            Assert.InRange(item.Limits.Committed.Days, 0, 1);
            Assert.Equal(0, item.Visits.Count);
        });

    [Fact]
    public void Every_bundle_has_everyday_words_in_both_languages_each_once()
    {
        var bundles = Catalogue.BundlesOn(Sample.Today).ToList();
        Assert.True(bundles.Count >= 9, $"{bundles.Count} bundles");
        Assert.All(bundles, bundle =>
        {
            Assert.True(bundle.IsInForce(Sample.Today), bundle.Id);
            Assert.True(bundle.Words.Zh.Count >= 4 && bundle.Words.En.Count >= 4, bundle.Id);
            Assert.Equal(bundle.Words.Zh.Count, bundle.Words.Zh.Distinct().Count());
        });
    }

    [Theory]
    [InlineData("想开个小饭馆", "open-a-restaurant")]
    [InlineData("我要开奶茶店", "open-a-restaurant")]
    [InlineData("open a small cafe", "open-a-restaurant")]
    [InlineData("孩子出生了要上户口", "birth")]
    [InlineData("我快退休了怎么领养老金", "retirement")]
    [InlineData("我要退休了", "retirement")]
    [InlineData("I'm retiring next month", "retirement")]
    [InlineData("how do I get married", "get-married")]
    [InlineData("closing my shop", "close-a-business")]
    [InlineData("open a coffee shop", "open-a-restaurant")]
    [InlineData("开一家早餐店", "open-a-restaurant")]
    [InlineData("取公积金付房租", "housing-fund-withdrawal")]
    [InlineData("换个门头招牌", "shop-sign-only")]
    [InlineData("公司不开了要注销", "close-a-business")]
    [InlineData("shut down my company", "close-a-business")]
    [InlineData("退伍回来要办什么", "discharge-from-service")]
    [InlineData("厂房要开工办施工许可", "construction-permit")]
    [InlineData("工程竣工验收", "completion")]
    [InlineData("招了几个员工要交社保", "hire-employees")]
    [InlineData("想注册一家公司", "business-start-up")]
    [InlineData("我们要结婚领证", "get-married")]
    [InlineData("买了套二手房要过户", "buy-a-home")]
    [InlineData("奶奶八十岁了有津贴吗", "elderly-allowance")]
    [InlineData("开个理发店要办什么", "business-start-up")]
    [InlineData("摆摊做小生意", "business-start-up")]
    [InlineData("开个花店", "business-start-up")]
    [InlineData("开宠物店", "business-start-up")]
    [InlineData("开个小超市", "business-start-up")]
    [InlineData("我想开家湘菜馆", "open-a-restaurant")]
    [InlineData("开甜品店", "open-a-restaurant")]
    [InlineData("become self-employed", "business-start-up")]
    [InlineData("register a bussiness", "business-start-up")]
    [InlineData("busines licence", "business-start-up")]
    [InlineData("开个面包店", "open-a-restaurant")]
    [InlineData("开饭管", "open-a-restaurant")]
    [InlineData("i want to open a restaraunt", "open-a-restaurant")]
    [InlineData("run a pizza place", "open-a-restaurant")]
    [InlineData("新建楼房报建", "construction-permit")]
    [InlineData("我们公司要建一栋办公楼", "construction-permit")]
    [InlineData("construcion permit", "construction-permit")]
    [InlineData("brith registration", "birth")]
    [InlineData("刚生了二宝", "birth")]
    [InlineData("retirment", "retirement")]
    [InlineData("退修手续", "retirement")]
    [InlineData("vetern", "discharge-from-service")]
    [InlineData("just got out of the military", "discharge-from-service")]
    [InlineData("公基金提取", "housing-fund-withdrawal")]
    [InlineData("houseing fund withdrawl", "housing-fund-withdrawal")]
    [InlineData("店铺门口挂个牌子", "shop-sign-only")]
    [InlineData("招排更换", "shop-sign-only")]
    [InlineData("个体户注销执照", "close-a-business")]
    [InlineData("dissolve company", "close-a-business")]
    [InlineData("注消公司", "close-a-business")]
    public void What_people_say_leads_to_the_bundle_they_mean(string words, string bundle) =>
        Assert.Equal(bundle, Catalogue.Guide(words, Sample.Today)[0].Bundle);

    [Theory]
    [InlineData("a")]
    [InlineData("make a complaint")]
    [InlineData("不")]
    [InlineData("我想要一个")]
    [InlineData("天气")]
    public void What_says_nothing_leads_nowhere(string words) =>
        Assert.Empty(Catalogue.Guide(words, Sample.Today));

    [Fact]
    public void A_word_is_not_found_inside_another() =>
        Assert.DoesNotContain(Catalogue.FindItems("sign", null), i => i.Id.Contains("design", StringComparison.Ordinal));

    [Theory]
    [InlineData(50, false)]
    [InlineData(50.001, true)]
    [InlineData(186.5, true)]
    public void A_restaurant_above_50_square_metres_needs_a_fire_check_and_a_food_permit_and_a_smaller_one_does_not(decimal area, bool large)
    {
        string[] paths = large ? ["commitment", "inspection"] : [""];
        foreach (var path in paths)
        {
            var items = Items("open-a-restaurant", new { areaSquareMetres = area, path = path.Length == 0 ? null : path, hasSign = false });

            Assert.Equal(large, items.Any(i => i.StartsWith("fire.", StringComparison.Ordinal)));
            Assert.Equal(large, items.Any(i => i.StartsWith("food-safety.catering-permit", StringComparison.Ordinal)));
            Assert.Equal(!large, items.Contains("food-safety.small-catering-permit"));
            Assert.Equal(path == "commitment", items.Contains("fire.opening-check-commitment"));
            Assert.Equal(path == "inspection", items.Contains("food-safety.catering-permit-inspection"));
        }
    }

    [Theory]
    [InlineData("rent", "no-home-proof, lease-contract")]
    [InlineData("purchase", "purchase-contract")]
    [InlineData("retirement", "")]
    public void The_papers_of_a_housing_fund_withdrawal_follow_its_reason(string reason, string papers)
    {
        var plan = Plan("housing-fund-withdrawal", new { reason });

        Assert.Equal(papers, string.Join(", ", plan.Materials.Select(m => m.Id)));
        Assert.Equal(DecidedBy.AtOnce, Assert.Single(plan.Items).Item.DecidedBy);
    }

    [Fact]
    public void A_construction_permit_is_reviewed_by_four_departments_and_issued_after_land_and_planning()
    {
        var plan = Plan("construction-permit", new { landKind = "granted", specialWorks = true, lightningReview = true, civilBuilding = true });

        Assert.Equal(
            ["civil-air-defence", "housing-construction", "meteorology", "natural-resources"],
            plan.Items.Select(i => i.Item.Department.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["natural-resources.planning-permit"], plan.FindItem("housing-construction.construction-permit")!.DependsOn);
        Assert.Empty(plan.FindItem("housing-construction.fire-design-review")!.DependsOn);
        Assert.Null(FieldOf(plan, "project", "planningPermitNumber"));
    }

    [Fact]
    public void A_newborn_is_not_asked_for_what_its_own_registration_issues()
    {
        var plan = Plan("birth", new { bornIn = "hospital", wantsCard = true });

        Assert.Null(FieldOf(plan, "newborn", "birthCertificateNumber"));
        Assert.Null(FieldOf(plan, "newborn", "householdRegistrationNumber"));
        Assert.DoesNotContain(plan.Materials, m => m.Id is "birth-certificate-paper" or "household-register");
        Assert.Equal(["public-security-household.birth-registration"], plan.FindItem("medical-insurance.newborn-enrolment")!.DependsOn);
    }

    [Fact]
    public void A_community_registers_individual_businesses_of_its_street_once_it_may_and_nobody_elses()
    {
        var item = Catalogue.FindItem("market-registration.individual-set-up")!;
        DateOnly day = new(2026, 7, 1);

        Assert.Equal("430602003001.market-registration", AuthorityOf(item, "430602003002", day));
        Assert.Equal("430602.market-registration", AuthorityOf(item, "430602003002", day.AddDays(-1)));
        Assert.Equal("430602.market-registration", AuthorityOf(item, "430602004", day));
        Assert.Equal("430602.market-registration", AuthorityOf(item, "430602", day));
    }

    [Fact]
    public void The_city_takes_over_planning_in_Junshan_on_the_first_of_January()
    {
        var item = Catalogue.FindItem("natural-resources.planning-permit")!;

        Assert.Equal("430611.natural-resources", AuthorityOf(item, "430611101", new(2026, 12, 31)));
        Assert.Equal("430600.natural-resources", AuthorityOf(item, "430611101", new(2027, 1, 1)));
        Assert.Equal("430603.natural-resources", AuthorityOf(item, "430603", new(2027, 1, 1)));
    }

    [Fact]
    public void Every_county_has_streets_and_communities_whose_codes_lie_in_it()
    {
        Assert.Equal(9, Catalogue.Regions.Count(r => r.Level == RegionLevel.County));
        Assert.All(Catalogue.Regions.Where(r => r.Level == RegionLevel.County), county =>
        {
            Assert.Contains(Catalogue.Regions, r => r.Level == RegionLevel.Street && r.Parent == county);
            Assert.Contains(Catalogue.Regions, r => r.Level == RegionLevel.Village && r.Parent?.Parent == county);
        });
        Assert.All(Catalogue.Regions.Where(r => r.Level is RegionLevel.Street or RegionLevel.Village), place =>
        {
            Assert.StartsWith(place.Parent!.Code, place.Code, StringComparison.Ordinal);
            Assert.Equal(place.Level == RegionLevel.Street ? 9 : 12, place.Code.Length);
        });
    }

    private static string? AuthorityOf(ServiceItem item, string region, DateOnly day) =>
        Catalogue.Competence.AuthorityOf(item, Catalogue.FindRegion(region)!, day);

    private static List<string> Items(string bundle, object answers) => [.. Plan(bundle, answers).Items.Select(i => i.Item.Id)];

    private static Plan Plan(string id, object answers)
    {
        var bundle = Catalogue.FindBundle(id, Sample.Today)!;
        List<Fault> faults = [];
        var read = Answers.Read(bundle, JsonSerializer.SerializeToElement(answers, WithoutNulls), "/answers", faults);
        Assert.Empty(faults);
        return Catalogue.PlanOf(bundle, Catalogue.FindRegion("430602")!, read, Sample.Today);
    }

    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static FormField? FieldOf(Plan plan, string group, string field) => ((ObjectNode)plan.Form.Find(group)!.Node).Find(field);
}
