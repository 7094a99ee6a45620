using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>
/// The hash chain of an aggregate's journal: each hash covers the one before, so an entry changed, removed or slipped in
/// breaks every hash after it. SHA-256 (FIPS 180-4) over the lines previous hash, owner, number, instant, kind, data.
/// </summary>
public static class JournalChain
{
    /// <summary>The hash before the first entry.</summary>
    public static readonly string Origin = new('0', Digits);

    /// <summary>Of a hash.</summary>
    private const int Digits = 2 * SHA256.HashSizeInBytes;

    /// <summary>The hash of the next entry, 64 lower-case hexadecimal digits.</summary>
    public static string Next(string previous, Guid owner, long seq, DateTimeOffset at, string kind, string data) =>
        Next(previous, owner, seq, at, kind, Encoding.UTF8.GetBytes(data));

    /// <inheritdoc cref="Next(string, Guid, long, DateTimeOffset, string, string)"/>
    public static string Next(string previous, Guid owner, long seq, DateTimeOffset at, string kind, ReadOnlySpan<byte> data)
    {
        Span<byte> digits = stackalloc byte[Digits];
        Hash(Encoding.UTF8.GetBytes(previous), owner, seq, at, kind, data, digits);
        return Encoding.ASCII.GetString(digits);
    }

    /// <summary>The hash of the last of several entries, the first of which has this number. Those between are in nobody's way: one text is made.</summary>
    internal static string After(string previous, Guid owner, long first, DateTimeOffset at, ReadOnlySpan<(string Kind, Utf8Json Data)> entries)
    {
        Span<byte> digits = stackalloc byte[Digits];
        scoped ReadOnlySpan<byte> before = Encoding.UTF8.TryGetBytes(previous, digits, out var length) ? digits[..length] : Encoding.UTF8.GetBytes(previous);
        foreach (var (kind, data) in entries)
        {
            Hash(before, owner, first++, at, kind, data.Bytes.Span, digits);
            before = digits;
        }
        return Encoding.ASCII.GetString(digits);
    }

    /// <param name="digits">Where those of the hash are put; may be where the previous ones stand.</param>
    private static void Hash(ReadOnlySpan<byte> previous, Guid owner, long seq, DateTimeOffset at, string kind, ReadOnlySpan<byte> data, Span<byte> digits)
    {
        // At most three bytes of UTF-8 for each char, and the fixed parts.
        var bytes = ArrayPool<byte>.Shared.Rent(256 + previous.Length + 3 * kind.Length + data.Length);
        try
        {
            previous.CopyTo(bytes);
            // "O" is written faster than any other form, and has the milliseconds after 23 characters.
            Span<char> instant = stackalloc char[28];
            at.UtcDateTime.TryFormat(instant, out _, "O", CultureInfo.InvariantCulture);
            Utf8.TryWrite(bytes.AsSpan(previous.Length), CultureInfo.InvariantCulture, $"\n{owner:D}\n{seq}\n{instant[..23]}Z\n{kind}\n", out var length);
            length += previous.Length;
            data.CopyTo(bytes.AsSpan(length));
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes.AsSpan(0, length + data.Length), hash);
            Convert.TryToHexStringLower(hash, digits, out _);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
