namespace OneVisit.Conformance;

/// <summary>One thing that must be so.</summary>
/// <param name="Id">Stable, to speak of it.</param>
/// <param name="Sentence">What must be so.</param>
/// <param name="Clause">The heading of contracts/README.md that demands it.</param>
internal sealed record Check(string Id, string Sentence, string Clause);

internal enum Verdict
{
    Passed,
    Failed,
    Skipped,
}

/// <param name="Detail">Of what failed: what was seen. Of what was skipped: why.</param>
internal sealed record Result(Check Check, Verdict Verdict, string? Detail);

/// <summary>What was seen of each check. One that fails once has failed; one that nothing was seen of was skipped.</summary>
internal sealed class Sheet(IReadOnlyList<Check> checks)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Verdict Verdict, string? Detail)> _seen = [];
    private readonly List<(string Name, string Value)> _said = [];
    private string _unseen = "It was not come to.";

    /// <summary>What the other side says of itself.</summary>
    public IReadOnlyList<(string Name, string Value)> Said => _said;

    public void Say(string name, string value) => _said.Add((name, value));

    /// <param name="seen">Told when it does not hold.</param>
    public bool Holds(Check check, bool holds, Func<string> seen)
    {
        lock (_lock)
        {
            if (!holds && (!_seen.TryGetValue(check.Id, out var before) || before.Verdict != Verdict.Failed))
                _seen[check.Id] = (Verdict.Failed, seen());
            else if (holds && (!_seen.TryGetValue(check.Id, out before) || before.Verdict == Verdict.Skipped))
                _seen[check.Id] = (Verdict.Passed, null);
        }
        return holds;
    }

    public void Skip(Check check, string why)
    {
        lock (_lock)
            _seen.TryAdd(check.Id, (Verdict.Skipped, why));
    }

    /// <summary>The run could not go on: what was not seen by now counts as failed.</summary>
    public void BrokeOff(string why)
    {
        lock (_lock)
        {
            _unseen = $"The run broke off: {why}";
            foreach (var check in checks)
                _seen.TryAdd(check.Id, (Verdict.Failed, _unseen));
        }
    }

    /// <summary>In the order of the list, each check once.</summary>
    public IReadOnlyList<Result> Results()
    {
        lock (_lock)
            return [.. checks.Select(c => _seen.TryGetValue(c.Id, out var seen) ? new Result(c, seen.Verdict, seen.Detail) : new Result(c, Verdict.Skipped, _unseen))];
    }
}
