using OneVisit.Contracts;

namespace OneVisit.Catalogue.Words;

/// <summary>Builds the indices of a catalogue.</summary>
internal static class WordIndex
{
    public static WordIndex<Bundle> OfBundles(IEnumerable<Bundle> bundles, Synonyms synonyms) => new(bundles, synonyms, bundle =>
    [
        .. Both(bundle.Name, 3),
        .. bundle.Words.Zh.Concat(bundle.Words.En).Select(w => (w, 3.0)),
        .. bundle.Words.Deciding.Select(w => (w, 12.0)),
        .. bundle.Items.SelectMany(i => Both(i.Item.Name, 1)),
    ]);

    public static WordIndex<ServiceItem> OfItems(IEnumerable<ServiceItem> items, Synonyms synonyms) => new(items, synonyms, item =>
    [
        .. Both(item.Name, 3),
        .. Both(item.Department.Name, 1),
        .. item.Materials.SelectMany(m => Both(m.Name, 0.5)),
    ]);

    private static (string, double)[] Both(Text text, double weight) => [(text.Zh, weight), (text.En, weight)];
}

/// <summary>
/// Finds things by words, best first. A token counts the more the fewer things have it; what only means the same counts less than what was
/// said. All in memory: five thousand items are some ten thousand tokens.
/// </summary>
internal sealed class WordIndex<T> where T : class
{
    // What means the same is a guess.
    private const double SynonymWeight = 0.7;

    // Less than a fifth of the best is noise: a thing that shares "want" or "office" with the text.
    private const double LeastShare = 0.2;

    private readonly List<T> _things = [];
    private readonly Dictionary<string, List<(int Thing, double Weight)>> _postings = [];
    private readonly Synonyms _synonyms;
    private readonly Spelling _spelling;

    public WordIndex(IEnumerable<T> things, Synonyms synonyms, Func<T, IReadOnlyList<(string Text, double Weight)>> texts)
    {
        _synonyms = synonyms;
        var all = new List<string>(synonyms.All);
        foreach (var thing in things)
        {
            var weights = new Dictionary<string, double>();
            foreach (var (text, weight) in texts(thing))
            {
                all.Add(text);
                string[] tokens = [.. synonyms.Telling(text, singles: true)];
                // A word that is the whole of a text says more than one among many: 退休 is retirement before it is a reason to draw on the housing fund.
                var each = weight / Math.Sqrt(tokens.Length);
                foreach (var token in tokens)
                    if (!weights.TryGetValue(token, out var known) || known < each)
                        weights[token] = each;
            }
            foreach (var (token, weight) in weights)
            {
                if (!_postings.TryGetValue(token, out var postings))
                    _postings[token] = postings = [];
                postings.Add((_things.Count, weight));
            }
            _things.Add(thing);
        }
        _spelling = new(all);
    }

    /// <summary>What shares tokens with the text, best first. Which words were found is told of what is taken only.</summary>
    public IEnumerable<(T Found, double Score, IReadOnlyList<string> Matched)> Find(string text)
    {
        text = _spelling.Of(text);
        var scores = new double[_things.Count];
        var hits = new List<(string Word, List<(int Thing, double Weight)> Postings)>();
        var said = _synonyms.Telling(text, singles: false).ToHashSet();
        foreach (var token in said)
            Add(token, token, 1);
        foreach (var (words, others) in _synonyms.Of(text))
            AddGroup(words, others);
        if (scores.All(s => s == 0))
            AddSingles();
        var best = scores.DefaultIfEmpty().Max();
        if (best == 0)
            return [];
        var found = new List<int>();
        for (var i = 0; i < scores.Length; i++)
            if (scores[i] >= best * LeastShare)
                found.Add(i);
        found.Sort((a, b) => scores[a] == scores[b] ? a.CompareTo(b) : scores[b].CompareTo(scores[a]));
        return found.Select(i => (_things[i], scores[i], (IReadOnlyList<string>)[.. hits.Where(h => Has(h.Postings, i)).Select(h => h.Word).Distinct()]));

        void Add(string token, string word, double share)
        {
            if (!_postings.TryGetValue(token, out var postings))
                return;
            hits.Add((word, postings));
            foreach (var (thing, score) in Scores(postings, share))
                scores[thing] += score;
        }

        // Of a word that nobody has written down, 花店, two characters in one thing say something yet; one says nothing.
        void AddSingles()
        {
            var (sums, counts) = (new double[_things.Count], new int[_things.Count]);
            foreach (var single in _synonyms.Telling(text, singles: true).Where(t => t.Length == 1).Distinct())
            {
                if (!_postings.TryGetValue(single, out var postings))
                    continue;
                hits.Add((single, postings));
                foreach (var (thing, score) in Scores(postings, 1))
                {
                    sums[thing] += score;
                    counts[thing]++;
                }
            }
            for (var i = 0; i < sums.Length; i++)
                if (counts[i] > 1)
                    scores[i] = sums[i];
        }

        // A thing that has every word for one meaning means it no more than one that has the best of them.
        void AddGroup(IReadOnlyList<string> words, IReadOnlyList<string> others)
        {
            var already = new Dictionary<int, double>();
            foreach (var token in words.SelectMany(w => _synonyms.Telling(w, singles: false)).Distinct().Where(said.Contains))
                if (_postings.TryGetValue(token, out var postings))
                    foreach (var (thing, score) in Scores(postings, 1))
                        already[thing] = already.GetValueOrDefault(thing) + score;
            var best = new Dictionary<int, double>();
            foreach (var word in others)
            {
                var own = new Dictionary<int, double>();
                foreach (var token in _synonyms.Telling(word, singles: false).Distinct().Where(t => !said.Contains(t)))
                {
                    if (!_postings.TryGetValue(token, out var postings))
                        continue;
                    hits.Add((word, postings));
                    foreach (var (thing, score) in Scores(postings, SynonymWeight))
                        own[thing] = own.GetValueOrDefault(thing) + score;
                }
                foreach (var (thing, score) in own)
                    best[thing] = Math.Max(best.GetValueOrDefault(thing), score);
            }
            foreach (var (thing, score) in best)
                scores[thing] += Math.Max(0, score - already.GetValueOrDefault(thing));
        }
    }

    private IEnumerable<(int Thing, double Score)> Scores(List<(int Thing, double Weight)> postings, double share)
    {
        var rarity = Math.Log(1 + (double)_things.Count / postings.Count) * share;
        return postings.Select(p => (p.Thing, rarity * p.Weight));
    }

    // Postings stand in the order of the things.
    private static bool Has(List<(int Thing, double Weight)> postings, int thing)
    {
        var (low, high) = (0, postings.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (postings[middle].Thing == thing)
                return true;
            if (postings[middle].Thing < thing)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return false;
    }
}
