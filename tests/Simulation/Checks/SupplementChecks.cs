using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.City;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.Checks;

/// <summary>What the journal of a case tells of requests for a supplement, read from its beginning, and what clocks they have stopped.</summary>
internal static class SupplementChecks
{
    public static void Run(World world, Town town, CaseState state, Dictionary<Guid, (Database Department, TaskState State)> tasks)
    {
        var told = new Dictionary<string, bool>(StringComparer.Ordinal);
        var grounds = new HashSet<(string, string)>();
        var asked = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in town.Cases.Journal[state.CaseId].Where(e => e.Kind is "review-decided" || e.Kind.StartsWith("supplement-", StringComparison.Ordinal)))
        {
            var data = JsonElement.Parse(entry.Data.Bytes.Span);
            switch (entry.Kind)
            {
                case "review-decided" when data.GetProperty("outcome").GetString() == "supplement":
                    var asking = data.GetProperty("item").GetString()!;
                    told[asking] = false;
                    asked[asking] = asked.GetValueOrDefault(asking) + 1;
                    if (data.GetProperty("round").GetInt32() > 1)
                        world.Trace.Kinds.Add("asks a second time");
                    break;
                case "supplement-told":
                    Told(world, state, entry.At, data, told, grounds);
                    break;
                case "supplement-answered":
                    foreach (var item in Texts(data, "items"))
                    {
                        if (told.Remove(item, out var was) && !was)
                            world.Trace.Kinds.Add("answered before the notice");
                    }
                    if (data.TryGetProperty("waiting", out _))
                        world.Trace.Kinds.Add("waits for the rest");
                    break;
                case "supplement-lapsed":
                    if (!told.Remove(data.GetProperty("item").GetString()!, out var known) || !known)
                        world.Violate(Invariants.ToldInOneNotice, $"{data.GetProperty("item")} of case {state.CaseId} lapsed before the applicant was told");
                    break;
            }
        }
        foreach (var item in state.Items.Where(i => i.AsksForSupplement))
        {
            if (!told.GetValueOrDefault(item.Item) || item.ToldAt is null)
                world.Violate(Invariants.ToldInOneNotice, $"{item.Item} of case {state.CaseId} asks, and the applicant was never told");
        }
        if (state.Collecting is not null)
            world.Violate(Invariants.ToldInOneNotice, $"case {state.CaseId} is at rest and gathers since {state.Collecting.Opened:u}");
        foreach (var item in state.Items)
        {
            var requests = tasks.TryGetValue(item.Task, out var task) ? task.Department.Journal[item.Task].Count(e => e.Kind == "review-decided" && StateText.Has(e.Data, "\"outcome\":\"supplement\""u8)) : 0;
            if (Stood(item.Clock) != asked.GetValueOrDefault(item.Item) || Stood(task.State?.Clock) != requests)
                world.Violate(Invariants.OnlyWhoAsksStands, $"{item.Item} of case {state.CaseId} stood {Stood(item.Clock)} times for {asked.GetValueOrDefault(item.Item)} requests, in its department {Stood(task.State?.Clock)} times for {requests}");
            if (item is { InReview: true, AsksForSupplement: false } && item.Clock?.Suspensions is [.., { To: null, Cause: SuspensionCause.Supplement }])
                world.Violate(Invariants.OnlyWhoAsksStands, $"{item.Item} of case {state.CaseId} is {item.Lifecycle}, and its clock stands");
        }
    }

    private static void Told(World world, CaseState state, DateTimeOffset at, JsonElement data, Dictionary<string, bool> told, HashSet<(string, string)> grounds)
    {
        var requests = data.GetProperty("requests").EnumerateArray().ToList();
        if (requests.Count > 1)
            world.Trace.Kinds.Add("several requests in one notice");
        if (at - data.GetProperty("since").GetDateTimeOffset() > TimeSpan.FromDays(1))
            world.Trace.Kinds.Add("told when the window was over");
        foreach (var request in requests)
        {
            var item = request.GetProperty("item").GetString()!;
            if (!told.TryGetValue(item, out var already) || already)
                world.Violate(Invariants.ToldInOneNotice, $"the applicant of case {state.CaseId} is told of {item}, which {(already ? "was told before" : "asks for nothing")}");
            told[item] = true;
            string[] named = [.. Each(request, "materials", "material"), .. Each(request, "fields", "pointer")];
            foreach (var ground in named.Length > 0 ? named : [$"law {request.GetProperty("legalBasis")}"])
            {
                if (!grounds.Add((item, ground)))
                    world.Violate(Invariants.NothingTwice, $"the applicant of case {state.CaseId} is told of '{ground}' for {item} a second time");
            }
        }
    }

    private static int Stood(TaskClock? clock) => clock?.Suspensions?.Count(s => s.Cause == SuspensionCause.Supplement) ?? 0;

    private static IEnumerable<string> Texts(JsonElement data, string list) => data.GetProperty(list).EnumerateArray().Select(i => i.GetString()!);

    private static IEnumerable<string> Each(JsonElement request, string list, string member) => request.GetProperty(list).EnumerateArray().Select(m => m.GetProperty(member).GetString()!);
}
