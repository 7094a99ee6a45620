using System.Text.Json;

namespace OneVisit.Benchmarks.Measuring;

/// <summary>The submission of <c>contracts/examples</c>.</summary>
internal static class Example
{
    public static JsonDocument Read()
    {
        using var stream = typeof(Example).Assembly.GetManifestResourceStream("business-start-up.json")!;
        return JsonDocument.Parse(stream);
    }
}
