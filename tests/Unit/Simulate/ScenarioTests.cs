extern alias all;

using System.Text.Json;
using all::OneVisit.All;
using all::OneVisit.All.Simulate;
using OneVisit.Catalogue;

namespace OneVisit.Unit.Simulate;

public sealed class ScenarioTests
{
    public static TheoryData<string> BuiltInScenarios => [.. BuiltIn.ScenarioNames];

    [Theory]
    [MemberData(nameof(BuiltInScenarios))]
    public void A_scenario_built_in_is_sound(string name)
    {
        var (scenario, faults) = ScenarioReader.Read(name);

        Assert.Empty(faults);
        Assert.True(scenario!.Applications >= 1000);
    }

    [Fact]
    public void Every_application_built_in_is_one_that_the_platform_takes()
    {
        var catalogue = CityCatalogue.Load();
        Assert.NotEmpty(BuiltIn.ApplicationNames);
        Assert.All(BuiltIn.ApplicationNames, name =>
        {
            var read = SubmissionReader.Read(JsonElement.Parse(BuiltIn.Application(name)!), catalogue, new DateOnly(2026, 3, 2));
            Assert.Empty(read.Faults);
        });
    }

    [Fact]
    public void What_no_two_may_share_is_another_with_every_application()
    {
        var template = Cities.Of("""
            region: '430602'
            year: 2026
            seed: 1
            applications: 1
            bundles: [ { bundle: business-start-up, application: individual-start-up, weight: 1, unique: [ /form/enterprise/name/tradeName ] } ]
            desks: {}
            otherDesks: { staff: 1, minutes: { median: 10 } }
            """).Templates.Single();

        var names = Enumerable.Range(0, 5000).Select(n => template.BodyOf(n).GetProperty("form").GetProperty("enterprise").GetProperty("name").GetProperty("tradeName").GetString());

        Assert.Equal(5000, names.Distinct().Count());
    }

    [Fact]
    public void Every_fault_is_named_with_its_line()
    {
        var (scenario, faults) = ScenarioReader.Read("bad", "bad.yaml", """
            region: '999999'
            year: 2026
            seed: 1
            applications: 0
            bundles:
              - { bundle: open-a-restaurant, application: open-a-small-eatery, weight: 0 }
              - { bundle: buy-a-home, application: nobody-knows, weight: 1 }
            arrivals: { hours: [1, 2] }
            applicants: { neverAnswer: 2 }
            desks:
              tax: { staff: 0, minutes: { median: 20, spread: 0.5 }, hours: ['12:00-08:00'], next: whim }
              no-such-department: { staff: 1, minutes: { median: 20 } }
            promises:
              - { item: signage.shop-sign, days: 99 }
              - { item: signage.nothing, days: 1 }
            """, ".");

        Assert.Null(scenario);
        var said = string.Join('\n', faults);
        foreach (var expected in (string[])
            [
                "bad.yaml:1: region", "bad.yaml:4: applications", "bad.yaml:6: bundles/0/weight", "bad.yaml:7: bundles/1/application", "bad.yaml:8: arrivals/hours",
                "bad.yaml:9: applicants/neverAnswer", "bad.yaml:11: desks/tax/staff", "desks/tax/minutes/spread", "desks/tax/hours/0", "desks/tax/next",
                "bad.yaml:12: desks/no-such-department", "bad.yaml:14: promises/0/days", "bad.yaml:15: promises/1/item",
            ])
            Assert.Contains(expected, said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_nobody_offers_an_application_that_is_refused_and_a_desk_that_is_missing_are_named()
    {
        var (_, faults) = ScenarioReader.Read("bad", "bad.yaml", """
            region: '430602'
            year: 2026
            seed: 1
            applications: 10
            bundles:
              - { bundle: fly-to-the-moon, application: buy-a-home, weight: 1 }
              - { bundle: buy-a-home, application: get-married, weight: 1 }
              - { bundle: get-married, application: get-married, weight: 1 }
            desks: {}
            """, ".");

        var said = string.Join('\n', faults);
        Assert.Contains("bad.yaml:6: bundles/0/bundle: 'fly-to-the-moon' is no bundle", said, StringComparison.Ordinal);
        Assert.Contains("bad.yaml:7: bundles/1/application: the platform refuses it: /", said, StringComparison.Ordinal);
        Assert.Contains("bad.yaml:9: desks: 'civil-affairs' has work in these bundles and no desk", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_nobody_knows_and_one_that_is_missing_are_named()
    {
        var (_, faults) = ScenarioReader.Read("bad", "bad.yaml", "region: '430602'\nyear: 2026\nsede: 1\napplications: 10\nbundles: []\ndesks: {}\n", ".");

        Assert.Contains(faults, f => f.Line == 3 && f.Message.Contains("sede", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Message.Contains("seed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a-year-on-mars")]
    [InlineData("--json")]
    public async Task Who_names_no_scenario_is_told_which_there_are(string arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(2, await SimulateCommand.RunAsync([arguments], () => Everything.Services, output, errors));

        Assert.All(BuiltIn.ScenarioNames, name => Assert.Contains(name, errors.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_report_is_a_table_or_json()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Cities.Text(applications: 30));
        try
        {
            using var table = new StringWriter();
            using var json = new StringWriter();
            using var errors = new StringWriter();
            Assert.Equal(0, await SimulateCommand.RunAsync([file], () => Everything.Services, table, errors));
            Assert.Equal(0, await SimulateCommand.RunAsync([file, "--json", "-"], () => Everything.Services, json, errors));

            Assert.Contains("小餐饮经营许可", table.ToString(), StringComparison.Ordinal);
            Assert.Equal(30, JsonElement.Parse(json.ToString()).GetProperty("cases").GetProperty("submitted").GetInt32());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
