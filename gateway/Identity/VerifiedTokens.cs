using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using OneVisit.Kit.Identity;

namespace OneVisit.Gateway.Identity;

/// <summary>
/// Tokens verified a short while ago, by their hash, so that a busy caller does not cost a signature check for each request. Bounded: when
/// a generation is full the one before it is forgotten, and a forgotten token is simply verified again.
/// </summary>
/// <param name="generation">How many tokens a generation holds.</param>
internal sealed class VerifiedTokens(TimeProvider clock, int generation = 10_000)
{
    /// <summary>A key that the issuer has withdrawn is honoured no longer than this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<Digest, Verified> _young = new();
    private volatile ConcurrentDictionary<Digest, Verified> _old = new();
    private int _held;

    /// <summary>The bearer of the token; null when it is not known or its time is over.</summary>
    public Caller? Find(string token)
    {
        var digest = Digest.Of(token);
        return (_young.TryGetValue(digest, out var verified) || _old.TryGetValue(digest, out verified)) && clock.GetUtcNow() < verified.Until
            ? verified.Caller
            : null;
    }

    /// <param name="expires">The token's own end.</param>
    public void Keep(string token, Caller caller, DateTimeOffset expires)
    {
        var longest = clock.GetUtcNow() + Longest;
        lock (_turning)
        {
            if (++_held > generation)
            {
                _old = _young;
                _young = new ConcurrentDictionary<Digest, Verified>();
                _held = 1;
            }
            _young[Digest.Of(token)] = new Verified(caller, expires < longest ? expires : longest);
        }
    }

    private sealed record Verified(Caller Caller, DateTimeOffset Until);

    /// <summary>SHA-256: the token itself is a secret and is not kept.</summary>
    private readonly record struct Digest(UInt128 High, UInt128 Low)
    {
        public static Digest Of(string token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            var length = Encoding.UTF8.GetMaxByteCount(token.Length);
            Span<byte> bytes = length <= 4096 ? stackalloc byte[length] : new byte[length];
            SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(token, bytes)], hash);
            return new Digest(
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash),
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
        }
    }
}
