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
    public static readonly string Origin = new('0', 64);

    /// <summary>The hash of the next entry, 64 lower-case hexadecimal digits.</summary>
    public static string Next(string previous, Guid owner, long seq, DateTimeOffset at, string kind, string data) =>
        Next(previous, owner, seq, at, kind, Encoding.UTF8.GetBytes(data));

    /// <inheritdoc cref="Next(string, Guid, long, DateTimeOffset, string, string)"/>
    public static string Next(string previous, Guid owner, long seq, DateTimeOffset at, string kind, ReadOnlySpan<byte> data)
    {
        // At most three bytes of UTF-8 for each char, and the fixed parts.
        var bytes = ArrayPool<byte>.Shared.Rent(256 + 3 * (previous.Length + kind.Length) + data.Length);
        try
        {
            // "O" is written faster than any other form, and has the milliseconds after 23 characters.
            Span<char> instant = stackalloc char[28];
            at.UtcDateTime.TryFormat(instant, out _, "O", CultureInfo.InvariantCulture);
            Utf8.TryWrite(bytes, CultureInfo.InvariantCulture, $"{previous}\n{owner:D}\n{seq}\n{instant[..23]}Z\n{kind}\n", out var length);
            data.CopyTo(bytes.AsSpan(length));
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes.AsSpan(0, length + data.Length), hash);
            return Convert.ToHexStringLower(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
