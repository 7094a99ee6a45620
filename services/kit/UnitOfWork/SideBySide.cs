using System.Runtime.ExceptionServices;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>Pieces of one work on all processors, where there are enough of them to be worth it; otherwise one after the other.</summary>
internal static class SideBySide
{
    /// <summary>Small pieces are handed out so many at a time.</summary>
    private const int Handful = 16;

    /// <summary>Fewer take less time than a second thread needs to wake up.</summary>
    private const int Worthwhile = 4 * Handful;

    /// <summary>Does every piece once, in no order. The caller's own thread takes part, so that it is done also while every other one is busy.</summary>
    /// <param name="large">How many large pieces there are; they come first, one at a time.</param>
    /// <param name="small">How many small pieces there are.</param>
    /// <exception cref="Exception">What a piece threw, as it was thrown.</exception>
    public static void For(int large, int small, Action<int> doLarge, Action<int> doSmall)
    {
        var handfuls = (small + Handful - 1) / Handful;
        if (small < Worthwhile)
        {
            for (var i = 0; i < large + handfuls; i++)
                Piece(i);
            return;
        }
        try
        {
            Parallel.For(0, large + handfuls, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, Piece);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        void Piece(int piece)
        {
            if (piece < large)
            {
                doLarge(piece);
                return;
            }
            var end = Math.Min(small, (piece - large + 1) * Handful);
            for (var i = (piece - large) * Handful; i < end; i++)
                doSmall(i);
        }
    }
}
