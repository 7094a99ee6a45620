using System.Runtime.ExceptionServices;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>
/// Pieces of one work on all processors, where there are enough of them to be worth it. Whoever is free takes the next piece, the caller first of all: it waits for what
/// others have begun and never for their coming, so that a busy machine does the work as if there were no others.
/// </summary>
internal sealed class SideBySide : IThreadPoolWorkItem
{
    /// <summary>Small pieces are handed out so many at a time.</summary>
    private const int Handful = 16;

    /// <summary>Fewer take less time than a second thread needs to wake up.</summary>
    private const int Worthwhile = 4 * Handful;

    private readonly Action<int> _do;
    private readonly int _pieces;
    private readonly object _ending = new();
    private int _taken;
    private int _ended;
    private (int Piece, ExceptionDispatchInfo Cause)? _failure;

    private SideBySide(int pieces, Action<int> piece)
    {
        _pieces = pieces;
        _do = piece;
    }

    /// <summary>Does every piece once, in no order.</summary>
    /// <param name="large">How many large pieces there are; they come first, one at a time.</param>
    /// <param name="small">How many small pieces there are.</param>
    /// <exception cref="Exception">What the first of the pieces that failed threw, as it was thrown.</exception>
    public static void For(int large, int small, Action<int> doLarge, Action<int> doSmall)
    {
        var pieces = large + (small + Handful - 1) / Handful;
        if (small < Worthwhile)
        {
            for (var i = 0; i < pieces; i++)
                Piece(i);
            return;
        }
        var work = new SideBySide(pieces, Piece);
        for (var other = 1; other < Environment.ProcessorCount; other++)
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        work.Execute();
        work.Await();

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

    /// <summary>Takes pieces while there are any.</summary>
    public void Execute()
    {
        while (Interlocked.Increment(ref _taken) - 1 is var piece && piece < _pieces)
        {
            ExceptionDispatchInfo? cause = null;
            try
            {
                _do(piece);
            }
            catch (Exception e)
            {
                cause = ExceptionDispatchInfo.Capture(e);
            }
            lock (_ending)
            {
                if (cause is not null && !(_failure?.Piece < piece))
                    _failure = (piece, cause);
                if (++_ended == _pieces)
                    Monitor.PulseAll(_ending);
            }
        }
    }

    private void Await()
    {
        lock (_ending)
        {
            while (_ended < _pieces)
                Monitor.Wait(_ending);
        }
        _failure?.Cause.Throw();
    }
}
