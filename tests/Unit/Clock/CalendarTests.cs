using OneVisit.Catalogue;
using OneVisit.Clock;

namespace OneVisit.Unit.Clock;

/// <summary>Calendars: as published, over one another, and what becomes of due dates when they change.</summary>
public sealed class CalendarTests
{
    private const string Office = """
        id: office
        name: { zh: 窗口日历, en: An office's calendar }
        legalBasis: [{ law: 单位通知, article: '1' }]
        over: cn
        notices:
          - basis: 单位通知
            from: 2026-01-01
            through: 2026-06-30
            daysOff: [{ name: { zh: 搬迁, en: Removal }, from: 2026-03-04, through: 2026-03-05 }]
            makeUpDays: [2026-03-07, 2026-04-06]
        """;

    [Fact]
    public void The_national_calendar_has_as_many_working_days_as_the_notice_leaves() =>
        // 261 Mondays to Fridays in 2026, 19 of them off, 6 weekend days worked.
        Assert.Equal(248, Enumerable.Range(0, 365).Count(d => Sample.China.IsWorkingDay(new DateOnly(2026, 1, 1).AddDays(d))));

    [Fact]
    public void Working_days_between_two_dates_are_those_a_look_at_each_day_finds() =>
        Assert.All(Enumerable.Range(0, 800), i =>
        {
            var (after, through) = (new DateOnly(2025, 11, 1).AddDays(i), new DateOnly(2025, 11, 1).AddDays(i + i * 7 % 90 - 10));
            Assert.Equal(
                Enumerable.Range(1, Math.Max(0, through.DayNumber - after.DayNumber)).Count(d => Sample.China.IsWorkingDay(after.AddDays(d))),
                Sample.China.WorkingDays(after, through));
        });

    [Fact]
    public void An_organisation_s_calendar_lies_over_the_national_one()
    {
        var office = With(Office);

        Assert.Equal("WorkingDay Holiday Holiday WorkingDay MakeUpWorkingDay Weekend", string.Join(' ', Enumerable.Range(3, 6).Select(d => office.KindOf(new DateOnly(2026, 3, d)))));
        Assert.Equal(DayKind.MakeUpWorkingDay, office.KindOf(new DateOnly(2026, 4, 6)));
        Assert.Equal(DayKind.Holiday, office.KindOf(new DateOnly(2026, 2, 17)));
        Assert.Equal(new DateOnly(2026, 3, 7), LegalClock.Project(office, Sample.Period("2026-03-02", 3)).Due);
    }

    [Fact]
    public void Published_is_what_both_calendars_have_published()
    {
        var office = With(Office);

        Assert.Equal((new DateOnly(2026, 1, 1), new DateOnly(2026, 6, 30)), (office.PublishedFrom, office.PublishedThrough));
        Assert.False(LegalClock.Project(office, Sample.Period("2026-06-29", 1)).Provisional);
        Assert.True(LegalClock.Project(office, Sample.Period("2026-06-29", 2)).Provisional);
    }

    [Fact]
    public void A_week_of_its_own_decides_what_no_calendar_names()
    {
        var office = With(Office.Replace("over: cn", "over: cn\nworkingWeek: [tuesday, wednesday, thursday, friday, saturday, sunday]", StringComparison.Ordinal)
            .Replace("2026-03-07, ", "", StringComparison.Ordinal));

        Assert.Equal(
            (DayKind.Weekend, DayKind.WorkingDay, DayKind.Holiday, DayKind.MakeUpWorkingDay),
            (office.KindOf(new(2026, 3, 9)), office.KindOf(new(2026, 3, 8)), office.KindOf(new(2026, 2, 22)), office.KindOf(new(2026, 2, 28))));
        // Beyond June it is the office's week that is taken to hold.
        Assert.Equal(new DateOnly(2026, 8, 8), LegalClock.Project(office, Sample.Period("2026-08-07", 1)).Due);
    }

