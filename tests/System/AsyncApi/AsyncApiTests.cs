using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Departments;
using OneVisit.Support;

namespace OneVisit.SystemTests.AsyncApi;

/// <summary>The published description of the messages is the one the code gives.</summary>
public sealed class AsyncApiTests
{
    private static readonly string Published = Path.Combine(Repository.Root, "contracts", "asyncapi", "v1.json");

    [Fact]
    public async Task The_published_description_of_the_messages_is_what_the_code_says()
    {
        var written = AsyncApiDocument.Written();
        if (Environment.GetEnvironmentVariable("ONEVISIT_UPDATE_CONTRACT") == "1")
            await File.WriteAllTextAsync(Published, written);
        Assert.True(
            written == await File.ReadAllTextAsync(Published),
            "The messages have changed. If that is meant, and only adds: ONEVISIT_UPDATE_CONTRACT=1 tests/run system, and commit contracts/asyncapi/v1.json.");
    }

    [Fact]
    public void Every_message_is_described() =>
        Assert.Equal(MessageTypes.Contracts.Names.Order(StringComparer.Ordinal), AsyncApiDocument.Messages.Select(m => m.Name));

    [Fact]
    public void Every_kind_of_event_is_described() => Assert.Equal(
        TaskEvents.Kinds.Order(StringComparer.Ordinal),
        JsonNode.Parse(AsyncApiDocument.Written())!["components"]!["schemas"]!["task-event"]!["properties"]!["type"]!["oneOf"]!.AsArray().Select(k => k!["const"]!.ToString()).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var document = JsonNode.Parse(AsyncApiDocument.Written())!;
        var references = ReferencesIn(document).ToList();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.NotNull(reference[2..].Split('/').Aggregate<string, JsonNode?>(document, (at, step) => at?[step])));
    }

    [Fact]
    public void A_message_on_the_wire_has_no_member_that_is_not_described()
    {
        var snapshots = Path.Combine(Repository.Root, "tests", "Unit", "Contracts", "snapshots");
        var schemas = JsonNode.Parse(AsyncApiDocument.Written())!["components"]!["schemas"]!;
        foreach (var (name, _) in AsyncApiDocument.Messages)
            Compare(JsonNode.Parse(File.ReadAllText(Path.Combine(snapshots, $"{name}.json")))!, schemas[name]!, name);
    }

    private static void Compare(JsonNode value, JsonNode described, string at)
    {
        // true: any value.
        if (described is not JsonObject schema)
            return;
        if (value is JsonArray list && schema["items"] is { } items)
        {
            foreach (var item in list)
                Compare(item!, items, $"{at}[]");
        }
        else if (value is JsonObject body && schema["properties"] is JsonObject properties)
        {
            foreach (var (name, member) in body)
            {
                Assert.True(properties.ContainsKey(name), $"{at}.{name}");
                if (member is not null)
                    Compare(member, properties[name]!, $"{at}.{name}");
            }
            foreach (var required in schema["required"]?.AsArray() ?? [])
                Assert.True(body.ContainsKey(required!.ToString()), $"{at}.{required}");
        }
    }

    private static IEnumerable<string> ReferencesIn(JsonNode? node) => node switch
    {
        JsonObject body => body.SelectMany(m => m.Key == "$ref" && m.Value?.GetValueKind() == JsonValueKind.String ? [m.Value.ToString()] : ReferencesIn(m.Value)),
        JsonArray list => list.SelectMany(ReferencesIn),
        _ => [],
    };
}
