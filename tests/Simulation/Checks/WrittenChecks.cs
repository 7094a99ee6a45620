using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.Checks;

/// <summary>
/// What the decisions of one transaction say to others, and whether it is written with their effect: each message in an envelope to its service, each notice with its
/// owner. An envelope costs as much to read as much else together, so every eighth transaction is looked at.
/// </summary>
internal sealed class WrittenChecks(World world, string service)
{
    private readonly List<Said> _said = [];
    private int _committed;

    /// <summary>Another transaction has begun.</summary>
    public void Drop() => _said.Clear();

    public void Decided<TState>(Guid owner, Decision<TState> decision)
        where TState : class => _said.Add(new Said(owner, decision.Journal.Count, decision.Messages, decision.Notices));

    /// <summary>It is committed.</summary>
    /// <param name="entered">How many entries it has written for whom.</param>
    public void Settle(Writes writes, Func<Guid, long> entered)
    {
        if ((_committed++ & 7) != 0 && world.Planted != Planted.LeftOutOfEnvelope)
            return;
        // A decision can be refused afterwards because its sender had seen another version. Where every entry was written, none was; what enters nothing is left out.
        var stands = _said.GroupBy(s => s.Owner).Where(o => o.Sum(s => s.Entries) is > 0 and var entries && entries == entered(o.Key)).SelectMany(o => o.Where(s => s.Entries > 0)).ToList();
        foreach (var notice in stands.SelectMany(s => s.Notices.Select(n => (s.Owner, n.Kind, n.To.Subject))).GroupBy(n => n))
        {
            var rows = RowsOf(writes, "notice").Count(r => (Guid)r[1]! == notice.Key.Owner && (string)r[6]! == notice.Key.Kind && (string?)r[3] == notice.Key.Subject);
            if (rows < notice.Count())
                world.Violate(Invariants.SaidIsWritten, $"{service} {notice.Key.Owner} gives {notice.Count()} notices {notice.Key.Kind} to '{notice.Key.Subject}', and {rows} are written");
        }
        var messages = stands.SelectMany(s => s.Messages.Select(m => (m.To, Type: m.Message.GetType()))).GroupBy(m => m).ToList();
        if (messages.Count == 0)
            return;
        var carried = RowsOf(writes, "outbox").SelectMany(r => Envelope.Open((byte[])r[2]!, MessageTypes.Contracts).Messages.Select(m => ((string)r[1]!, m.Message.GetType()))).ToLookup(m => m);
        foreach (var message in messages.Where(m => carried[m.Key].Count() < m.Count()))
            world.Violate(Invariants.SaidIsWritten, $"{service} says {message.Count()} times {message.Key.Type.Name} to {message.Key.To}, and {carried[message.Key].Count()} are in its envelopes");
    }

    private static IEnumerable<object?[]> RowsOf(Writes writes, string table) => writes.Inserts.Where(i => i.Table == table).SelectMany(i => i.Rows);

    private sealed record Said(Guid Owner, int Entries, IReadOnlyList<Outgoing> Messages, IReadOnlyList<Notice> Notices);
}
