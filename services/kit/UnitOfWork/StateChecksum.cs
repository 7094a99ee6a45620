using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>
/// What stands in an aggregate's row beside its state, so that a state changed behind the platform's back shows, whichever member it was. CRC-32C (RFC 3720, 12.1)
/// over owner, version, hash of the journal's last entry and state: whoever knows how could write it anew, as with any digest without a key, and it takes next to
/// nothing beside SHA-256.
/// </summary>
public static class StateChecksum
{
    /// <summary>From 0 to 2³² - 1.</summary>
    /// <param name="state">As it is stored, byte for byte.</param>
    public static long Of(Guid owner, long version, string journalHash, ReadOnlySpan<byte> state)
    {
        Span<byte> key = stackalloc byte[24];
        owner.TryWriteBytes(key, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(key[16..], version);
        // In a damaged store anything may stand for the hash.
        Span<byte> hash = journalHash.Length <= 64 ? stackalloc byte[3 * 64] : new byte[3 * journalHash.Length];
        var length = Encoding.UTF8.GetBytes(journalHash, hash);
        return ~Append(Append(Append(uint.MaxValue, key), hash[..length]), state);
    }

    private static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            sum = BitOperations.Crc32C(sum, one);
        return sum;
    }
}
