extern alias all;

using all::OneVisit.All.Simulate;
using OneVisit.Catalogue;
using OneVisit.Kit;

namespace OneVisit.Unit.Simulate;

public sealed class WorkingTimeTests
{
    private static readonly CityTime Time = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
    private static readonly WorkingTime Office = WorkingTime.Of(
        new DateOnly(2026, 2, 1), new DateOnly(2026, 3, 31), [(8 * 60 + 30, 12 * 60), (13 * 60 + 30, 17 * 60 + 30)],
        CityCatalogue.Load().Calendar.IsWorkingDay, Time);

    [Fact]
    public void Nobody_works_in_the_Spring_Festival_and_everybody_on_its_make_up_days()
    {
        Assert.Equal(0, Office.Between(At("2026-02-15 00:00"), At("2026-02-24 00:00")));
        Assert.Equal(Hours(7.5), Office.Between(At("2026-02-14 00:00"), At("2026-02-15 00:00")));
        Assert.Equal(At("2026-02-24 08:30"), Office.NextFrom(At("2026-02-14 17:30")));
    }

    [Theory]
    // Over the lunch hour, over the night, over the festival, to the last minute.
    [InlineData("2026-03-02 11:30", 60, "2026-03-02 14:00")]
    [InlineData("2026-03-02 17:00", 60, "2026-03-03 09:00")]
    [InlineData("2026-02-14 17:00", 60, "2026-02-24 09:00")]
    [InlineData("2026-03-02 16:30", 60, "2026-03-02 17:30")]
    [InlineData("2026-03-07 10:00", 1, "2026-03-09 08:31")]
    public void Work_goes_on_where_it_was_left(string begun, int minutes, string done) =>
        Assert.Equal(At(done), Office.After(At(begun), minutes * TimeSpan.TicksPerMinute));

    [Fact]
    public void What_the_time_does_not_suffice_for_is_never_done()
    {
        Assert.Null(Office.After(At("2026-03-31 17:00"), Hours(1)));
        Assert.Null(Office.NextFrom(At("2026-03-31 17:30")));
    }

    private static long At(string local) => Time.StartOf(DateOnly.ParseExact(local[..10], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).UtcTicks
        + TimeSpan.ParseExact(local[11..], "hh\\:mm", System.Globalization.CultureInfo.InvariantCulture).Ticks;

    private static long Hours(double hours) => (long)(hours * TimeSpan.TicksPerHour);
}
