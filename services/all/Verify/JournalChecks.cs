using OneVisit.Kit.UnitOfWork;

namespace OneVisit.All.Verify;

/// <summary>A journal, recomputed.</summary>
internal static class JournalChecks
{
    public static IEnumerable<Finding> Of<TState>(Book<TState> book, Guid? task)
        where TState : class
    {
        var hash = JournalChain.Origin;
        for (var i = 0; i < book.Journal.Count; i++)
        {
            var entry = book.Journal[i];
            if (entry.Seq != i + 1)
            {
                yield return Broken(Invariant.JournalChain, $"entry {i + 1} is missing, {entry.Seq} follows");
                yield break;
            }
            if (entry.At.Ticks % TimeSpan.TicksPerMillisecond != 0)
                yield return Broken(Invariant.JournalChain, $"the instant of entry {entry.Seq} ({entry.Kind}) is finer than a millisecond, which no hash covers");
            hash = JournalChain.Next(hash, book.Id, entry.Seq, entry.At, entry.Kind, entry.Data);
            if (hash != entry.Hash)
            {
                yield return Broken(Invariant.JournalChain, $"the hash of entry {entry.Seq} ({entry.Kind}) is not that of its content and the entry before");
                yield break;
            }
        }
        if (book.JournalCount != book.Journal.Count || book.JournalHash != hash)
            yield return Broken(Invariant.JournalEnd, $"the journal ends with entry {book.Journal.Count}, the aggregate says {book.JournalCount}{(book.JournalCount == book.Journal.Count ? " with another hash" : "")}");

        Finding Broken(Invariant invariant, string what) => new(invariant, book.Service, book.CaseId, task, what);
    }
}
