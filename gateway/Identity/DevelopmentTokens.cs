using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;

namespace OneVisit.Gateway.Identity;

/// <summary><c>POST /dev/tokens</c>, where the embedded issuer exists.</summary>
internal static class DevelopmentTokens
{
    private static readonly string[] Members = ["subject", "name", "role", "department", "region"];

    public static void MapDevelopmentTokens(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetService<DevelopmentIssuer>() is not { } issuer)
            return;
        var clock = endpoints.ServiceProvider.GetRequiredService<TimeProvider>();
        endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("OneVisit.gateway")
            .LogWarning("Development: POST /dev/tokens gives a token for any role to anybody who asks");
        endpoints.MapPost("/dev/tokens", async (HttpRequest request) => Read(await JsonBody.ReadTextsAsync(request)) switch
            {
                (_, { Count: > 0 } faults) => Problem.Invalid(faults),
                var (caller, _) => Results.Ok(new TokenAnswer(issuer.Issue(caller!, clock.GetUtcNow()), (int)DevelopmentIssuer.Lifetime.TotalSeconds)),
            })
            .Accepts<TokenRequest>("application/json")
            .Produces<TokenAnswer>()
            .Produces<ProblemDocument>(422, "application/problem+json")
            .WithTags("development")
            .WithSummary("A token for whoever you want to be; in Development only");
    }

    private static (Caller? Caller, IReadOnlyList<Fault> Faults) Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return (null, [new Fault("", FaultCodes.WrongType, "Expected an object.")]);
        var faults = new List<Fault>();
        foreach (var member in body.EnumerateObject().Where(m => !Members.Contains(m.Name)))
            faults.Add(new Fault($"/{JsonPointer.Escape(member.Name)}", FaultCodes.UnknownMember, $"Expected one of {string.Join(", ", Members)}."));

        var subject = Text("subject", required: true);
        var name = Text("name");
        var roleName = Text("role", required: true);
        var role = roleName is null ? null : KebabCase.Read<Role>(roleName);
        if (roleName is not null && role is null)
            faults.Add(new Fault("/role", FaultCodes.NotAChoice, $"Expected one of {CallerClaims.RoleNames}."));
        var department = Text("department", required: role is { } known && CallerClaims.NeedsDepartment(known), because: $"The role '{roleName}' acts for a department.");
        var region = Text("region");
        if (region is not null && !RegionCode.IsWellFormed(region))
            faults.Add(new Fault("/region", FaultCodes.WrongFormat, "Expected a region's code of 6, 9 or 12 digits."));
        return (faults.Count == 0 ? new Caller(subject!, name, role!.Value, department, region) : null, faults);

        string? Text(string member, bool required = false, string because = "Expected a text.")
        {
            if (!body.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                if (required)
                    faults.Add(new Fault($"/{member}", FaultCodes.Missing, because));
                return null;
            }
            if (value.ValueKind != JsonValueKind.String)
            {
                faults.Add(new Fault($"/{member}", FaultCodes.WrongType, "Expected a text."));
                return null;
            }
            var text = value.GetString()!.Trim();
            if (text.Length is > 0 and <= 255)
                return text;
            faults.Add(new Fault($"/{member}", text.Length == 0 ? FaultCodes.TooShort : FaultCodes.TooLong, "Expected 1 to 255 characters."));
            return null;
        }
    }

    /// <param name="Role">The role's name, for instance <c>officer</c>.</param>
    /// <param name="Department">Required for officer, head and system.</param>
    /// <param name="Region">6, 9 or 12 digits; without it the caller is bound to no place.</param>
    internal sealed record TokenRequest(string Subject, string Role, string? Name = null, string? Department = null, string? Region = null);

    /// <param name="ExpiresIn">Seconds.</param>
    internal sealed record TokenAnswer(string AccessToken, int ExpiresIn);
}
