using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OneVisit.Kit.Identity;

/// <summary>
/// The header in which the gateway tells a service who calls: the caller and an expiry as JSON, and an HMAC-SHA256 (RFC 2104) over it
/// under a key that only the gateway and the services hold. A header that did not come from the gateway is worth nothing.
/// </summary>
public sealed class IdentityHeader(byte[] key, TimeProvider clock)
{
    public const string Name = "OneVisit-Identity";

    /// <summary>Long enough for a slow request between two processes whose clocks differ a little, too short to be worth stealing.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public string Write(Caller caller)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new Sealed(caller, (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds()), JsonSerializerOptions.Web);
        var content = Base64Url.EncodeToString(json);
        return $"{content}.{Base64Url.EncodeToString(Sign(content))}";
    }

    /// <summary>The caller, or null when the header is not the gateway's or has expired.</summary>
    public Caller? Read(string? value)
    {
        var dot = value?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (value is null || dot < 0)
            return null;
        // Compared as text: what a stranger sent is not even decoded.
        var signature = Base64Url.EncodeToString(Sign(value[..dot]));
        if (!CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(value.AsSpan(dot + 1)), MemoryMarshal.AsBytes(signature.AsSpan())))
            return null;
        var content = JsonSerializer.Deserialize<Sealed>(Base64Url.DecodeFromChars(value.AsSpan(0, dot)), JsonSerializerOptions.Web)!;
        return content.Expires >= clock.GetUtcNow().ToUnixTimeSeconds() ? content.Caller : null;
    }

    private byte[] Sign(string content) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(content));

    private sealed record Sealed(Caller Caller, long Expires);
}
