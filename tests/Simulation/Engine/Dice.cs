using System.Buffers.Binary;

namespace OneVisit.Simulation.Engine;

/// <summary>All chance of one schedule: xoshiro256** (Blackman and Vigna, 2018), its state spread from the seed by splitmix64.</summary>
internal sealed class Dice
{
    private ulong _a, _b, _c, _d;

    public Dice(ulong seed)
    {
        _a = Spread(ref seed);
        _b = Spread(ref seed);
        _c = Spread(ref seed);
        _d = Spread(ref seed);
    }

    public ulong Next()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>From 0 up to, but not including, <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>From <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public long Between(long least, long most) => least + (long)(Next() % (ulong)(most - least + 1));

    /// <summary>True with the probability; draws nothing when it cannot be.</summary>
    public bool Chance(double probability) => probability > 0 && (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    /// <summary>A UUIDv7 (RFC 9562) of the instant.</summary>
    public Guid NewId(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)at.ToUnixTimeMilliseconds() << 16) | 0x7000 | (Next() >> 52));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (Next() >> 2) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Spread(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
