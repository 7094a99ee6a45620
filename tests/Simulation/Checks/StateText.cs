using System.Text;
using OneVisit.Kit;

namespace OneVisit.Simulation.Checks;

/// <summary>What can be seen of stored JSON without reading it whole.</summary>
internal static class StateText
{
    private static ReadOnlySpan<byte> Mark => "\"lifecycle\":\""u8;

    public static bool Has(Utf8Json? json, ReadOnlySpan<byte> text) => json is not null && json.Bytes.Span.IndexOf(text) >= 0;

    /// <summary>How often the text is in it.</summary>
    public static int Count(Utf8Json? json, ReadOnlySpan<byte> text) => json is null ? 0 : json.Bytes.Span.Count(text);

    /// <summary>The aggregate's own lifecycle: it stands before any that is nested in it.</summary>
    public static string LifecycleOf(Utf8Json state)
    {
        var from = state.Bytes.Span[(state.Bytes.Span.IndexOf(Mark) + Mark.Length)..];
        return Encoding.UTF8.GetString(from[..from.IndexOf((byte)'"')]);
    }
}
