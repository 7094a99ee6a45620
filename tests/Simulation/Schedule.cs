using System.Globalization;
using OneVisit.Simulation.Checks;
using OneVisit.Simulation.City;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation;

/// <summary>One schedule: a storm, then calm until everything has come to rest. Everything in it follows from its seed.</summary>
internal static class Schedule
{
    private const long LongestRest = 600_000_000;
    private const int MostSteps = 20_000;

    public static Outcome Run(ulong seed, Planted planted = Planted.None, bool whole = false, bool verified = false)
    {
        // A test runner's context would draw what is awaited away from the schedule's own schedulers.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return RunHere(seed, planted, whole, verified);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static Outcome RunHere(ulong seed, Planted planted, bool whole, bool verified)
    {
        var world = new World(seed, planted, whole);
        var scenario = Scenario.Draw(world.Dice);
        var town = new Town(world, scenario);
        var applicants = Enumerable.Range(0, scenario.Cases)
            .Select(i => new Applicant(world, town, scenario.Moods, i, Applications.Of(scenario, scenario.SameName ? 0 : i))).ToList();
        var visits = new Visits(world, town, scenario.Moods);
        new People(world, town, scenario.Moods, applicants, visits).Watch();
        town.Start();
        foreach (var applicant in applicants)
            world.Agenda.Plan(world.Dice.Between(0, 3_000), applicant.Submit);

        world.Weather = scenario.Storm;
        town.Settle();
        var steps = 0;
        var skipped = 0L;
        while (world.Violation is null)
        {
            if (town.IsAtRest)
            {
                // What rests but for a limit of days is taken to the day itself, and a storm goes on there: the looks in between would find nothing.
                if (Earlier(town.NextWake, visits.Next) is not { } next)
                    break;
                skipped += next - world.Agenda.Now;
                world.Agenda.SkipTo(next);
                visits.Come();
                if (scenario.CalendarChanges && world.Dice.Chance(0.3))
                    town.WakeAll(next);
            }
            if (world.Weather != Weather.Calm)
            {
                if (world.Agenda.Now - skipped < scenario.StormLasts)
                    Strike(world, town);
                else
                    Calm(world, town);
            }
            if (world.Agenda.Now - skipped > scenario.StormLasts + LongestRest || ++steps > MostSteps)
                world.Violate(Invariants.ComesToRest, FinalChecks.Restlessness(town));
            else if (!world.Agenda.Step())
                break;
            town.Settle();
        }
        if (world.Violation is null)
            FinalChecks.Run(world, town, applicants);
        if (verified && world.Violation is null)
            VerifyChecks.Run(world, town);
        foreach (var row in town.Databases.SelectMany(d => d.Aggregates.Values))
            world.Trace.Mix(row.JournalHash);
        town.LetGo();
        return new Outcome(seed, world.Violation, world.Trace, world.Ledger.Effects);
    }

    private static long? Earlier(long? one, long? other) => one is null || other < one ? other : one;

    private static void Strike(World world, Town town)
    {
        if (world.Dice.Chance(world.Weather.Crash))
            world.Dice.Pick(town.Processes).Crash();
        if (world.Dice.Chance(world.Weather.StoreDown))
        {
            var database = world.Dice.Pick(town.Databases);
            world.Note("refuses", database.Service);
            database.DownUntil = world.Agenda.Now + world.Dice.Between(1_000, 3_000_000);
        }
        if (town.Broker is { } broker && world.Dice.Chance(world.Weather.StoreDown))
        {
            world.Note("is away", "broker");
            broker.DownUntil = world.Agenda.Now + world.Dice.Between(1_000, 3_000_000);
        }
    }

    private static void Calm(World world, Town town)
    {
        world.Note("the storm is over", "world");
        world.Weather = Weather.Calm;
        town.Databases.ForEach(d => d.DownUntil = 0);
    }
}

/// <summary>What became of a schedule.</summary>
internal sealed record Outcome(ulong Seed, string? Violation, Trace Trace, int Effects)
{
    /// <summary>The invariant that was broken, without how.</summary>
    public string? Invariant => Violation?.Split(": ", 2)[0];

    public string Report() => string.Create(CultureInfo.InvariantCulture,
        $"seed {Seed}, step {Trace.Steps}: {Violation ?? "every invariant holds"}\nrepeat it with ONEVISIT_SIMULATION_SEED={Seed}\n{Trace}");
}
