using System.Globalization;
using System.Text;

namespace OneVisit.Simulation.Engine;

/// <summary>What happened, step by step: a hash over everything, and the last lines in words. Nothing is formatted until somebody reads it.</summary>
internal sealed class Trace(bool whole)
{
    private const int Kept = 60;

    private readonly List<Line> _lines = [];
    private int _next;

    public int Steps { get; private set; }

    /// <summary>Every kind of thing that happened.</summary>
    public HashSet<string> Kinds { get; } = new(StringComparer.Ordinal);

    /// <summary>Two runs of one seed have the same.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    /// <param name="at">Virtual time, microseconds.</param>
    /// <param name="who">Number of the process; -1 for none.</param>
    public void Add(long at, string what, int who, string name, Guid id)
    {
        Steps++;
        Kinds.Add(what);
        Mix((ulong)at);
        Mix((ulong)who);
        foreach (var c in what)
            Mix(c);
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        Mix(BitConverter.ToUInt64(bytes));
        Mix(BitConverter.ToUInt64(bytes[8..]));
        var line = new Line(at, what, name, id);
        if (whole || _lines.Count < Kept)
            _lines.Add(line);
        else
            _lines[_next++ % Kept] = line;
    }

    /// <summary>Takes a state's own hash in, such as a journal's.</summary>
    public void Mix(string text)
    {
        foreach (var c in text)
            Mix(c);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < _lines.Count; i++)
        {
            var (at, what, name, id) = _lines[(_next + i) % _lines.Count];
            text.Append(CultureInfo.InvariantCulture, $"{at / 1e6,12:0.000000} s  {name,-26} {what}");
            // The tail tells ids apart; the head is the instant.
            if (id != Guid.Empty)
                text.Append(CultureInfo.InvariantCulture, $" {id.ToString()[^12..]}");
            text.Append('\n');
        }
        return text.ToString();
    }

    private void Mix(ulong value) => Hash = (Hash ^ value) * 1099511628211;

    private readonly record struct Line(long At, string What, string Name, Guid Id);
}
