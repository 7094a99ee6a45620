namespace OneVisit.Catalogue.Words;

/// <summary>
/// What a text is looked up by: the words of what is written in letters, and every two characters side by side of what is written in Chinese,
/// where no blank parts the words. A dictionary would part them better and would have to be kept.
/// </summary>
internal static class Tokens
{
    /// <param name="singles">Also each Chinese character alone, so that a query of one character finds something.</param>
    public static IEnumerable<string> Of(string text, bool singles)
    {
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (IsHan(text[i]))
            {
                while (i < text.Length && IsHan(text[i]))
                    i++;
                for (var at = start; at + 1 < i; at++)
                    yield return text.Substring(at, 2);
                if (singles || i - start == 1)
                    for (var at = start; at < i; at++)
                        yield return text.Substring(at, 1);
            }
            else if (char.IsLetterOrDigit(text[i]))
            {
                while (i < text.Length && char.IsLetterOrDigit(text[i]) && !IsHan(text[i]))
                    i++;
                yield return Stem(text[start..i].ToLowerInvariant());
            }
            else
            {
                i++;
            }
        }
    }

    internal static bool IsHan(char c) => c is (>= '\u4e00' and <= '\u9fff') or (>= '\u3400' and <= '\u4dbf');

    // One shop or several: the plural and no more. What else differs is a synonym.
    private static string Stem(string word) => word.Length > 3 && word[^1] == 's' && word[^2] != 's' ? word[..^1] : word;
}
