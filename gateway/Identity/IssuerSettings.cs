using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.Gateway.Identity;

/// <summary>Whose tokens are taken: those of the city's OIDC issuer, or in Development those this gateway hands out itself.</summary>
internal abstract record IssuerSettings
{
    /// <param name="Authority">The issuer, as its discovery document (OpenID Connect Discovery 1.0, section 4) names it.</param>
    /// <param name="Audience">What the tokens must be meant for.</param>
    public sealed record City(Uri Authority, string Audience) : IssuerSettings;

    /// <param name="Folder">Where the signing key is kept.</param>
    public sealed record Embedded(string Folder) : IssuerSettings;

    /// <summary><c>Identity:Authority</c> and <c>Identity:Audience</c>; in Development without an authority, the embedded issuer.</summary>
    /// <exception cref="ConfigurationException">A setting is missing, or would hand out tokens to anybody outside Development.</exception>
    public static IssuerSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        const string Expected = "the https address of the OIDC issuer (http only on this machine)";
        var authority = Settings.Uri(configuration, "Identity:Authority", Expected, "https", "http");
        if (Wanted(configuration) is true && !environment.IsDevelopment())
            throw new ConfigurationException("Identity:DevelopmentIssuer: hands out a token to anybody who asks, and exists in Development only; set Identity:Authority instead");
        if (authority is null)
        {
            return environment.IsDevelopment() && Wanted(configuration) is not false
                ? new Embedded(ProcessParts.DataFolder(configuration))
                : throw new ConfigurationException($"Identity:Authority: expected {Expected}");
        }
        if (authority.Scheme == "http" && !authority.IsLoopback)
            throw new ConfigurationException($"Identity:Authority: expected {Expected}");
        return configuration["Identity:Audience"] is { Length: > 0 } audience
            ? new City(authority, audience.Trim())
            : throw new ConfigurationException("Identity:Audience: expected what the issuer's tokens for this platform have in 'aud'");
    }

    private static bool? Wanted(IConfiguration configuration) => configuration["Identity:DevelopmentIssuer"] switch
    {
        null or "" => null,
        var value => bool.TryParse(value, out var wanted) ? wanted : throw new ConfigurationException("Identity:DevelopmentIssuer: expected true or false"),
    };
}
