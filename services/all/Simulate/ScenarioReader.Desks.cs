using System.Globalization;
using OneVisit.Catalogue;
using OneVisit.Contracts.Api;

namespace OneVisit.All.Simulate;

/// <content>The desks: who is there, when, and how reviews go.</content>
internal sealed partial class ScenarioReader
{
    private static readonly List<string> UsualOpening = ["08:30-12:00", "13:30-17:30"];

    private Dictionary<string, DeskPlan> DesksOf(ScenarioText text, CityCatalogue catalogue, HashSet<string> needed)
    {
        var desks = new Dictionary<string, DeskPlan>(StringComparer.Ordinal);
        foreach (var (department, desk) in text.Desks)
        {
            if (catalogue.Departments.All(d => d.Id != department))
                file.Report($"/desks/{JsonPointer.Escape(department)}", "is no department of this catalogue");
            desks[department] = DeskOf(department, desk, $"/desks/{JsonPointer.Escape(department)}", catalogue);
        }
        var others = text.OtherDesks is { } other ? DeskOf("", other, "/otherDesks", catalogue) : null;
        foreach (var department in needed.Where(d => !desks.ContainsKey(d)).Order(StringComparer.Ordinal))
        {
            if (others is null)
                file.Report("/desks", $"'{department}' has work in these bundles and no desk; add it, or otherDesks");
            else
                desks[department] = others with { Department = department };
        }
        return desks;
    }

    private DeskPlan DeskOf(string department, DeskText text, string at, CityCatalogue catalogue)
    {
        if (text.Staff is < 1 or > 10_000)
            file.Report($"{at}/staff", "a number from 1 to 10000 is expected");
        if (text.Weekend < 0 || text.Weekend > text.Staff)
            file.Report($"{at}/weekend", "a number from 0 up to the staff is expected");
        if (text.Next is not (DeskText.Urgent or DeskText.Oldest))
            file.Report($"{at}/next", $"{DeskText.Urgent} or {DeskText.Oldest} is expected");
        var usual = HabitsOf(text.Minutes, text.Supplement, text.Refused, at);
        var items = new Dictionary<string, ReviewHabits>(StringComparer.Ordinal);
        foreach (var (item, own) in text.Items ?? [])
        {
            var place = $"{at}/items/{JsonPointer.Escape(item)}";
            if (catalogue.FindItem(item) is not { } known || (department.Length > 0 && known.Department.Id != department))
                file.Report(place, department.Length == 0 ? "is no item of this catalogue" : $"is no item of '{department}'");
            items[item] = HabitsOf(own.Minutes ?? text.Minutes, own.Supplement ?? text.Supplement, own.Refused ?? text.Refused, place);
        }
        return new DeskPlan(department, text.Staff, text.Weekend, HoursOf(text.Hours ?? UsualOpening, $"{at}/hours"), text.Next == DeskText.Oldest, usual, items);
    }

    private ReviewHabits HabitsOf(SpreadText minutes, decimal supplement, decimal refused, string at)
    {
        var habits = new ReviewHabits(SpreadOf(minutes, $"{at}/minutes"), ShareOf(supplement, $"{at}/supplement"), ShareOf(refused, $"{at}/refused"));
        if (habits.Supplement + habits.Refused > 1)
            file.Report($"{at}/refused", "the shares that are refused and asked for a supplement are more than all");
        return habits;
    }

    private List<(int From, int To)> HoursOf(List<string> texts, string at)
    {
        var hours = new List<(int From, int To)>();
        if (texts.Count == 0)
            file.Report(at, "at least one stretch such as 08:30-12:00 is expected");
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i].Split('-') is [var from, var to] && Minute(from) is { } opens && Minute(to) is { } closes && opens < closes && (hours.Count == 0 || hours[^1].To <= opens))
                hours.Add((opens, closes));
            else
                file.Report($"{at}/{i}", "a stretch such as 08:30-12:00 is expected, after the one before it");
        }
        return hours;
    }

    private static int? Minute(string text) => text.Trim() is "24:00" ? 24 * 60
        : TimeOnly.TryParseExact(text.Trim(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? (time.Hour * 60) + time.Minute : null;
}
