using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>Who is told what about a date.</summary>
internal static class Warnings
{
    public static IEnumerable<Notice> Of(CaseState state, RunningClock running, Warning warning, DateOnly? due, CityClock clock)
    {
        var (what, limit) = (NameOf(running, clock), LimitName(running.Name));
        var day = due is { } date ? $"{date:yyyy-MM-dd}" : "";
        var text = warning.Colour == WarningColour.Red
            ? new Text($"“{what.Zh}”的{limit.Zh}已于{day}届满", $"{what.En}: the {limit.En} was up on {day}")
            : new Text($"“{what.Zh}”的{limit.Zh}将于{day}届满", $"{what.En}: the {limit.En} is up on {day}");
        var data = new { running.Item?.Item, Clock = running.Name, Warning = warning.Id, warning.Colour, Due = due };
        return warning.To.SelectMany(to => AudiencesOf(state, running, to)).Distinct().Select(to => new Notice(to, "warning", text, data));
    }

    /// <summary>The applicant and whoever is at it are told.</summary>
    public static IEnumerable<Notice> Moved(CaseState state, RunningClock running, Reprojection moved, Audience applicant, CityClock clock)
    {
        var (what, limit) = (NameOf(running, clock), LimitName(running.Name));
        var why = moved.MovedBy == MovedBy.Publication ? new Text("放假安排公布", "the calendar was published") : new Text("放假安排调整", "the calendar was corrected");
        var text = new Text(
            $"{why.Zh},“{what.Zh}”的{limit.Zh}由{moved.Before.Due:yyyy-MM-dd}变为{moved.After.Due:yyyy-MM-dd}",
            $"{what.En}: the {limit.En} moves from {moved.Before.Due:yyyy-MM-dd} to {moved.After.Due:yyyy-MM-dd}, because {why.En}");
        var data = new { running.Item?.Item, Clock = running.Name, Before = moved.Before.Due, After = moved.After.Due };
        return AudiencesOf(state, running, WarningTo.Holder).Append(applicant).Distinct().Select(to => new Notice(to, "date-moved", text, data));
    }

    private static IEnumerable<Audience> AudiencesOf(CaseState state, RunningClock running, WarningTo to)
    {
        if (running.Item is not { } item)
        {
            return to switch
            {
                WarningTo.Supervisor => [new Audience(Role.Supervisor, Region: state.Region)],
                WarningTo.Head when running.Name != RunningClock.Receipt =>
                    state.Items.Where(i => i.InReview).Select(i => new Audience(Role.Head, Department: i.Department, Region: RegionOf(i))),
                WarningTo.Holder when running.Name == RunningClock.Receipt => [new Audience(Role.Clerk, Region: state.Acceptance?.Region ?? state.Region)],
                // The whole is held by whoever holds what is still open.
                WarningTo.Holder => state.Items.Where(i => i.InReview).Select(i => HolderOf(state, i)),
                _ => [],
            };
        }
        return to switch
        {
            WarningTo.Supervisor => [new Audience(Role.Supervisor, Region: RegionOf(item))],
            WarningTo.Head => [new Audience(Role.Head, Department: item.Department, Region: RegionOf(item))],
            _ => [HolderOf(state, item)],
        };
    }

    /// <summary>Whoever is at it: the applicant, the operator, an officer, or everybody of the authority's pool.</summary>
    private static Audience HolderOf(CaseState state, ItemState item) => item.Holder switch
    {
        ItemState.Applicant => state.Subject is { } subject ? new Audience(Role.Applicant, subject) : new Audience(Role.Clerk, Region: state.Acceptance?.Region ?? state.Region),
        ItemState.Operator => new Audience(Role.Admin),
        var holder when holder == item.Department || holder.Length == 0 || holder.StartsWith("pool:", StringComparison.Ordinal) =>
            new Audience(Role.Officer, Department: item.Department, Region: RegionOf(item)),
        var officer => new Audience(Role.Officer, officer, item.Department),
    };

    private static string RegionOf(ItemState item) => item.Authority[..Math.Max(0, item.Authority.IndexOf('.', StringComparison.Ordinal))];

    private static Text NameOf(RunningClock running, CityClock clock) => running.Item is { } item ? clock.NameOf(item.Item) : new Text("整件事", "The whole");

    private static Text LimitName(string clock) => clock switch
    {
        RunningClock.Committed => new("承诺时限", "promised time"),
        RunningClock.Statutory => new("法定时限", "time the law grants"),
        RunningClock.Receipt => new("受理时限", "time for acceptance"),
        "supplement" => new("补正时限", "time for the supplement"),
        "special-procedure" => new("特别程序时限", "time for the special procedure"),
        "inspection" => new("踏勘时限", "time for the visit"),
        "issuing" => new("发证时限", "time for issuing"),
        "after-check" => new("事后核查时限", "time for the check afterwards"),
        _ => throw new InvalidOperationException($"no name for the clock {clock}"),
    };
}
