namespace OneVisit.Kit.Bus;

/// <summary>
/// Tells a consumer that is brought nothing from one for whom there is nothing: something waits, nothing is in hand, and nothing was
/// brought since the look before, twice in a row. Once may be the moment before a delivery.
/// </summary>
internal sealed class Starvation
{
    private const int Patience = 2;

    private long _brought = -1;
    private int _without;

    /// <summary>One look; true when the consumer starves.</summary>
    /// <param name="waiting">What the broker has for it and has not brought.</param>
    /// <param name="inHand">Whether anything brought is being taken still.</param>
    /// <param name="brought">How much it was brought since its beginning.</param>
    public bool Sees(uint waiting, bool inHand, long brought)
    {
        _without = waiting > 0 && !inHand && brought == _brought ? _without + 1 : 0;
        _brought = brought;
        return _without >= Patience;
    }
}
