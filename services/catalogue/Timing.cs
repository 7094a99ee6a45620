using OneVisit.Clock;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>
/// When a plan can be finished: every department reviews from the first day and keeps its promise, and an item is issued no earlier than the
/// ones whose licences it awaits. Special procedures, pauses and supplements are not foreseen.
/// </summary>
internal sealed record Timing
{
    /// <summary>The day on which the last item is done.</summary>
    public required DateOnly Finish { get; init; }

    /// <summary>True when a day on the way lies beyond the published calendar.</summary>
    public required bool Provisional { get; init; }

    /// <summary>Ids of the items that decide the finish, in the order they are issued.</summary>
    public required IReadOnlyList<string> CriticalPath { get; init; }

    /// <summary>Working days saved against handling the items one after the other, each begun when the one before is done.</summary>
    public required int DaysSaved { get; init; }

    public static Timing Of(Plan plan, DateOnly day, CountingCalendar calendar)
    {
        var (oneByOne, provisional) = (day, false);
        var done = new Dictionary<string, (DateOnly Day, string? Awaited)>(plan.Items.Count);
        (string? last, var finish) = (null, day);
        // The items stand in issuing order, so what one awaits is known before it.
        foreach (var item in plan.Items)
        {
            var own = DueOf(item.Item, day, calendar);
            provisional |= own.Provisional;
            (DateOnly Day, string? Awaited) end = (own.Due!.Value, null);
            foreach (var awaited in item.DependsOn)
                if (done.TryGetValue(awaited, out var before) && before.Day > end.Day)
                    end = (before.Day, awaited);
            done[item.Item.Id] = end;
            if (last is null || end.Day >= finish)
                (last, finish) = (item.Item.Id, end.Day);
            oneByOne = DueOf(item.Item, oneByOne, calendar).Due!.Value;
        }
        return new() { Finish = finish, Provisional = provisional, CriticalPath = PathTo(last, done), DaysSaved = calendar.WorkingDays(finish, oneByOne) };
    }

    private static Projection DueOf(ServiceItem item, DateOnly start, CountingCalendar calendar)
    {
        var limit = item.Limits.Committed;
        return LegalClock.Project(calendar, Period.Of(start, new Budget(limit.Days, limit.Unit == DayUnit.NaturalDay ? Counting.NaturalDays : Counting.WorkingDays)));
    }

    private static List<string> PathTo(string? last, Dictionary<string, (DateOnly Day, string? Awaited)> done)
    {
        var path = new List<string>();
        for (; last is not null; last = done[last].Awaited)
            path.Insert(0, last);
        return path;
    }
}
