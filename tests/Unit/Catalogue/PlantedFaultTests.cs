using System.Text.Json.Nodes;
using CsCheck;
using OneVisit.Contracts.Api;

namespace OneVisit.Unit.Catalogue;

/// <summary>One fault is planted somewhere in the sample: it is found where it was planted, and nothing else is found.</summary>
public class PlantedFaultTests
{
    private static readonly string[] OptionalMembers = ["/answers/hiresEmployees", "/form/enterprise/termYears"];
    private static readonly string[] Places = [.. Pointers(Sample.Company, "").Skip(1)];
    private static readonly string[] Objects = [.. Pointers(Sample.Company, "").Where(p => At(Sample.Company, p) is JsonObject)];

    private static readonly Gen<(string Body, string Pointer, string Code)> Planted = Gen.OneOf(
        Gen.OneOf(Places).Select(WrongType),
        Gen.OneOf([.. Places.Where(p => !IsElement(p) && !OptionalMembers.Contains(p))]).Select(Missing),
        Gen.Select(Gen.OneOf(Objects), Gen.String[Gen.Char.AlphaNumeric, 1, 12]).Select(Unknown),
        Gen.OneOf([.. Places.Where(p => !IsElement(p))]).Select(Twice));

    [Fact]
    public void Each_is_found_where_it_was_planted() => Planted.Sample(
        planted =>
        {
            var faults = Sample.Submit(planted.Body).Faults;
            Assert.Contains(faults, f => f.Pointer == planted.Pointer && f.Code == planted.Code);
            // A material that cannot be read is missing as well.
            Assert.DoesNotContain(faults, f => f.Pointer != planted.Pointer && f is not { Pointer: "/materials", Code: FaultCodes.MissingMaterial });
        },
        iter: 2000);

    private static (string, string, string) WrongType(string pointer)
    {
        var body = Sample.Company;
        At(body, pointer)!.ReplaceWith<JsonNode>(At(body, pointer) is JsonObject ? new JsonArray() : new JsonObject());
        return (body.ToJsonString(), pointer, FaultCodes.WrongType);
    }

    private static (string, string, string) Missing(string pointer)
    {
        var body = Sample.Company;
        var (parent, name) = Split(pointer);
        At(body, parent)!.AsObject().Remove(name);
        return name == "digest" ? (body.ToJsonString(), parent, FaultCodes.MaterialWithoutContent) : (body.ToJsonString(), pointer, FaultCodes.Missing);
    }

    private static (string, string, string) Unknown((string Pointer, string Name) at)
    {
        var body = Sample.Company;
        var name = $"x{at.Name}";
        At(body, at.Pointer)!.AsObject()[name] = 1;
        return (body.ToJsonString(), $"{at.Pointer}/{name}", FaultCodes.UnknownMember);
    }

    // The second one is written through a name that cannot be confused, then renamed in the text.
    private static (string, string, string) Twice(string pointer)
    {
        var body = Sample.Company;
        var (parent, name) = Split(pointer);
        var into = At(body, parent)!.AsObject();
        into["~second~"] = into[name]!.DeepClone();
        return (body.ToJsonString().Replace("~second~", name, StringComparison.Ordinal), pointer, FaultCodes.DuplicateMember);
    }

    private static IEnumerable<string> Pointers(JsonNode? node, string pointer) =>
    [
        pointer,
        .. node switch
        {
            JsonObject o => o.SelectMany(p => Pointers(p.Value, $"{pointer}/{p.Key}")),
            JsonArray a => a.SelectMany((item, i) => Pointers(item, $"{pointer}/{i}")),
            _ => [],
        },
    ];

    private static JsonNode? At(JsonNode root, string pointer) => pointer.Split('/').Skip(1).Aggregate(
        (JsonNode?)root, (node, step) => node is JsonArray list ? list[int.Parse(step)] : node![step]);

    private static (string Parent, string Name) Split(string pointer) =>
        (pointer[..pointer.LastIndexOf('/')], pointer[(pointer.LastIndexOf('/') + 1)..]);

    private static bool IsElement(string pointer) => char.IsAsciiDigit(pointer[pointer.LastIndexOf('/') + 1]);
}
