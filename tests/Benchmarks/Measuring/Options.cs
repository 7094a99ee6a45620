using System.Globalization;

namespace OneVisit.Benchmarks.Measuring;

/// <summary><c>--name value</c> pairs; every one that is used is printed with the result.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    /// <summary>The options that were asked for, with the values that hold.</summary>
    public SortedDictionary<string, object> Used { get; } = new(StringComparer.Ordinal);

    public static Options Of(IEnumerable<string> args)
    {
        var options = new Options();
        foreach (var pair in args.Chunk(2))
        {
            options._given[pair[0].TrimStart('-')] = pair.Length == 2
                ? pair[1]
                : throw new ArgumentException($"{pair[0]}: expected a value after it");
        }
        return options;
    }

    public int Number(string name, int otherwise)
    {
        var value = _given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        Used[name] = value;
        return value;
    }

    /// <summary>A time in seconds, which may have a point in it.</summary>
    public TimeSpan Seconds(string name, double otherwise)
    {
        var value = _given.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        Used[name] = value;
        return TimeSpan.FromSeconds(value);
    }

    public int[] Numbers(string name, params int[] otherwise)
    {
        int[] values = _given.TryGetValue(name, out var text)
            ? [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(t => int.Parse(t, CultureInfo.InvariantCulture))]
            : otherwise;
        Used[name] = values;
        return values;
    }

    /// <summary>One of some words.</summary>
    public string Text(string name, string otherwise, params ReadOnlySpan<string> choices)
    {
        var value = _given.GetValueOrDefault(name, otherwise);
        Used[name] = value;
        return choices.Contains(value) ? value : throw new ArgumentException($"--{name}: expected one of {string.Join(", ", choices)}");
    }
}
