using System.Globalization;
using System.Security.Cryptography;
using System.Text;

/// <summary>Standard Webhooks: one of the signatures is ours over id, time and body, and the time is not 5 minutes away from now.</summary>
internal static class Webhooks
{
    private const int Tolerance = 300;

    public static bool IsGenuine(IReadOnlyList<string> secrets, IHeaderDictionary headers, byte[] body, DateTimeOffset now)
    {
        string id = headers["webhook-id"].ToString(), at = headers["webhook-timestamp"].ToString(), given = headers["webhook-signature"].ToString();
        if (id.Length == 0 || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var signed) || Math.Abs(now.ToUnixTimeSeconds() - signed) > Tolerance)
            return false;
        byte[] covered = [.. Encoding.UTF8.GetBytes($"{id}.{at}."), .. body];
        var wanted = secrets.Select(s => Encoding.UTF8.GetBytes($"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(s["whsec_".Length..]), covered))}")).ToList();
        return given.Split(' ').Any(one => wanted.Any(other => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), other)));
    }
}
