using OneVisit.Catalogue.Reading;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary><c>calendars/&lt;calendar&gt;.yaml</c>: a calendar by which limits are counted, with what it rests on.</summary>
internal sealed record CalendarText
{
    public required string Id { get; init; }
    public required Text Name { get; init; }
    public required IReadOnlyList<LegalBasis> LegalBasis { get; init; }
    /// <summary>The calendar under an organisation's own: what this one does not name is as it says there.</summary>
    public string? Over { get; init; }
    /// <summary><c>monday</c> and so on. May be left out over another calendar.</summary>
    public IReadOnlyList<string>? WorkingWeek { get; init; }
    /// <summary>Oldest first; each begins the day after the one before ends.</summary>
    public required IReadOnlyList<NoticeText> Notices { get; init; }

    /// <summary>The calendar; null when it cannot be made, and what is wrong is reported.</summary>
    public CountingCalendar? ToCalendar(CountingCalendar? under, SourceFile file)
    {
        var before = file.Faults.Count;
        if (Notices.Count == 0)
            file.Report("/notices", "the calendar has no notice");
        for (var i = 0; i < Notices.Count; i++)
        {
            Notices[i].Report($"/notices/{i}", file);
            if (i > 0 && Notices[i].From.DayNumber != Notices[i - 1].Through.DayNumber + 1)
                file.Report($"/notices/{i}/from", $"{Notices[i].From:yyyy-MM-dd} is not the day after the notice before ends, {Notices[i - 1].Through:yyyy-MM-dd}");
        }
        if (WorkingWeek is null && under is null)
            file.Report("", "workingWeek is missing");
        Twice.Report(WorkingWeek ?? [], "/workingWeek", file);
        for (var i = 0; i < WorkingWeek?.Count; i++)
            if (KebabCase.Read<DayOfWeek>(WorkingWeek[i]) is null)
                file.Report($"/workingWeek/{i}", $"'{WorkingWeek[i]}' is no day of the week");
        return file.Faults.Count > before ? null : Made(under, file);
    }

    private CountingCalendar? Made(CountingCalendar? under, SourceFile file)
    {
        try
        {
            var week = WorkingWeek is null ? null : new WorkingWeek(WorkingWeek.Select(day => KebabCase.Read<DayOfWeek>(day)!.Value));
            var (first, last) = (Notices[0].From, Notices[^1].Through);
            var off = Notices.SelectMany(n => n.DaysOff).SelectMany(d => d.Days());
            var makeUp = Notices.SelectMany(n => n.MakeUpDays);
            return under is null ? CountingCalendar.Of(Id, week!, first, last, off, makeUp) : under.Over(Id, week, first, last, off, makeUp);
        }
        catch (ArgumentException e)
        {
            file.Report(PlaceOf(e.Message), e.Message);
            return null;
        }
    }

    /// <summary>The last place that names the day a message begins with: of a day that is named twice, the second.</summary>
    private string PlaceOf(string message)
    {
        if (!DateOnly.TryParseExact(message.Split(' ')[0], "yyyy-MM-dd", out var day))
            return message.StartsWith("a week", StringComparison.Ordinal) ? "/workingWeek" : "/notices";
        var place = "/notices";
        for (var i = 0; i < Notices.Count; i++)
        {
            for (var off = 0; off < Notices[i].DaysOff.Count; off++)
                if (Notices[i].DaysOff[off].From <= day && day <= Notices[i].DaysOff[off].Through)
                    place = $"/notices/{i}/daysOff/{off}";
            for (var makeUp = 0; makeUp < Notices[i].MakeUpDays.Count; makeUp++)
                if (Notices[i].MakeUpDays[makeUp] == day)
                    place = $"/notices/{i}/makeUpDays/{makeUp}";
        }
        return place;
    }
}

/// <summary>What one notice publishes: its stretch, both days inclusive, and the days that differ from the week.</summary>
internal sealed record NoticeText(string Basis, DateOnly From, DateOnly Through, IReadOnlyList<DaysOffText> DaysOff, IReadOnlyList<DateOnly> MakeUpDays)
{
    public void Report(string pointer, SourceFile file)
    {
        if (Through < From)
            file.Report($"{pointer}/through", "lies before the first day");
        else if (Through.DayNumber - From.DayNumber > PeriodCheck.MostDays)
            file.Report($"{pointer}/through", "lies too many years after the first day");
        for (var i = 0; i < DaysOff.Count; i++)
            if (DaysOff[i] is var off && off.Through < off.From)
                file.Report($"{pointer}/daysOff/{i}", "ends before it begins");
            else if (off.From < From || off.Through > Through)
                file.Report($"{pointer}/daysOff/{i}", "is not among the notice's own days");
        for (var i = 0; i < MakeUpDays.Count; i++)
            if (MakeUpDays[i] < From || MakeUpDays[i] > Through)
                file.Report($"{pointer}/makeUpDays/{i}", $"{MakeUpDays[i]:yyyy-MM-dd} is not among the notice's own days");
    }
}

/// <summary>Days off in a row, both ends inclusive.</summary>
internal sealed record DaysOffText(Text Name, DateOnly From, DateOnly Through)
{
    public IEnumerable<DateOnly> Days() => Enumerable.Range(From.DayNumber, Through.DayNumber - From.DayNumber + 1).Select(DateOnly.FromDayNumber);
}
