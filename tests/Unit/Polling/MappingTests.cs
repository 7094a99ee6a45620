using System.Text.Json.Nodes;
using CsCheck;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Polling;

namespace OneVisit.Unit.Polling;

public sealed class MappingTests
{
    private const string Hole = "-hole-";

    [Fact]
    public void A_sound_file_is_read_as_it_is_written()
    {
        var system = Mapping.System;

        Assert.Equal(("parks-county", "parks", "430602", "polling/parks-county"), (system.Id, system.Department, system.Region, system.Subject));
        Assert.Equal((30, 600, 20), (system.Interval.TotalSeconds, system.Longest.TotalSeconds, system.Until.TotalDays));
        Assert.Equal([("Authorization", Mapping.Secret)], system.Headers);
        Assert.Equal([MeaningKind.Received, MeaningKind.Pass, MeaningKind.Refuse, MeaningKind.Supplement, MeaningKind.Issued], system.Words.Values.Select(w => w.Kind));
        Assert.Equal((HttpMethod.Post, HttpMethod.Get, HttpMethod.Delete), (system.Submit.Request.Method, system.Status.Method, system.Cancel!.Method));
    }

    [Fact]
    public void Every_fault_is_named_at_once_with_its_place()
    {
        var file = Mapping.Sound;
        file["id"] = "Parks County";
        file["items"] = new JsonArray("parks.tree", "tax.registration", "parks.tree", "parks.bench");
        file["more"] = 1;
        file["interval"] = new JsonObject { ["seconds"] = 0, ["longestSeconds"] = 10 };
        file.Remove("until");
        file["headers"] = new JsonObject { ["Authorization"] = "Bearer abc", ["X-Key"] = "PollingSecrets:none", ["Host"] = "PollingSecrets:parks" };
        file["submit"]!["url"] = "https://{task}.example/apply";
        file["submit"]!["body"] = new JsonObject { ["a"] = From("/form/tree/owner"), ["b"] = new JsonArray(From("/applicant/name"), From("/clock/due")), ["c"] = From("/reference") };
        file["find"]!.AsObject().Remove("reference");
        file["status"]!["url"] = "http://parks.example/api/state";
        file["status"]!["state"] = "data.state";
        file["cancel"]!["method"] = "DROP";
        file["words"] = new JsonObject
        {
            ["30"] = new JsonObject { ["means"] = "refuse" },
            ["40"] = new JsonObject { ["means"] = "supplement", ["reason"] = "x", ["legalBasis"] = "y", ["missing"] = new JsonObject { ["from"] = "/m", ["codes"] = new JsonObject { ["1"] = new JsonObject { ["material"] = "horoscope" }, ["2"] = new JsonObject() } } },
            ["50"] = new JsonObject { ["means"] = "issued", ["licences"] = new JsonArray(new JsonObject { ["number"] = "no" }), ["reason"] = 7 },
            ["60"] = "decided",
            ["70"] = new JsonObject { ["means"] = "eaten" },
        };

        var (system, faults) = Mapping.Read(file);

        Assert.Null(system);
        Assert.Equal(
            [
                "/cancel/method", "/find/reference", "/headers/Authorization", "/headers/Host", "/headers/X-Key", "/id", "/interval/longestSeconds", "/interval/seconds", "/items/1", "/items/2", "/items/3", "/more",
                "/status/state", "/status/url", "/status/url", "/submit/body/a/from", "/submit/body/b/1/from", "/submit/body/c/from", "/submit/url", "/until",
                "/words/30/legalBasis", "/words/30/reason", "/words/40/missing/codes/1/material", "/words/40/missing/codes/2", "/words/50/licences/0/number", "/words/50/licences/0/type", "/words/50/reason",
                "/words/60", "/words/70/means",
            ],
            faults.Select(f => f.Split(": ")[0]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(faults, f => f.Contains(Mapping.Secret, StringComparison.Ordinal));

        static JsonObject From(string pointer) => new() { ["from"] = pointer };
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"id":"a","id":"b"}""")]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    public void A_file_that_is_no_such_object_is_a_fault_and_nothing_thrown(string text)
    {
        var (system, faults) = Mapping.Read(text);

        Assert.Null(system);
        Assert.NotEmpty(faults);
    }

    /// <summary>Each part of a sound file replaced by something else, or left out: read, or refused with a fault that names that part.</summary>
    [Fact]
    public void Whatever_stands_in_the_place_of_a_part_is_read_or_named_and_never_thrown_at()
    {
        var places = PlacesIn(Mapping.Sound, "").ToArray();
        Gen.Select(Gen.Int[0, places.Length - 1], AnyJson.Values).Sample((which, value) =>
        {
            var place = places[which];
            var file = Mapping.Sound;
            var steps = JsonPointer.Steps(place).ToList();
            JsonNode parent = file;
            foreach (var step in steps[..^1])
                parent = parent is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : parent[step]!;
            if (parent is JsonArray array)
                array[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = Hole;
            else
                parent[steps[^1]] = Hole;
            var (system, faults) = Mapping.Read(file.ToJsonString().Replace($"\"{Hole}\"", value, StringComparison.Ordinal));
            // A fault of a part may be one of what holds it, or of what it was the only one to say.
            return system is not null == (faults.Count == 0) && (faults.Count == 0 || faults.Any(f => f.StartsWith($"/{steps[0]}", StringComparison.Ordinal)));
        }, iter: 20_000);
    }

    [Theory]
    [InlineData("https://a.example/{task}/x?n={/form/tree/place}", """{"task":"t-1","form":{"tree":{"place":"北 路/1?&#"}}}""", "https://a.example/t-1/x?n=%E5%8C%97%20%E8%B7%AF%2F1%3F%26%23")]
    [InlineData("https://a.example/{reference}/x", """{"reference":"../admin"}""", "https://a.example/..%2Fadmin/x")]
    [InlineData("https://a.example/{reference}/x", """{"reference":".."}""", null)]
    [InlineData("https://a.example/{reference}/x", """{"reference":""}""", null)]
    [InlineData("https://a.example/{reference}/x", """{"reference":{}}""", null)]
    [InlineData("https://a.example/{reference}/x", """{}""", null)]
    [InlineData("https://a.example/{reference}/x", """{"reference":17}""", "https://a.example/17/x")]
    public void A_value_stays_within_its_hole_of_an_address(string template, string source, string? address)
    {
        var faults = new List<string>();
        var url = UrlTemplate.Read(template, "/url", _ => null, _ => null, faults)!;

        Assert.Equal(address, url.Fill(System.Text.Json.JsonElement.Parse(source), out var missing)?.AbsoluteUri);
        Assert.Equal(address is null, missing is not null);
    }

    [Theory]
    [InlineData("{task}")]
    [InlineData("https://{task}/x")]
    [InlineData("https://a.example:{task}/x")]
    [InlineData("https://a.example{task}/x")]
    [InlineData("https://{task}@a.example/x")]
    [InlineData("https://a.example/{task")]
    [InlineData("https://a.example/{}")]
    public void A_hole_can_not_lead_to_another_server(string template)
    {
        var faults = new List<string>();

        Assert.Null(UrlTemplate.Read(template, "/url", _ => null, _ => null, faults));
        Assert.All(faults, f => Assert.StartsWith("/url: ", f, StringComparison.Ordinal));
        Assert.NotEmpty(faults);
    }

    private static IEnumerable<string> PlacesIn(JsonNode node, string at) => node switch
    {
        JsonObject of => of.SelectMany(m => PlacesIn(m.Value!, $"{at}/{JsonPointer.Escape(m.Key)}").Prepend($"{at}/{JsonPointer.Escape(m.Key)}")),
        JsonArray of => of.SelectMany((e, i) => PlacesIn(e!, $"{at}/{i}").Prepend($"{at}/{i}")),
        _ => [],
    };
}

/// <summary>JSON of every kind, a few levels deep.</summary>
internal static class AnyJson
{
    private static readonly Gen<string> Leaf = Gen.OneOf(
        "null", "true", "0", "-1", "1e400", "20", "\"\"", "\" \"", "\"20\"", "\"received\"", "\"/data/state\"", "\"~\"", "\"\\ud800\"", "\"\\u0000\"", "\"https://parks.example/x\"", "\"{task}\"",
        "[]", "{}", "{\"from\":\"/form\"}", "{\"from\":7}", "{\"means\":\"pass\"}", "{\"data\":{\"state\":\"50\"}}");

    public static Gen<string> Values { get; } = Within(Within(Within(Leaf)));

    private static Gen<string> Within(Gen<string> inner) => Gen.OneOf(
        Leaf,
        inner.List[0, 3].Select(e => $"[{string.Join(',', e)}]"),
        Gen.Select(Gen.OneOf("data", "state", "opinion", "missing", "permit", "no", "until", "code", "from", "url", "means"), inner)
            .List[0, 4].Select(m => $"{{{string.Join(',', m.DistinctBy(x => x.Item1).Select(x => $"\"{x.Item1}\":{x.Item2}"))}}}"));
}
