using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OneVisit.Kit.Http;

namespace OneVisit.Gateway.Identity;

/// <summary>Reads the bearer token of a request.</summary>
internal sealed class BearerTokens(VerifiedTokens verified, IOptionsMonitor<JwtBearerOptions> options, ILogger<BearerTokens> log)
{
    public const string Scheme = "bearer";

    /// <summary>Nobody for a request without credentials; a problem for credentials that are not good.</summary>
    public ValueTask<Presented> ReadAsync(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
            return ValueTask.FromResult(default(Presented));
        return verified.Find(authorization) is { } caller
            ? ValueTask.FromResult(new Presented(caller, null))
            : new ValueTask<Presented>(VerifyAsync(context, authorization));
    }

    private async Task<Presented> VerifyAsync(HttpContext context, string authorization)
    {
        if (!await IssuerAnswersAsync(context.RequestAborted))
            return new Presented(null, new Problem(503, "issuer-unavailable", "Tokens cannot be checked at the moment.", retryAfterSeconds: 5));
        var result = await context.AuthenticateAsync(Scheme);
        if (!result.Succeeded)
            return new Presented(null, Unauthenticated(result.Failure));
        var presented = CallerClaims.Of(result.Principal);
        if (presented.Caller is { } caller && result.Properties.ExpiresUtc is { } expires)
            verified.Keep(authorization, caller, expires);
        return presented;
    }

    /// <summary>False when the issuer's keys are not known and cannot be fetched: then no token is good or bad.</summary>
    private async Task<bool> IssuerAnswersAsync(CancellationToken cancel)
    {
        if (options.Get(Scheme).ConfigurationManager is not { } keys)
            return true;
        try
        {
            await keys.GetConfigurationAsync(cancel);
            return true;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("Identity:Authority does not answer: {Cause}", e.Message);
            return false;
        }
    }

    private static Problem Unauthenticated(Exception? failure) => failure switch
    {
        null => new Problem(401, "unauthenticated", "Send Authorization: Bearer and a token."),
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException => new Problem(401, "expired-token", "The bearer token has expired, or is not valid yet."),
        _ => new Problem(401, "invalid-token", "The bearer token is not one that this platform takes."),
    };
}

internal static class BearerTokensSetup
{
    /// <summary>Clocks of two machines differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    public static void AddBearerTokens(this IServiceCollection services, IssuerSettings issuer)
    {
        services.AddSingleton(provider => new VerifiedTokens(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BearerTokens>();
        services.AddAuthentication().AddJwtBearer(BearerTokens.Scheme, options =>
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters.NameClaimType = "sub";
            options.TokenValidationParameters.RoleClaimType = "role";
            if (issuer is IssuerSettings.City city)
            {
                options.Authority = city.Authority.AbsoluteUri.TrimEnd('/');
                options.Audience = city.Audience;
                options.RequireHttpsMetadata = !city.Authority.IsLoopback;
                options.BackchannelTimeout = TimeSpan.FromSeconds(5);
                // Signatures that anybody can check and only the issuer can make (RFC 7518, section 3.1).
                options.TokenValidationParameters.ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
            }
        });
        services.AddOptions<JwtBearerOptions>(BearerTokens.Scheme).Configure<TimeProvider>((options, clock) =>
            options.TokenValidationParameters.LifetimeValidator = (from, until, _, _) =>
                until is { } end && clock.GetUtcNow() < Utc(end) + Skew && (from is not { } start || clock.GetUtcNow() >= Utc(start) - Skew));
        if (issuer is IssuerSettings.Embedded embedded)
        {
            var development = DevelopmentIssuer.Open(embedded.Folder);
            services.AddSingleton(development);
            services.Configure<JwtBearerOptions>(BearerTokens.Scheme, options => development.Trust(options.TokenValidationParameters));
        }
    }

    private static DateTimeOffset Utc(DateTime instant) => new(DateTime.SpecifyKind(instant, DateTimeKind.Utc));
}
