using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OneVisit.Contracts;
using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;

namespace OneVisit.Gateway.Identity;

/// <summary>
/// Hands out tokens to anybody who asks, so that a newcomer needs no identity provider. Exists in Development only. Its key is a file, so that
/// tokens outlive a restart.
/// </summary>
internal sealed class DevelopmentIssuer : IDisposable
{
    private const string Issuer = "onevisit-development";
    private const string Audience = "onevisit";

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly ECDsa _key;
    private readonly SigningCredentials _credentials;

    private DevelopmentIssuer(ECDsa key)
    {
        _key = key;
        // The shared factory would keep a verifier of this key, and use it after a platform of the same process has disposed of the key.
        var factory = new CryptoProviderFactory { CacheSignatureProviders = false };
        _credentials = new SigningCredentials(new ECDsaSecurityKey(key) { CryptoProviderFactory = factory }, SecurityAlgorithms.EcdsaSha256);
    }

    /// <summary>Opens the issuer with the key of the folder, which is made when there is none.</summary>
    /// <exception cref="ConfigurationException">The folder cannot be written, or the file is no key.</exception>
    public static DevelopmentIssuer Open(string folder)
    {
        var path = Path.GetFullPath(Path.Combine(folder, "development-issuer.key"));
        var key = ECDsa.Create();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path))
                Make(path);
            key.ImportFromPem(File.ReadAllText(path));
            return new DevelopmentIssuer(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new ConfigurationException($"Data: '{path}' must hold the development issuer's key; delete it to get a new one ({e.Message})", e);
        }
    }

    /// <summary>A token as an OIDC issuer would make it, for <see cref="Lifetime"/>.</summary>
    public string Issue(Caller caller, DateTimeOffset now)
    {
        var claims = new Dictionary<string, object> { ["sub"] = caller.Subject, ["role"] = KebabCase.Of(caller.Role) };
        foreach (var (claim, value) in new[] { ("name", caller.Name), ("department", caller.Department), ("region", caller.Region) })
        {
            if (value is not null)
                claims[claim] = value;
        }
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            Claims = claims,
            SigningCredentials = _credentials,
        });
    }

    /// <summary>What takes this issuer's tokens and no other's.</summary>
    public TokenValidationParameters Parameters => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        IssuerSigningKey = _credentials.Key,
    };

    public void Dispose() => _key.Dispose();

    /// <summary>Writes a new key, whole or not at all; of two processes that start at once the first one's stays.</summary>
    private static void Make(string path)
    {
        var draft = $"{path}.{Environment.ProcessId}";
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        using (var file = new FileStream(draft, OwnerOnly()))
            file.Write(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }

    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
