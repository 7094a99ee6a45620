using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

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
    public static string Next(string previous, Guid owner, long seq, DateTimeOffset at, string kind, string data)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{previous}\n{owner:D}\n{seq}\n{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\n{kind}\n{data}");
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, bytes);
            return Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
