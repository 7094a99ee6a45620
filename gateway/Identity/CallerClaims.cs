using System.Security.Claims;
using System.Text.Json;
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
        if (token.FindAll("role").Select(c => c.Value).ToList() is not [var name] || RoleOf(name) is not { } role)
            return Forbidden($"The token needs exactly one 'role' of {RoleNames}.");
        var department = Text(token, "department");
        if (department is null && NeedsDepartment(role))
            return Forbidden($"A token of the role '{name}' needs a 'department'.");
        var region = Text(token, "region");
        if (region is not null && !IsRegion(region))
            return Forbidden("The token's 'region' is not a code of 6, 9 or 12 digits.");
        return new Presented(new Caller(subject, Text(token, "name"), role, department, region), null);
    }

    /// <summary>Every role, as tokens write it.</summary>
    public static string RoleNames { get; } = string.Join(", ", Enum.GetValues<Role>().Select(NameOf));

    public static string NameOf(Role role) => JsonNamingPolicy.KebabCaseLower.ConvertName(role.ToString());

    /// <summary>The role of a name, or null: the letters must be exactly these, and a number is no name.</summary>
    public static Role? RoleOf(string name)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            if (name == NameOf(role))
                return role;
        }
        return null;
    }

    /// <summary>True for roles that act for one department.</summary>
    public static bool NeedsDepartment(Role role) => role is Role.Officer or Role.Head or Role.System;

    /// <summary>GB/T 2260 and its extensions: county 6, town or street 9, community or village 12 digits.</summary>
    public static bool IsRegion(string code) => code.Length is 6 or 9 or 12 && code.All(char.IsAsciiDigit);

    private static string? Text(ClaimsIdentity token, string claim) =>
        token.FindFirst(claim)?.Value is { Length: > 0 } value ? value : null;

    private static Presented Forbidden(string title) => new(null, new Problem(403, "unusable-token", title));
}