    [Theory]
    [InlineData("over: cn", "over: nation", "no calendar 'nation'")]
    [InlineData("over: cn\n", "", "workingWeek is missing")]
    [InlineData("over: cn", "over: cn\nworkingWeek: [someday]", "no day of the week")]
    [InlineData("over: cn", "over: cn\nworkingWeek: []", "at least one working day")]
    [InlineData("2026-04-06", "2026-04-07", "worked anyhow")]
    [InlineData("2026-04-06", "2026-03-07", "named twice")]
    [InlineData("2026-04-06", "2026-03-04", "named twice")]
    [InlineData("2026-04-06", "2026-07-04", "is not among the notice's own days")]
    [InlineData("through: 2026-03-05", "through: 2026-03-03", "ends before it begins")]
    [InlineData("through: 2026-06-30", "through: 2025-06-30", "lies before the first day")]
    [InlineData("from: 2026-01-01\n    through: 2026-06-30", "from: 2027-01-01\n    through: 2027-06-30", "is not among the notice's own days")]
    public void A_calendar_that_contradicts_itself_is_refused(string passage, string replacement, string says)
    {
        Assert.Contains(passage, Office, StringComparison.Ordinal);
        var message = Assert.Throws<InvalidDataException>(() => With(Office.Replace(passage, replacement, StringComparison.Ordinal))).Message;

        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains("office.yaml", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_catalogue_without_the_national_calendar_is_refused()
    {
        var files = Catalogue.Sample.Files();
        files.Remove(Sample.National);

        Assert.Contains(Sample.National, Assert.Throws<InvalidDataException>(() => CityCalendars.Load(CatalogueText.Of(files))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Notices_leave_no_day_between_them() => Assert.Contains(
        "is not the day after",
        Assert.Throws<InvalidDataException>(() => Sample.With(
            "    makeUpDays: [2026-01-04", "    makeUpDays: []\n  - { basis: x, from: 2027-01-02, through: 2027-12-31, daysOff: [], makeUpDays: [] }\n#")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void When_the_next_year_is_published_a_date_moves_and_says_which_days_moved_it()
    {
        var next = Publish("""
              - basis: 通知
                from: 2027-01-01
                through: 2027-12-31
                daysOff: [{ name: { zh: 元旦, en: New Year }, from: 2027-01-01, through: 2027-01-03 }]
                makeUpDays: []
            """);
        var moved = LegalClock.Reproject(Sample.China, next, Sample.Period("2026-12-30", 2));

        Assert.Equal((Sample.Date("2027-01-01"), true), (moved.Before.Due, moved.Before.Provisional));
        Assert.Equal((Sample.Date("2027-01-04"), false), (moved.After.Due, moved.After.Provisional));
        Assert.Equal(MovedBy.Publication, moved.MovedBy);
        Assert.Equal([new ChangedDay(Sample.Date("2027-01-01"), DayKind.BeyondPublishedCalendar, DayKind.Holiday)], moved.Days);
    }

    [Fact]
    public void A_correction_of_a_published_day_is_told_from_a_publication()
    {
        var corrected = Sample.With("2026-05-09, ", "").National;
        var moved = LegalClock.Reproject(Sample.China, corrected, Sample.Period("2026-05-06", 3));

        Assert.Equal((Sample.Date("2026-05-09"), Sample.Date("2026-05-11"), MovedBy.Correction), (moved.Before.Due, moved.After.Due, moved.MovedBy));
        Assert.Equal([new ChangedDay(Sample.Date("2026-05-09"), DayKind.MakeUpWorkingDay, DayKind.Weekend)], moved.Days);
    }

    [Fact]
    public void What_changes_elsewhere_moves_nothing()
    {
        var corrected = Sample.With("2026-05-09, ", "").National;
        var same = LegalClock.Reproject(Sample.China, corrected, Sample.Period("2026-06-01", 3));

        Assert.Equal(MovedBy.Nothing, same.MovedBy);
        Assert.Empty(same.Days);
    }

    [Fact]
    public void Days_off_have_names() =>
        Assert.Equal(("春节", "National Day", 33), (Sample.Calendars.NationalHolidays[new(2026, 2, 17)].Zh, Sample.Calendars.NationalHolidays[new(2026, 10, 7)].En, Sample.Calendars.NationalHolidays.Count));

    [Fact]
    public void An_id_is_taken_once() => Assert.Contains(
        "the id 'office' is taken",
        Assert.Throws<InvalidDataException>(() => Sample.With("id: cn", "id: cn", ("data/calendars/a.yaml", Office), ("data/calendars/b.yaml", Office))).Message,
        StringComparison.Ordinal);

    private static CountingCalendar With(string office) => Sample.With("id: cn", "id: cn", ("data/calendars/a-office.yaml", office)).Find("office")!;

    private static CountingCalendar Publish(string notice) =>
        Sample.With("2026-10-10]", $"2026-10-10]\n{notice}").National;
}
