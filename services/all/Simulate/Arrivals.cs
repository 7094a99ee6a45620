using OneVisit.Clock;
using OneVisit.Kit;

namespace OneVisit.All.Simulate;

/// <summary>When applications come: by month, day of the week, public holiday and hour of the day.</summary>
internal static class Arrivals
{
    /// <summary>The instant of each application of the year, in UTC ticks, in order of time, with its number.</summary>
    public static (long At, int Number)[] Of(Scenario scenario, CountingCalendar calendar, CityTime time, Dice dice)
    {
        var weights = scenario.Arrivals;
        var first = new DateOnly(scenario.Year, 1, 1);
        var days = Enumerable.Range(0, new DateOnly(scenario.Year, 12, 31).DayNumber - first.DayNumber + 1).Select(first.AddDays).ToArray();
        var byDay = Sums(days.Select(d =>
            weights.Months[d.Month - 1] * weights.Weekdays[((int)d.DayOfWeek + 6) % 7] * (calendar.KindOf(d) == DayKind.Holiday ? weights.Holidays : 1)));
        var byHour = Sums(weights.Hours);
        var arrivals = new (long At, int Number)[scenario.Applications];
        for (var i = 0; i < arrivals.Length; i++)
        {
            var day = days[IndexOf(byDay, dice.Unit(Draw.Day, i))];
            var drawn = dice.Unit(Draw.Hour, i);
            var hour = IndexOf(byHour, drawn);
            var share = ((drawn * byHour[^1]) - (hour == 0 ? 0 : byHour[hour - 1])) / weights.Hours[hour];
            arrivals[i] = (time.StartOf(day).UtcTicks + (long)((hour + share) * TimeSpan.TicksPerHour), i);
        }
        Array.Sort(arrivals);
        return arrivals;
    }

    /// <summary>The place among weights, of which these are the sums, where the share of them all lies.</summary>
    public static int IndexOf(double[] sums, double share)
    {
        var found = Array.BinarySearch(sums, share * sums[^1]);
        // What weighs nothing has the sum of the one before it and is passed over.
        var index = found >= 0 ? found + 1 : ~found;
        while (index < sums.Length - 1 && sums[index] <= share * sums[^1])
            index++;
        return Math.Min(index, sums.Length - 1);
    }

    public static double[] Sums(IEnumerable<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(w => sum += w)];
    }
}
