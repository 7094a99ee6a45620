using System.Security.Claims;
using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;

namespace OneVisit.Gateway.Identity;

/// <summary>What a token was found to be: a caller, or what keeps it from being one.</summary>
internal readonly record struct Presented(Caller? Caller, Problem? Problem);

/// <summary>Reads a caller from the claims of a verified token: <c>sub</c>, <c>name</c>, <c>role</c>, <c>department</c>, <c>region</c>.</summary>
internal static class CallerClaims
{
    /// <summary>The caller, or a 403: the token is genuine, but this platform does not know what its bearer may do.</summary>
    public static Presented Of(ClaimsIdentity token)
    {
        var subject = token.FindFirst("sub")?.Value;
        if (string.IsNullOrWhiteSpace(subject))
            return Forbidden("The token names nobody: 'sub' is missing.");
        if (token.FindAll("role").Select(c => c.Value).ToList() is not [var name] || KebabCase.Read<Role>(name) is not { } role)
            return Forbidden($"The token needs exactly one 'role' of {RoleNames}.");
        var department = Text(token, "department");
        if (department is null && NeedsDepartment(role))
            return Forbidden($"A token of the role '{name}' needs a 'department'.");
        var region = Text(token, "region");
        if (region is not null && !RegionCode.IsWellFormed(region))
            return Forbidden("The token's 'region' is not a code of 6, 9 or 12 digits.");
        return new Presented(new Caller(subject, Text(token, "name"), role, department, region), null);
    }

    /// <summary>Every role, as tokens write it.</summary>
    public static string RoleNames { get; } = string.Join(", ", Enum.GetValues<Role>().Select(KebabCase.Of));

    /// <summary>True for roles that always act for one department; a head without one is the head of the government of the place.</summary>
    public static bool NeedsDepartment(Role role) => role is Role.Officer or Role.System;

    private static string? Text(ClaimsIdentity token, string claim) =>
        token.FindFirst(claim)?.Value is { Length: > 0 } value ? value : null;

    private static Presented Forbidden(string title) => new(null, new Problem(403, "unusable-token", title));
}
