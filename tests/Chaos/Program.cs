using System.Globalization;
using System.Runtime.InteropServices;
using OneVisit.Chaos;
using OneVisit.Chaos.Scenarios;

// chaos <scenario|all> [--kills N] [--cases N] [--short]
Func<Scenario>[] scenarios =
[
    () => new Embedded(), () => new Distributed(), () => new ServersDown(), () => new Frozen(), () => new CutOff(), () => new DiskFull(), () => new Cluster(), () => new Rolling(), () => new Mixed(),
];
var known = scenarios.Select(s => (Make: s, Example: s())).ToList();
var wanted = known.Where(s => args.FirstOrDefault() is { } name && (name == "all" || name == s.Example.Name)).ToList();
if (wanted.Count == 0 || !TryNumber("--kills", out var kills) || !TryNumber("--cases", out var cases))
{
    await Console.Error.WriteLineAsync("chaos <scenario> [--kills N] [--cases N] [--short]");
    foreach (var (_, example) in known)
        await Console.Error.WriteLineAsync($"  {example.Name,-12} {example.What}");
    await Console.Error.WriteLineAsync("  all          one after the other");
    return 2;
}

// Asked to end, it leaves nothing behind: no process, no server, no folder.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var results = new List<Result>();
foreach (var (make, example) in wanted)
{
    var extent = args.Contains("--short") ? example.Short : example.Long;
    Result result;
    try
    {
        result = await Run.ScenarioAsync(make(), extent with { Kills = kills ?? extent.Kills, Cases = cases ?? extent.Cases }, stop: stop.Token);
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        await Console.Error.WriteLineAsync($"{example.Name}: asked to end before there was a verdict");
        return 1;
    }
    results.Add(result);
    await Console.Out.WriteLineAsync(result.ToString());
    await Console.Out.WriteLineAsync(result.ToJson());
}
if (results.Count > 1)
{
    await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
        $"in all: {results.Sum(r => r.Kills):N0} kills, {results.Sum(r => r.Faults):N0} faults, {results.Sum(r => r.Acknowledged):N0} cases accepted, {results.Sum(r => r.Lost)} lost, {results.Sum(r => r.Duplicated)} duplicated, {results.Sum(r => r.Unexpected)} unexpected"));
}
return results.TrueForAll(r => r.Good) ? 0 : 1;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

bool TryNumber(string option, out int? number)
{
    number = null;
    var at = Array.IndexOf(args, option);
    if (at < 0)
        return true;
    if (at + 1 < args.Length && int.TryParse(args[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0)
        number = given;
    return number is not null;
}
