using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>
/// A department's own system cannot be reached. The head of the authority and the supervisor are told, and told when it is back; the case goes on as it is. Its
/// clocks run: no law lets them stand for an outage, so a limit that passes meanwhile is overdue, and silence that is consent becomes that.
/// </summary>
public sealed partial class CaseRules
{
    /// <summary>Means something in every state, once: the end may overtake the beginning, which then says nothing any more.</summary>
    private static Decision<CaseState> Outage(CaseState state, SystemOutage outage)
    {
        if (state.Items.FirstOrDefault(i => i.Task == outage.TaskId) is not { } item
            || item.Down is { } known && (outage.Since < known.Since || (outage.Since == known.Since && (known.Until is not null || outage.Until is null))))
            return Decision<CaseState>.Nothing(state);
        var (kind, region) = (outage.Until is null ? "system-unreachable" : "system-back", AuthorityId.RegionOf(item.Authority));
        var data = new { item.Item, item.Department, item.Authority, outage.Since, outage.Until, outage.Waiting };
        return new Decision<CaseState>
        {
            State = With(state, item with { Down = new SystemDown(outage.Since, outage.Until) }),
            Journal = [new JournalEntry(kind, new { item.Item, item.Department, outage.Since, outage.Until })],
            Notices =
            [
                new Notice(new Audience(Role.Head, Department: item.Department, Region: region), kind, Told(item, outage), data),
                new Notice(new Audience(Role.Supervisor, Region: region), kind, Told(item, outage), data),
            ],
        };
    }

    private static Text Told(ItemState item, SystemOutage outage) => outage.Until is null
        ? new($"{item.Authority}的业务系统无法连接,已有{outage.Waiting}条通知待送达;期限照常计算", $"The system of {item.Authority} cannot be reached; {outage.Waiting} events wait for it. The limits run on")
        : new($"{item.Authority}的业务系统已恢复连接,{outage.Waiting}条通知正在送达", $"The system of {item.Authority} can be reached again; {outage.Waiting} events are on their way");
}
