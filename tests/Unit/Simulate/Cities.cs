extern alias all;

using all::OneVisit.All;
using all::OneVisit.All.Simulate;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Unit.Simulate;

/// <summary>Small cities, written as scenarios are.</summary>
internal static class Cities
{
    /// <summary>Eateries whose permits people decide within three working days, and homes registered within one.</summary>
    public static string Text(int staff = 3, int applications = 400, string seed = "7", string more = "") => $$"""
        region: '430602'
        year: 2026
        seed: {{seed}}
        applications: {{applications}}
        bundles:
          - { bundle: open-a-restaurant, application: open-a-small-eatery, weight: 2 }
          - { bundle: buy-a-home, application: buy-a-home, weight: 1 }
        desks:
          food-safety: { staff: {{staff}}, minutes: { median: 240, spread: 1.3 }, supplement: 0.1, refused: 0.05 }
        otherDesks: { staff: 3, minutes: { median: 20 } }
        {{more}}
        """;

    public static Scenario Of(string text)
    {
        var (scenario, faults) = ScenarioReader.Read("small", "small.yaml", text, ".");
        Assert.Empty(faults);
        return scenario!;
    }

    public static Report Run(string text, Action<int, CaseState>? watch = null) => Simulator.Run(Of(text), Everything.Services, watch);

    public static ItemFigures Item(this Report report, string id) => report.Items.Single(i => i.Item == id);
}
