using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneVisit.Kit.Webhooks;

/// <summary>Standard Webhooks 1.0: HMAC-SHA256 over <c>id.timestamp.body</c>, one signature for each secret that holds.</summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id", TimestampHeader = "webhook-timestamp", SignatureHeader = "webhook-signature";

    private const string Prefix = "whsec_";
    private const int LeastBytes = 24, MostBytes = 64;

    /// <summary>The value of <c>webhook-signature</c>: the newest secret's first, separated by spaces.</summary>
    /// <param name="at">When it is sent; whole seconds are signed.</param>
    public static string Sign(IEnumerable<string> secrets, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{Timestamp(at)}."), .. body];
        return string.Join(' ', secrets.Select(s => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(KeyOf(s)!, content))}"));
    }

    /// <summary>The value of <c>webhook-timestamp</c>.</summary>
    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>True of <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
    public static bool IsSecret(string text) => KeyOf(text) is { Length: >= LeastBytes and <= MostBytes };

    private static byte[]? KeyOf(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) ? key[..length] : null;
    }
}
