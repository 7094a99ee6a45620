using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Clocks;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>Clocks in the words of an applicant.</summary>
/// <param name="holidays">What the days off are called.</param>
internal sealed class ClockWords(IReadOnlyDictionary<DateOnly, Text> holidays)
{
    private static readonly string Supplement = KebabCase.Of(SuspensionCause.Supplement);

    /// <summary>The days of a period, each with what it did: which one it was, or why it was none.</summary>
    public IReadOnlyList<ClockDay> Days(Period period, IReadOnlyList<ExplainedDay> days)
    {
        var counted = 0;
        return
        [
            .. days.Select((day, index) =>
            {
                if (day.Counted)
                    counted++;
                var moved = !day.Counted && counted == period.Days && period.OpenPause is null;
                return new ClockDay(day.Date, day.Counted, KebabCase.Of(day.Kind), moved ? Moved(day, isLast: index == days.Count - 1) : Word(day, counted));
            }),
        ];
    }

    /// <summary>What a pause is for.</summary>
    public static Text Cause(string cause) => cause == Supplement
        ? new("等待申请人补正材料", "waiting for what the applicant was asked to add")
        : new("特别程序(听证、检验、专家评审等)", "a special procedure (hearing, testing, expert review)");

    /// <summary>A pause in one sentence: when, and what the department said.</summary>
    public static Text Pause(Pause pause, Text? reason)
    {
        var (from, to) = (Date(pause.From), pause.To is { } end ? Date(end) : null);
        var when = to is null
            ? new Text($"自{from.Zh}起暂停", $"Paused since {from.En}")
            : pause.From == pause.To ? new Text($"{from.Zh}暂停", $"Paused on {from.En}") : new Text($"{from.Zh}至{to.Zh}暂停", $"Paused from {from.En} to {to.En}");
        var why = Cause(pause.Cause);
        return reason is null
            ? new($"{when.Zh}:{why.Zh}。", $"{when.En}: {why.En}.")
            : new($"{when.Zh}:{why.Zh}:{reason.Zh}", $"{when.En}: {why.En}: {reason.En}");
    }

    /// <summary>One clock in two or three sentences.</summary>
    /// <param name="state">As <see cref="Standing"/> names it.</param>
    /// <param name="accepted">False: it does not run from the acceptance.</param>
    public static Text Summary(Period period, Projection projection, string state, bool accepted = true)
    {
        var (start, unit) = (Date(period.Start), period.Budget.Counting == Counting.NaturalDays ? new Text("日", "calendar day") : new Text("个工作日", "working day"));
        var begin = !accepted
            ? new Text($"自{start.Zh}次日起计{period.Budget.Days}{unit.Zh}。", $"{period.Budget.Days} {unit.En}{(period.Budget.Days == 1 ? "" : "s")} from the day after {start.En}.")
            : period.Days == 0
            ? new Text($"{start.Zh}受理,当日办结。", $"Accepted on {start.En}, to be decided the same day.")
            : new Text($"{start.Zh}受理,自次日起计{period.Budget.Days}{unit.Zh}。", $"Accepted on {start.En}; {period.Budget.Days} {unit.En}{(period.Budget.Days == 1 ? "" : "s")} from the day after.");
        return Join(begin, Granted(period, unit), Now(period, projection, state), projection.Provisional && state != Standing.Stopped
            ? new("其间部分日期的放假安排尚未公布,公布后期限可能变动。", "For some of the days no calendar has been published yet; the date may move when it is.")
            : null);
    }

    /// <summary>The whole is promised for the latest date of its items.</summary>
    public static Text Follows(Text item, DateOnly? due) => due is { } day
        ? new($"整件事随最晚的一项“{item.Zh}”办结:{Date(day).Zh}。", $"The whole is done with its last item, {item.En}: {Date(day).En}.")
        : new($"“{item.Zh}”的期限暂停计算,整件事的承诺日期待其恢复后确定。", $"The clock of {item.En} stands; the date promised for the whole is known when it goes on.");

    /// <summary>What a step is about, for a person.</summary>
    public static Text Step(ClockKind step) => step switch
    {
        ClockKind.Supplement => new("请您在期限内补正材料。", "You are asked to add what is missing in this time."),
        ClockKind.SpecialProcedure => new("特别程序的期限。", "The time for the special procedure."),
        ClockKind.Inspection => new("现场踏勘的期限。", "The time for the visit to your premises."),
        ClockKind.Issuing => new("作出决定后颁发证照的期限。", "The time for issuing the licence after the decision."),
        ClockKind.AfterCheck => new("颁发后核查的期限。", "The time in which what was granted is checked."),
        ClockKind.Tolerance => new("请您在期限内补交承诺的材料;逾期未交的,视为撤回申请。", "You promised to bring this paper in this time; what it is needed for is withdrawn if it does not come."),
        _ => throw new InvalidOperationException($"no words for the step {step}"),
    };

