using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OneVisit.Integration.Gateway;

/// <summary>Makes tokens that the embedded issuer would not: each good in every way but the one it is about.</summary>
internal static class Tokens
{
    /// <summary>The key of the gateway's embedded issuer.</summary>
    public static SigningCredentials KeyOf(Front front)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(front.DataFolder, "development-issuer.key")));
        return new SigningCredentials(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256);
    }

    public static string Make(
        SigningCredentials? signing, DateTimeOffset now, string issuer = "onevisit-development", string audience = "onevisit",
        TimeSpan? expiresIn = null, Dictionary<string, object>? claims = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Expires = (now + (expiresIn ?? TimeSpan.FromHours(1))).UtcDateTime,
            Claims = claims ?? Applicant(),
            SigningCredentials = signing,
        });

    public static Dictionary<string, object> Applicant() => new() { ["sub"] = "zhang-san", ["role"] = "applicant" };

    public static SigningCredentials OtherKey() =>
        new(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)), SecurityAlgorithms.EcdsaSha256);
}
