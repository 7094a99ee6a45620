using System.Globalization;

namespace OneVisit.All.Simulate;

/// <summary>The report as tables for people.</summary>
internal sealed class ReportScreen(TextWriter output)
{
    public void Show(Report report)
    {
        output.WriteLine($"{report.Title ?? report.Scenario} · {report.RegionName} {report.Region} · {report.Year} · seed {report.Seed}");
        var cases = report.Cases;
        output.WriteLine(Say($"{cases.Submitted:N0} cases: {cases.Completed:N0} completed, {cases.Refused:N0} refused, {cases.EndedOtherwise:N0} ended otherwise, {cases.Open:N0} open"));
        output.WriteLine(Say($"overdue {cases.Overdue:N0} ({cases.OverdueRate:P2}); {cases.Supplements:N0} supplements; working days until the end {Of(cases.UntilEnd)} (median/p90/worst)"));

        output.WriteLine(Say($"warnings: {(report.Warnings.Count == 0 ? "none" : string.Join(", ", report.Warnings.Select(w => Say($"{w.Value:N0} {w.Key}"))))}; {report.Items.Sum(i => i.Deemed):N0} approved by law because nobody answered"));

        Heading("Items");
        Table(
            ["item", "name", "promise", "reviews", "by rule", "supplem.", "refused", "deemed", "open", "warned", "overdue", "rate", "by law", "first touch", "decided"],
            report.Items.Select(i => (string[])
            [
                i.Item, i.Name, Say($"{i.Promise} {(i.Unit == "natural-day" ? "d" : "wd")}"), Say($"{i.Reviews:N0}"), Share(i.ByRule, i.Reviews), Say($"{i.Supplements:N0}"),
                Say($"{i.Refused:N0}"), Say($"{i.Deemed:N0}"), Say($"{i.Open:N0}"), Say($"{i.Warnings:N0}"), Say($"{i.Overdue:N0}"), Say($"{i.OverdueRate:P1}"), Say($"{i.OverdueByLaw:N0}"), Of(i.UntilTouched), Of(i.UntilDecided),
            ]),
            texts: 2);
        output.WriteLine("promise: wd working days, d natural days. First touch and decided: working days since submission, median/p90/worst, of what was left to people.");

        Heading("Departments");
        Table(
            ["department", "name", "reviews", "by rule", "supplem.", "refused", "overdue", "rate"],
            report.Departments.Select(d => (string[])
            [
                d.Department, d.Name, Say($"{d.Reviews:N0}"), Share(d.ByRule, d.Reviews), Say($"{d.Supplements:N0}"), Say($"{d.Refused:N0}"), Say($"{d.Overdue:N0}"), Say($"{d.OverdueRate:P1}"),
            ]),
            texts: 2);

        Heading("Desks");
        Table(
            ["department", "name", "staff", "weekend", "hours", "load", "reviews", "longest queue", "on", "waiting"],
            report.Desks.Select(d => (string[])
            [
                d.Department, d.Name, Say($"{d.Staff}"), Say($"{d.Weekend}"), Say($"{d.StaffedHours:N0}"), Say($"{d.Load:P0}"), Say($"{d.Reviews:N0}"), Say($"{d.LongestQueue:N0}"),
                d.LongestQueueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", Say($"{d.WaitingAtTheEnd:N0}"),
            ]),
            texts: 2);

        Notes("Turned away", report.TurnedAway);
        Notes("Messages that no rule could decide", report.DeadLetters);
    }

    private void Notes(string title, IReadOnlyDictionary<string, int> counts)
    {
        if (counts.Count == 0)
            return;
        Heading(title);
        foreach (var (what, count) in counts)
            output.WriteLine(Say($"  {count,7:N0}  {what}"));
    }

    private void Heading(string text)
    {
        output.WriteLine();
        output.WriteLine(text);
    }

    /// <param name="texts">The first so many columns are texts; the others are numbers, and stand to the right.</param>
    private void Table(string[] heads, IEnumerable<string[]> rows, int texts)
    {
        string[][] all = [heads, .. rows];
        var widths = heads.Select((_, i) => all.Max(row => Width(row[i]))).ToArray();
        foreach (var row in all)
        {
            output.WriteLine("  " + string.Join("  ", row.Select((cell, i) =>
            {
                var space = new string(' ', widths[i] - Width(cell));
                return i < texts ? cell + space : space + cell;
            })).TrimEnd());
        }
    }

    /// <summary>Columns of a terminal, where a Chinese character takes two.</summary>
    private static int Width(string text) => text.EnumerateRunes().Sum(rune => rune.Value >= 0x2E80 ? 2 : 1);

    private static string Of(Waiting? waiting) => waiting is null ? "-" : Say($"{waiting.Median}/{waiting.P90}/{waiting.Worst}");

    private static string Share(int part, int of) => of == 0 ? "-" : Say($"{(double)part / of:P0}");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
