namespace OneVisit.Kit.Bus;

/// <summary>
/// What a consumer has to acknowledge: gathered, because the broker enters each acknowledgement in its log, and one for a dozen deliveries costs it as much as one for one.
/// Nobody waits for them: what is lost with them comes again, and the receiver's inbox recognises it.
/// </summary>
internal sealed class Acknowledgements
{
    /// <summary>So many do not wait for more. Far below the prefetch: the broker brings nothing more when that many are not acknowledged.</summary>
    public const int Many = 64;

    private readonly Lock _lock = new();
    private readonly SortedSet<ulong> _inHand = [];
    private readonly List<ulong> _done = [];
    private ulong _last;

    /// <param name="tag">The delivery's number on its channel, on which the broker counts from one on. What was left out was lost on its way, and is never acknowledged.</param>
    public void Bring(ulong tag)
    {
        lock (_lock)
        {
            while (_last < tag)
                _inHand.Add(++_last);
        }
    }

    /// <summary>Its effect is committed, or it was put where an operator looks.</summary>
    /// <returns>How many wait to be acknowledged, this one among them.</returns>
    public int Finish(ulong tag)
    {
        lock (_lock)
        {
            _inHand.Remove(tag);
            _done.Add(tag);
            return _done.Count;
        }
    }

    /// <summary>
    /// Takes what waits: one acknowledgement for all that came before whatever is still in hand, and one for each that came after it.
    /// The broker knows the number of the first no more once another has covered it, so each is named only once.
    /// </summary>
    public IReadOnlyList<(ulong Tag, bool AndAllBefore)> Take()
    {
        lock (_lock)
        {
            if (_done.Count == 0)
                return [];
            _done.Sort();
            var open = _inHand.Count == 0 ? ulong.MaxValue : _inHand.Min;
            var before = _done.FindLastIndex(tag => tag < open);
            var taken = new List<(ulong, bool)>();
            if (before >= 0)
                taken.Add((_done[before], true));
            taken.AddRange(_done.Skip(before + 1).Select(tag => (tag, false)));
            _done.Clear();
            return taken;
        }
    }
}
