namespace OneVisit.Simulation.Checks;

/// <summary>What can be seen of a stored state without reading it whole.</summary>
internal static class StateText
{
    private const string Mark = "\"lifecycle\":\"";

    public static bool Has(string? state, string text) => state is not null && state.Contains(text, StringComparison.Ordinal);

    /// <summary>How often the text is in it.</summary>
    public static int Count(string? state, string text) => state.AsSpan().Count(text);

    /// <summary>The aggregate's own lifecycle: it stands before any that is nested in it.</summary>
    public static ReadOnlySpan<char> LifecycleOf(string state)
    {
        var from = state.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        var length = state.AsSpan(from).IndexOf('"');
        return state.AsSpan(from, length);
    }
}
