using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace OneVisit.Gateway.Identity;

/// <summary>The issuer as the gateway sees it: checks that a token is its own, meant for this platform, and in its time.</summary>
internal sealed class TokenIssuer : IDisposable
{
    /// <summary>Clocks of two machines differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _parameters;
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? _discovered;
    private readonly HttpClient? _client;

    /// <summary>The embedded issuer of Development.</summary>
    public TokenIssuer(DevelopmentIssuer issuer, TimeProvider clock) => _parameters = Timed(issuer.Parameters, clock);

    /// <summary>The city's issuer, whose keys are found by discovery, and found again when it turns to new ones.</summary>
    public TokenIssuer(IssuerSettings.City city, TimeProvider clock)
    {
        _client = new HttpClient(new IssuerCalls(clock)) { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = 1024 * 1024 };
        _discovered = new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{city.Authority.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_client) { RequireHttps = !city.Authority.IsLoopback });
        _parameters = Timed(new TokenValidationParameters
        {
            ValidAudience = city.Audience,
            // Signatures that anybody can check and only the issuer can make (RFC 7518, section 3.1).
            ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
            ConfigurationManager = _discovered,
        }, clock);
    }

    /// <summary>Checks a token (RFC 7519, section 7.2).</summary>
    /// <exception cref="IssuerUnavailableException">The issuer's keys are not known and cannot be fetched: no token is good or bad.</exception>
    public async Task<TokenValidationResult> CheckAsync(string token, CancellationToken cancel)
    {
        if (_discovered is not null)
        {
            try
            {
                await _discovered.GetConfigurationAsync(cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                throw new IssuerUnavailableException(e);
            }
        }
        return await _handler.ValidateTokenAsync(token, _parameters);
    }

    public void Dispose() => _client?.Dispose();

    private static TokenValidationParameters Timed(TokenValidationParameters parameters, TimeProvider clock)
    {
        parameters.LifetimeValidator = (from, until, _, _) =>
        {
            var now = clock.GetUtcNow();
            return until is { } end && now < Utc(end) + Skew && (from is not { } start || now >= Utc(start) - Skew);
        };
        return parameters;
    }

    private static DateTimeOffset Utc(DateTime instant) => new(DateTime.SpecifyKind(instant, DateTimeKind.Utc));
}

internal sealed class IssuerUnavailableException(Exception cause) : Exception("the issuer's keys cannot be fetched", cause);