    /// <summary>A received application that waits for its acceptance.</summary>
    public static Text Receipt(DateOnly received, DateOnly due) => new(
        $"{Date(received).Zh}收到申请,将于{Date(due).Zh}前告知是否受理;逾期未告知的,自收到之日起即为受理。",
        $"Your application was received on {Date(received).En}; you are told by {Date(due).En} whether it is accepted. If nobody answers, it is accepted from the day it was received.");

    /// <summary>What may be granted on top.</summary>
    public static Text Extension(TimeLimit extension) =>
        new($"经批准可延长{extension.Days}个工作日,并告知理由({extension.Basis})。", $"It may be extended by {extension.Days} working days with approval, and you are told why.");

    public static Text Join(params ReadOnlySpan<Text?> texts)
    {
        var (zh, en) = (new List<string>(), new List<string>());
        foreach (var text in texts)
        {
            if (text is null)
                continue;
            zh.Add(text.Zh);
            en.Add(text.En);
        }
        return new(string.Concat(zh), string.Join(' ', en));
    }

    private static Text? Granted(Period period, Text unit) => period.Days == period.Budget.Days
        ? null
        : new($"经批准延长{period.Days - period.Budget.Days}{unit.Zh}。", $"It was extended by {period.Days - period.Budget.Days} {unit.En}{(period.Days - period.Budget.Days == 1 ? "" : "s")}.");

    private static Text Now(Period period, Projection projection, string state)
    {
        var due = projection.Due is { } day ? Date(day) : null;
        return (state, due) switch
        {
            (Standing.Paused, _) => new(
                $"因{Cause(period.OpenPause!.Value.Cause).Zh},自{Date(period.OpenPause.Value.From).Zh}起暂停计算;已计{projection.Consumed}天,剩余{projection.Remaining}天。",
                $"Since {Date(period.OpenPause.Value.From).En} nothing is counted: {Cause(period.OpenPause.Value.Cause).En}. {projection.Consumed} counted so far, {projection.Remaining} left."),
            (Standing.Stopped, null) => new("已终止,不再计算。", "It has ended; nothing is counted any more."),
            (Standing.Stopped, _) => new($"期限至{due.Zh};已有结果,不再计算。", $"It was due on {due.En}; the result is there, and nothing is counted any more."),
            (Standing.Overdue, not null) => new($"期限至{due.Zh},已超期。", $"It was due on {due.En} and is late."),
            (_, not null) => new($"期限至{due.Zh},剩余{projection.Remaining}天。", $"It is due on {due.En}; {projection.Remaining} left."),
            _ => throw new InvalidOperationException($"a clock that is {state} has a due date"),
        };
    }

    private Text Word(ExplainedDay day, int number) => (day.Kind, day.Counted) switch
    {
        (DayKind.Paused, _) => new($"{Cause(day.Cause!).Zh},不计", $"not counted: {Cause(day.Cause!).En}"),
        (DayKind.BeyondPublishedCalendar, true) => new($"放假安排尚未公布,暂计第{number}天", $"day {number}, as long as no calendar has been published"),
        (DayKind.BeyondPublishedCalendar, false) => new("放假安排尚未公布,暂按周末不计", "not counted: taken as a weekend, as long as no calendar has been published"),
        (DayKind.MakeUpWorkingDay, true) => new($"调休上班,计第{number}天", $"day {number}, a make-up working day"),
        (_, true) => new($"计第{number}天", $"day {number}"),
        _ => new($"{Rest(day).Zh},不计", $"not counted: {Rest(day).En}"),
    };

    private Text Moved(ExplainedDay day, bool isLast) => isLast
        ? new("期满日非工作日,期限顺延至本日", "the last day was no working day, so the limit ends here")
        : new($"{Rest(day).Zh},期限顺延", $"{Rest(day).En}; the end moves on");

    private Text Rest(ExplainedDay day) => day.Kind == DayKind.Holiday
        ? holidays.TryGetValue(day.Date, out var name) ? new($"{name.Zh}放假", name.En) : new("放假", "a day off")
        : new("周末", "a weekend");

    private static Text Date(DateOnly date) => new($"{date.Year}年{date.Month}月{date.Day}日", date.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture));
}
