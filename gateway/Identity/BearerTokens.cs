using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OneVisit.Kit.Http;

namespace OneVisit.Gateway.Identity;

/// <summary>Reads the bearer token of a request (RFC 6750).</summary>
internal sealed class BearerTokens(TokenIssuer issuer, VerifiedTokens verified, ILogger<BearerTokens> log)
{
    /// <summary>Nobody for a request without credentials; a problem for credentials that are not good.</summary>
    public ValueTask<Presented> ReadAsync(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
            return ValueTask.FromResult(default(Presented));
        return verified.Find(authorization) is { } caller
            ? ValueTask.FromResult(new Presented(caller, null))
            : new ValueTask<Presented>(CheckAsync(authorization, context.RequestAborted));
    }

    private async Task<Presented> CheckAsync(string authorization, CancellationToken cancel)
    {
        if (!AuthenticationHeaderValue.TryParse(authorization, out var header)
            || !header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || header.Parameter is not { Length: > 0 } token)
        {
            return Refused(401, "unauthenticated", "Send Authorization: Bearer and a token.");
        }
        TokenValidationResult result;
        try
        {
            result = await issuer.CheckAsync(token, cancel);
        }
        catch (IssuerUnavailableException e)
        {
            log.LogWarning("Identity:Authority does not answer: {Cause}", e.InnerException!.Message);
            return new Presented(null, new Problem(503, "issuer-unavailable", "Tokens cannot be checked at the moment.", retryAfterSeconds: 5));
        }
        if (!result.IsValid)
        {
            return result.Exception is SecurityTokenInvalidLifetimeException
                ? Refused(401, "expired-token", "The bearer token has expired, or is not valid yet.")
                : Refused(401, "invalid-token", "The bearer token is not one that this platform takes.");
        }
        var presented = CallerClaims.Of(result.ClaimsIdentity);
        if (presented.Caller is { } caller)
            verified.Keep(authorization, caller, new DateTimeOffset(DateTime.SpecifyKind(result.SecurityToken.ValidTo, DateTimeKind.Utc)));
        return presented;
    }

    private static Presented Refused(int status, string code, string title) => new(null, new Problem(status, code, title));
}

internal static class BearerTokensSetup
{
    public static void AddBearerTokens(this IServiceCollection services, IssuerSettings settings)
    {
        services.AddSingleton(provider => new VerifiedTokens(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BearerTokens>();
        switch (settings)
        {
            case IssuerSettings.City city:
                services.AddSingleton(provider => new TokenIssuer(city, provider.GetRequiredService<TimeProvider>()));
                break;
            case IssuerSettings.Embedded embedded:
                var development = DevelopmentIssuer.Open(embedded.Folder);
                services.AddSingleton(_ => development);
                services.AddSingleton(provider => new TokenIssuer(provider.GetRequiredService<DevelopmentIssuer>(), provider.GetRequiredService<TimeProvider>()));
                break;
        }
    }
}
