using System.Text.Json;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;
using static OneVisit.Unit.Cases.QuietCity;

namespace OneVisit.Unit.Cases;

/// <summary>
/// A case on which time alone acts. It is submitted on Tuesday, 24 November 2026, 9 o'clock in the city; each item is promised for two working
/// days, Thursday the 26th, and due by law after five, Tuesday, 1 December.
/// </summary>
public abstract class TimedCase
{
    private static readonly Dictionary<string, CountingCalendar> Editions = new()
    {
        ["first"] = National,
        // Friday the 27th and Monday the 30th turn out to be days off; or Wednesday and Thursday before them.
        ["second"] = National.Over("cn", null, null, null, [new(2026, 11, 27), new(2026, 11, 30)], []),
        ["third"] = National.Over("cn", null, null, null, [new(2026, 11, 25), new(2026, 11, 26)], []),
    };

    private static readonly Warning[] Rungs =
    [
        new("yellow", WarningColour.Yellow, new Rung(90, 1, null), [WarningTo.Holder]),
        new("red", WarningColour.Red, new Rung(null, null, 0), [WarningTo.Holder, WarningTo.Head, WarningTo.Supervisor]),
    ];

    private static readonly ReceiptTerms Receipt = new(new DayLimit(5, DayUnit.WorkingDay), "the law, art 32");

    private protected static ItemTerms Terms { get; } = new() { Issuing = new DayLimit(10, DayUnit.WorkingDay), Supplement = new DayLimit(10, DayUnit.WorkingDay) };

    /// <summary>The calendar in force.</summary>
    private protected string Edition { get; set; } = "first";

    /// <summary>What holds of joint inspections.</summary>
    private protected InspectionPlan Plan { get; set; } = Inspections;

    private protected CaseInPlay Play(ItemTerms? terms = null, string[]? optional = null, Func<SubmitCase, SubmitCase>? change = null) =>
        new(optional, clockOf: Clock, terms: terms ?? Terms, change: change);

    /// <summary>Received at a window, and not accepted yet.</summary>
    private protected CaseInPlay Received() => new(clockOf: Clock, terms: Terms, receipt: Receipt);

    /// <summary>The law grants each item longer than the joint limit.</summary>
    private protected static SubmitCase Longer(SubmitCase submit) => submit with
    {
        Items = [.. submit.Items.Select(i => i with { Budgets = new ItemBudgets(new DayLimit(60, DayUnit.WorkingDay), new DayLimit(90, DayUnit.WorkingDay)) })],
    };

    private protected static DateTimeOffset DayAt(int year, int month, int day) => Time.StartOf(new DateOnly(year, month, day));

    private protected static bool Told(JournalEntry entry, string department) =>
        JsonSerializer.Serialize(entry.Data).Contains($"\"Item\":\"{ItemOf(department)}\"", StringComparison.Ordinal);

    private CityClock Clock() => new(new Deadlines(Editions[Edition], Time), Edition, Rungs, item => new Text(item, item), Editions.GetValueOrDefault) { Inspections = Plan };
}
