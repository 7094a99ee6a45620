namespace OneVisit.All.Simulate;

/// <summary>What chance is drawn for. Each has a draw of its own, so that more or fewer of one never move the others.</summary>
internal enum Draw
{
    Day,
    Hour,
    Bundle,
    Case,
    Task,
    Minutes,
    Outcome,
    Answer,
    Receipt,
    AnswerDays,
}

/// <summary>
/// Chance as a function: the same seed, purpose and subject always give the same number, in whatever order they are asked for. So a city with
/// more officers, or with another promise, is the same city: the same people apply at the same time and are answered the same.
/// </summary>
internal readonly struct Dice(long seed)
{
    /// <summary>Uniform from 0 up to, not including, 1.</summary>
    public double Unit(Draw draw, long subject, int round = 0) => (Bits(draw, subject, round) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A log-normal quantity.</summary>
    public double Of(Spread spread, Draw draw, long subject, int round = 0)
    {
        // Box and Muller: two uniform numbers make a normal one.
        var (u, v) = (1 - Unit(draw, subject, 2 * round), Unit(draw, subject, (2 * round) + 1));
        return spread.Median * Math.Pow(spread.Factor, Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v));
    }

    /// <summary>An id that follows from the seed: a UUIDv7 of the instant.</summary>
    public Guid Id(Draw draw, long subject, DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)at.ToUnixTimeMilliseconds() << 16 | 0x7000 | (Bits(draw, subject, 1) & 0xFFF));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 0x8000_0000_0000_0000 | (Bits(draw, subject, 2) >> 2));
        return new Guid(bytes, bigEndian: true);
    }

    private ulong Bits(Draw draw, long subject, int round) =>
        Mix(Mix(Mix((ulong)seed) ^ (ulong)subject) ^ ((ulong)draw << 32 | (uint)round));

    /// <summary>SplitMix64 (Steele, Lea and Flood, 2014), one step.</summary>
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}

/// <summary>A log-normal quantity: its median, and the factor of one standard deviation.</summary>
internal readonly record struct Spread(double Median, double Factor);
