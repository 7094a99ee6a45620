using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneVisit.Conformance;

/// <summary>The secret of a subscription, as Standard Webhooks writes it.</summary>
internal static class WebhookSecret
{
    /// <summary>Null: not <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
    public static byte[]? KeyOf(string secret)
    {
        var bytes = new byte[secret.Length];
        return secret.StartsWith("whsec_", StringComparison.Ordinal) && Convert.TryFromBase64String(secret["whsec_".Length..], bytes, out var length) && length is >= 24 and <= 64
            ? bytes[..length]
            : null;
    }

    public static string New() => $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";

    /// <summary>One signature: <c>v1,</c> and base64 of HMAC-SHA256 over id, time and body.</summary>
    public static string Sign(string secret, string id, long at, string body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret)!, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at}.{body}"))))}";

    /// <summary>Whether one of the signatures is this secret's.</summary>
    public static bool Signed(string secret, string id, string at, string body, string signatures) =>
        long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && signatures.Split(' ').Contains(Sign(secret, id, seconds, body));
}
