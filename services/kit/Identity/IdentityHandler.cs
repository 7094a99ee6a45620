using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OneVisit.Kit.Http;

namespace OneVisit.Kit.Identity;

/// <summary>Authenticates a request to a service by the gateway's <see cref="IdentityHeader"/>.</summary>
internal sealed class IdentityHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, IdentityHeader header)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string GatewayScheme = "identity";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        header.Read(Request.Headers[IdentityHeader.Name]) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new CallerIdentity(caller)), GatewayScheme))
            : AuthenticateResult.NoResult());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Unauthorized.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problem.Forbidden.ExecuteAsync(Context);
}
