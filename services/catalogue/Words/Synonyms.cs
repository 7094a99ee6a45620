namespace OneVisit.Catalogue.Words;

/// <summary>Groups of everyday words that mean the same (<c>synonyms.yaml</c>), and words that say nothing about what is wanted (<c>fillers.yaml</c>).</summary>
internal sealed class Synonyms(IReadOnlyList<IReadOnlyList<string>> groups, IReadOnlyList<string> fillers)
{
    private readonly HashSet<string> _fillers = [.. fillers.SelectMany(f => Tokens.Of(f, singles: false))];

    /// <summary>Every word there is.</summary>
    public IEnumerable<string> All => groups.SelectMany(g => g).Concat(fillers);

    /// <summary>The tokens of a text that tell one thing from another.</summary>
    public IEnumerable<string> Telling(string text, bool singles) =>
        Tokens.Of(text, singles).Where(t => !_fillers.Contains(t) && (t.Length > 1 || Tokens.IsHan(t[0])));

    /// <summary>Each group of which a word stands in the text: those that do, and the others, which mean the same.</summary>
    public IEnumerable<(IReadOnlyList<string> Said, IReadOnlyList<string> Others)> Of(string text)
    {
        var words = Tokens.Of(text, singles: false).ToHashSet();
        foreach (var group in groups)
        {
            var told = group.ToLookup(w => StandsIn(w, text, words));
            if (told[true].Any())
                yield return ([.. told[true]], [.. told[false]]);
        }
    }

    // Chinese stands in a text wherever its characters do; a word in letters only as a word: "eat" is not in "theatre".
    private static bool StandsIn(string word, string text, HashSet<string> words) => word.Length > 0 && Tokens.IsHan(word[0])
        ? text.Contains(word, StringComparison.OrdinalIgnoreCase)
        : Tokens.Of(word, singles: false).All(words.Contains);
}
