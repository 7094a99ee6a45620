using System.Security.Claims;
using System.Text.Json.Serialization;
using OneVisit.Contracts;
using OneVisit.Contracts.Codes;

namespace OneVisit.Kit.Identity;

/// <summary>What a caller may be.</summary>
[JsonConverter(typeof(KebabCase<Role>))]
public enum Role
{
    Applicant,
    Clerk,
    Officer,
    Head,
    Supervisor,
    System,
    Admin,
}

/// <summary>Who calls, as the gateway has established it.</summary>
/// <param name="Department">The department of an officer, head or system.</param>
/// <param name="Region">GB/T 2260 code: the caller's place, and every place below it.</param>
public sealed record Caller(string Subject, string? Name, Role Role, string? Department, string? Region)
{
    /// <summary>The caller of a request that was authenticated.</summary>
    public static Caller Of(ClaimsPrincipal user) => (user.Identity as CallerIdentity)?.Caller
        ?? throw new InvalidOperationException("the endpoint lacks RequireAuthorization()");

    /// <summary>True when the place is the caller's own or below it; a caller without a region is bound to none.</summary>
    public bool Covers(string region) => Region is null || region.StartsWith(RegionCode.Stem(Region), StringComparison.Ordinal);
}

/// <summary>A caller as ASP.NET Core's authorization knows it.</summary>
internal sealed class CallerIdentity(Caller caller)
    : ClaimsIdentity([new Claim(ClaimTypes.Role, caller.Role.ToString())], "gateway")
{
    public Caller Caller { get; } = caller;
}
