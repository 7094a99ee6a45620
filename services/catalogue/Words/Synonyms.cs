namespace OneVisit.Catalogue.Words;

/// <summary>Groups of everyday words that mean the same: <c>synonyms.yaml</c>.</summary>
internal sealed class Synonyms(IReadOnlyList<IReadOnlyList<string>> groups)
{
    /// <summary>The words that mean the same as a word of the text, without those that stand in it.</summary>
    public IEnumerable<string> Of(string text)
    {
        var words = Tokens.Of(text, singles: false).ToHashSet();
        return groups.Where(g => g.Any(w => StandsIn(w, text, words))).SelectMany(g => g).Where(w => !StandsIn(w, text, words)).Distinct();
    }

    // Chinese stands in a text wherever its characters do; a word in letters only as a word: "eat" is not in "theatre".
    private static bool StandsIn(string word, string text, HashSet<string> words) => word.Length > 0 && Tokens.IsHan(word[0])
        ? text.Contains(word, StringComparison.OrdinalIgnoreCase)
        : Tokens.Of(word, singles: false).All(words.Contains);
}
