namespace OneVisit.Catalogue.Words;

/// <summary>
/// Words in letters as they were most likely meant: a word that nothing is found by becomes the nearest one there is, when that differs by a letter or, in a
/// long word, by two. What Chinese is mistyped as stands among the synonyms.
/// </summary>
internal sealed class Spelling
{
    // Of a shorter word too many others differ by one letter only.
    private const int Shortest = 5;
    private const int Long = 8;

    private readonly HashSet<string> _known = [];
    // The first letter is seldom the wrong one.
    private readonly ILookup<char, string> _byFirst;

    /// <param name="texts">All that something can be found by, and words that say nothing.</param>
    public Spelling(IEnumerable<string> texts)
    {
        foreach (var (start, length, text) in texts.SelectMany(t => WordsOf(t).Select(w => (w.Start, w.Length, Text: t))))
            _known.Add(text.Substring(start, length).ToLowerInvariant());
        _byFirst = _known.Where(w => w.Length >= Shortest - 1).Order(StringComparer.Ordinal).ToLookup(w => w[0]);
    }

    /// <summary>The text with each mistyped word as it was most likely meant.</summary>
    public string Of(string text)
    {
        var right = text;
        foreach (var (start, length) in WordsOf(text).Reverse())
            if (length >= Shortest && Nearest(text.Substring(start, length).ToLowerInvariant()) is { } word)
                right = right.Remove(start, length).Insert(start, word);
        return right;
    }

    private string? Nearest(string word)
    {
        // One or several of a thing that is known.
        if (_known.Contains(word) || _known.Contains(word + 's') || (word[^1] == 's' && _known.Contains(word[..^1])))
            return null;
        var (nearest, least) = ((string?)null, word.Length >= Long ? 3 : 2);
        foreach (var known in _byFirst[word[0]])
            if (Math.Abs(known.Length - word.Length) < least && Distance(word, known) is var distance && distance < least)
                (nearest, least) = (known, distance);
        return nearest;
    }

    /// <summary>How many letters have to be put in, left out, replaced, or changed with the next, to make one word of another.</summary>
    private static int Distance(string a, string b)
    {
        var (before, last, now) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                now[j] = Math.Min(Math.Min(last[j], now[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    now[j] = Math.Min(now[j], before[j - 2] + 1);
            }
            (before, last, now) = (last, now, before);
        }
        return last[b.Length];
    }

    private static IEnumerable<(int Start, int Length)> WordsOf(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && char.IsLetter(text[i]) && !Tokens.IsHan(text[i]))
                i++;
            if (i > start)
                yield return (start, i - start);
            else
                i++;
        }
    }
}
