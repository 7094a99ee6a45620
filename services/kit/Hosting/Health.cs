namespace OneVisit.Kit.Hosting;

/// <summary>Whether a process can serve.</summary>
/// <param name="Status"><c>ready</c>; <c>degraded</c>: it serves, and there is something to look at; <c>not-ready</c>; of a process asked only whether it runs, <c>live</c>.</param>
/// <param name="Trouble">What is in the way or to be looked at, one line each.</param>
public sealed record Health(string Status, IReadOnlyList<string> Trouble)
{
    public const string Ready = "ready", Degraded = "degraded", NotReady = "not-ready";
}

/// <summary>How a part of a process does.</summary>
/// <param name="Trouble">What keeps it from serving, one line each.</param>
/// <param name="Concerns">What keeps it from nothing and has gone wrong for a while, one line each.</param>
public sealed record Condition(IReadOnlyList<string> Trouble, IReadOnlyList<string> Concerns);
