using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>What is told about a date.</summary>
internal static class Warnings
{
    public static IEnumerable<Notice> Of(CaseState state, RunningClock running, Warning warning, DateOnly? due, CityClock clock)
    {
        var (what, limit) = (NameOf(running, clock), LimitName(running.Kind));
        var day = due is { } date ? $"{date:yyyy-MM-dd}" : "";
        var text = warning.Colour == WarningColour.Red
            ? new Text($"“{what.Zh}”的{limit.Zh}已于{day}届满", $"{what.En}: the {limit.En} was up on {day}")
            : new Text($"“{what.Zh}”的{limit.Zh}将于{day}届满", $"{what.En}: the {limit.En} is up on {day}");
        var data = new { running.Item?.Item, running.Promise?.Material, Clock = running.Kind, Warning = warning.Id, warning.Colour, Due = due };
        return warning.To.SelectMany(to => Audiences.Of(state, running, to)).Distinct().Select(to => new Notice(to, "warning", text, data));
    }

    /// <summary>The applicant and whoever is at it are told.</summary>
    public static IEnumerable<Notice> Moved(CaseState state, RunningClock running, Reprojection moved, CityClock clock)
    {
        var (what, limit) = (NameOf(running, clock), LimitName(running.Kind));
        var why = moved.MovedBy == MovedBy.Publication ? new Text("放假安排公布", "the calendar was published") : new Text("放假安排调整", "the calendar was corrected");
        var text = new Text(
            $"{why.Zh},“{what.Zh}”的{limit.Zh}由{moved.Before.Due:yyyy-MM-dd}变为{moved.After.Due:yyyy-MM-dd}",
            $"{what.En}: the {limit.En} moves from {moved.Before.Due:yyyy-MM-dd} to {moved.After.Due:yyyy-MM-dd}, because {why.En}");
        var data = new { running.Item?.Item, running.Promise?.Material, Clock = running.Kind, Before = moved.Before.Due, After = moved.After.Due };
        return Audiences.Of(state, running, WarningTo.Holder).Append(Audiences.Applicant(state)).Distinct().Select(to => new Notice(to, "date-moved", text, data));
    }

    private static Text NameOf(RunningClock running, CityClock clock) => running.Promise is { } promise ? promise.Name : running.Item is { } item ? clock.NameOf(item.Item) : new Text("整件事", "The whole");

    private static Text LimitName(ClockKind clock) => clock switch
    {
        ClockKind.Committed => new("承诺时限", "promised time"),
        ClockKind.Statutory => new("法定时限", "time the law grants"),
        ClockKind.Receipt => new("受理时限", "time for acceptance"),
        ClockKind.Supplement => new("补正时限", "time for the supplement"),
        ClockKind.SpecialProcedure => new("特别程序时限", "time for the special procedure"),
        ClockKind.Inspection => new("踏勘时限", "time for the visit"),
        ClockKind.Issuing => new("发证时限", "time for issuing"),
        ClockKind.AfterCheck => new("事后核查时限", "time for the check afterwards"),
        ClockKind.Tolerance => new("承诺补交时限", "time to bring it"),
        _ => throw new InvalidOperationException($"no name for the clock {clock}"),
    };
}
