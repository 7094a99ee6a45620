using System.Globalization;
using OneVisit.Catalogue.Forms;

namespace OneVisit.Catalogue.Reading;

/// <summary>
/// A <see cref="TextPattern"/> as states and the characters that lead from one to the next, to tell whether several patterns have a text in common: two items may
/// each have a rule that the other's texts never keep.
/// </summary>
internal sealed class PatternNet
{
    // A repetition is written out; a pattern that needs more is not looked into.
    private const int MostStates = 2000;

    private const int MostSteps = 20_000;

    private readonly record struct Range(int First, int Last);

    private abstract record Part
    {
        public int Least { get; init; } = 1;
        public int? Most { get; init; } = 1;
    }

    private sealed record Letters(Range[] Ranges) : Part;

    private sealed record Group(IReadOnlyList<Part> Parts) : Part;

    private readonly List<List<int>> _jumps = [[]];
    private readonly List<(Range[] By, int To)?> _steps = [null];
    private readonly string _source;
    private readonly int _last;
    private int _at = 1;

    private PatternNet(string source)
    {
        _source = source;
        _last = Write(ReadParts(), 0);
    }

    /// <summary>Whether some text has a number of characters within the bounds and matches every pattern. True also where finding out would cost too much.</summary>
    public static bool HaveText(IEnumerable<TextPattern> patterns, int least, int most)
    {
        PatternNet[] nets = [.. patterns.Select(p => new PatternNet(p.Source))];
        if (Array.Exists(nets, n => n._steps.Count > MostStates))
            return true;
        var steps = 0;
        var reached = Tuples(nets.Select(n => n.Rest(0)));
        for (var length = 0; length <= most && reached.Count > 0; length++)
        {
            if (length >= least && reached.Values.Any(places => !nets.Where((n, i) => !n.IsEnd(places[i])).Any()))
                return true;
            var next = new Dictionary<string, int[]>();
            foreach (var places in reached.Values)
            {
                if (++steps > MostSteps)
                    return true;
                Range[] common = [new(0, char.MaxValue)];
                for (var i = 0; i < nets.Length; i++)
                    common = nets[i]._steps[places[i]] is { } step ? Common(common, step.By) : [];
                if (common.Length > 0)
                    foreach (var (key, tuple) in Tuples(nets.Select((n, i) => n.Rest(n._steps[places[i]]!.Value.To))))
                        next[key] = tuple;
            }
            reached = next;
        }
        return false;
    }

    private bool IsEnd(int state) => state == _last;

    /// <summary>Where one rests in a state: the states after all jumps that take a character, and the end.</summary>
    private List<int> Rest(int state)
    {
        var (seen, open) = (new HashSet<int> { state }, new Stack<int>([state]));
        while (open.TryPop(out var at))
            foreach (var to in _jumps[at])
                if (seen.Add(to))
                    open.Push(to);
        return [.. seen.Where(s => _steps[s] is not null || IsEnd(s))];
    }

    private static Dictionary<string, int[]> Tuples(IEnumerable<List<int>> places)
    {
        IEnumerable<int[]> tuples = [[]];
        foreach (var choices in places)
            tuples = [.. tuples.SelectMany(t => choices.Select(c => (int[])[.. t, c]))];
        return tuples.ToDictionary(t => string.Join(',', t));
    }

    private static Range[] Common(Range[] some, Range[] others) =>
    [
        .. from a in some
           from b in others
           let both = new Range(Math.Max(a.First, b.First), Math.Min(a.Last, b.Last))
           where both.First <= both.Last
           select both,
    ];

    private int New()
    {
        _jumps.Add([]);
        _steps.Add(null);
        return _steps.Count - 1;
    }

    private int Write(IReadOnlyList<Part> parts, int from) => parts.Aggregate(from, (at, part) => Write(part, at));

    private int Write(Part part, int from)
    {
        for (var i = 0; i < part.Least && _steps.Count <= MostStates; i++)
            from = WriteOnce(part, from);
        var end = New();
        if (part.Most is not { } most)
        {
            _jumps[from].Add(end);
            _jumps[WriteOnce(part, end)].Add(end);
            return end;
        }
        for (var i = part.Least; i < most && _steps.Count <= MostStates; i++)
        {
            _jumps[from].Add(end);
            from = WriteOnce(part, from);
        }
        _jumps[from].Add(end);
        return end;
    }

    private int WriteOnce(Part part, int from)
    {
        // A state either jumps or takes a character.
        var start = New();
        _jumps[from].Add(start);
        if (part is Group group)
            return Write(group.Parts, start);
        var end = New();
        _steps[start] = (((Letters)part).Ranges, end);
        return end;
    }

    private List<Part> ReadParts()
    {
        var parts = new List<Part>();
        while (_at < _source.Length - 1 && _source[_at] != ')')
            parts.Add(Counted(ReadPart()));
        return parts;
    }

    private Part ReadPart()
    {
        if (_source[_at] == '[')
            return new Letters(ReadClass());
        if (_source[_at] != '(')
            return new Letters([ReadLetter() is var letter ? new(letter, letter) : default]);
        _at += _source[_at + 1] == '?' ? 3 : 1;
        var group = new Group(ReadParts());
        _at++;
        return group;
    }

    private Part Counted(Part part)
    {
        var (least, most) = (1, (int?)1);
        switch (_source[_at])
        {
            case '*':
                (least, most) = (0, null);
                break;
            case '+':
                most = null;
                break;
            case '?':
                least = 0;
                break;
            case '{':
                var end = _source.IndexOf('}', _at);
                var counts = _source[(_at + 1)..end].Split(',');
                least = int.Parse(counts[0], CultureInfo.InvariantCulture);
                most = counts.Length == 1 ? least : counts[1].Length == 0 ? null : int.Parse(counts[1], CultureInfo.InvariantCulture);
                _at = end;
                break;
            default:
                return part;
        }
        _at++;
        // How eagerly it takes them makes no difference to what it matches.
        if (_source[_at] == '?')
            _at++;
        return part with { Least = least, Most = most };
    }

    private char ReadLetter()
    {
        if (_source[_at] != '\\')
            return _source[_at++];
        if (_source[_at + 1] != 'u')
            return _source[(_at += 2) - 1];
        _at += 6;
        return (char)int.Parse(_source.AsSpan(_at - 4, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private Range[] ReadClass()
    {
        var negated = _source[++_at] == '^';
        if (negated)
            _at++;
        var ranges = new List<Range>();
        while (_source[_at] != ']')
        {
            var (first, last) = (ReadLetter(), (char?)null);
            if (_source[_at] == '-' && _source[_at + 1] != ']')
            {
                _at++;
                last = ReadLetter();
            }
            ranges.Add(new(first, last ?? first));
        }
        _at++;
        return negated ? Others(ranges) : [.. ranges];
    }

    private static Range[] Others(List<Range> ranges)
    {
        var (others, next) = (new List<Range>(), 0);
        foreach (var range in ranges.OrderBy(r => r.First))
        {
            if (range.First > next)
                others.Add(new(next, range.First - 1));
            next = Math.Max(next, range.Last + 1);
        }
        if (next <= char.MaxValue)
            others.Add(new(next, char.MaxValue));
        return [.. others];
    }
}
