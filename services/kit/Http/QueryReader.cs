using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Codes;

namespace OneVisit.Kit.Http;

/// <summary>Reads the parameters of a query one by one, and keeps every fault with the parameter's name: also of a value that is of no such type.</summary>
public sealed class QueryReader(IQueryCollection query)
{
    private const int LongestText = 200;
    private const int Most = 200;
    private const int Usual = 50;

    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>A text; null when it is left out.</summary>
    public string? Text(string name) =>
        Value(name) is not { } value ? null : value.Length is > 0 and <= LongestText ? value : Wrong<string>(name, FaultCodes.WrongFormat, $"A text of 1 to {LongestText} characters is expected.");

    /// <summary>An id; null when it is left out.</summary>
    public Guid? Id(string name) =>
        Value(name) is not { } value ? null : Guid.TryParse(value, out var id) ? id : WrongValue<Guid>(name, FaultCodes.WrongFormat, "An id is expected.");

    /// <summary>A place; null when it is left out.</summary>
    public string? Region(string name) =>
        Value(name) is not { } value ? null : RegionCode.IsWellFormed(value) ? value : Wrong<string>(name, FaultCodes.WrongFormat, "A region's code of 6, 9 or 12 digits is expected.");

    /// <summary>True or false; null when it is left out.</summary>
    public bool? Flag(string name) => Value(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => WrongValue<bool>(name, FaultCodes.NotAChoice, "true or false is expected."),
    };

    /// <summary>One of the values; null when it is left out.</summary>
    public string? OneOf(string name, params ReadOnlySpan<string> values) =>
        Value(name) is not { } value ? null : values.Contains(value) ? value : Wrong<string>(name, FaultCodes.NotAChoice, $"{string.Join(", ", values)} is expected.");

    /// <summary>A value of an enumeration as JSON writes it; null when it is left out.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum =>
        Value(name) is not { } value ? null : KebabCase.Read<T>(value) ?? WrongValue<T>(name, FaultCodes.NotAChoice, $"One of {string.Join(", ", Enum.GetValues<T>().Select(KebabCase.Of))} is expected.");

    /// <summary>How many are asked for, from 1 on.</summary>
    /// <param name="usual">When it is left out.</param>
    public int Limit(int most = Most, int usual = Usual)
    {
        if (Value("limit") is not { } value)
            return usual;
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= most)
            return limit;
        WrongValue<int>("limit", value.Length > 0 && value.All(char.IsAsciiDigit) ? FaultCodes.NumberOutOfRange : FaultCodes.WrongType, $"1 to {most} is expected.");
        return usual;
    }

    /// <summary>After which thing the page begins, of a list that is read by id; null for the first page.</summary>
    public Guid? Cursor() => Value("cursor") is not { } value ? null : Guid.TryParse(value, out var id) ? id : WrongCursor<Guid>();

    /// <summary>Likewise of a list that is read by number.</summary>
    public long? NumberedCursor() =>
        Value("cursor") is not { } value ? null : long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : WrongCursor<long>();

    private T? WrongCursor<T>()
        where T : struct => WrongValue<T>("cursor", FaultCodes.WrongFormat, "The value of next of the page before is expected.");

    /// <summary>The problem that names every fault.</summary>
    public Problem Problem => new(400, "invalid-query", Faults.Count == 1 ? "The query has a fault." : "The query has faults.", Faults);

    /// <summary>Something that only the caller can see.</summary>
    public void Report(string name, string code, string message) => _faults.Add(new Fault($"/{name}", code, message));

    private string? Value(string name)
    {
        if (!query.TryGetValue(name, out var values))
            return null;
        return values is [var only] ? only : Wrong<string>(name, FaultCodes.DuplicateMember, "The parameter is given twice.");
    }

    private T? Wrong<T>(string name, string code, string message)
        where T : class
    {
        Report(name, code, message);
        return null;
    }

    private T? WrongValue<T>(string name, string code, string message)
        where T : struct
    {
        Report(name, code, message);
        return null;
    }
}

/// <summary>Describes the parameters of an endpoint that reads its query by itself.</summary>
public static class QueryParameters
{
    /// <summary>Adds parameters to the endpoint's description.</summary>
    public static RouteHandlerBuilder Query(this RouteHandlerBuilder endpoint, params QueryParameter[] parameters) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters = [.. operation.Parameters ?? [], .. parameters.Select(p => new OpenApiParameter
            {
                Name = p.Name,
                In = ParameterLocation.Query,
                Description = p.Description,
                Schema = new OpenApiSchema { Type = p.Type, Format = p.Format, Enum = p.Values is null ? null : [.. p.Values.Select(v => System.Text.Json.Nodes.JsonValue.Create(v))] },
            })];
            return Task.CompletedTask;
        });
}

/// <param name="Values">All it may be; null where that is open.</param>
public sealed record QueryParameter(string Name, JsonSchemaType Type = JsonSchemaType.String, string? Format = null, IReadOnlyList<string>? Values = null, string? Description = null)
{
    /// <summary>What every list takes.</summary>
    public static readonly IReadOnlyList<QueryParameter> OfAPage = Page(200, 50);

    /// <summary>What a list takes that has pages of another size.</summary>
    public static IReadOnlyList<QueryParameter> Page(int most, int usual) =>
    [
        new("limit", JsonSchemaType.Integer, "int32", Description: $"1 to {most}; {usual} when it is left out."),
        new("cursor", Description: "next of the page before."),
    ];
}
