using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.OpenApi;
using OneVisit.Gateway.Forwarding;
using OneVisit.Kit;
using OneVisit.Kit.Hosting;

namespace OneVisit.Gateway.Reference;

/// <summary>
/// The one description of the platform (OpenAPI 3.1): what this process serves and what the services behind it say of themselves. Sorted, so
/// that it is the same text however the services are spread over processes. A service that does not answer is left out until it does.
/// </summary>
internal sealed class MergedDescription(IServiceProvider services, ServicesBehind behind, TimeProvider clock, ILogger<MergedDescription> log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private volatile Merged? _merged;

    /// <summary>The document as UTF-8 JSON, at most <see cref="Kept"/> old.</summary>
    public async Task<byte[]> ReadAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (_merged is { } known && now - known.At < Kept)
            return known.Json;
        var own = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(OpenApi.Document).GetOpenApiDocumentAsync(cancel);
        var ownJson = JsonNode.Parse(await own.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancel))!.AsObject();
        var merged = Merge([ownJson, .. await behind.DescriptionsAsync(cancel)]);
        merged["info"] = new JsonObject
        {
            ["title"] = "OneVisit",
            ["description"] = "One thing, handled once: every department's approvals for one event in a person's or a business's life.",
            ["version"] = typeof(MergedDescription).Assembly.GetName().Version!.ToString(3),
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(merged, JsonText.Options);
        _merged = new Merged(json, now);
        return json;
    }

    private JsonObject Merge(IReadOnlyList<JsonObject> descriptions)
    {
        var paths = new SortedDictionary<string, SortedDictionary<string, JsonNode>>(StringComparer.Ordinal);
        var components = new SortedDictionary<string, SortedDictionary<string, JsonNode>>(StringComparer.Ordinal);
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var description in descriptions)
        {
            Gather(description["paths"], paths, "paths");
            Gather(description["components"], components, "components");
            tags.UnionWith((description["tags"] as JsonArray ?? []).Select(t => t?["name"]?.GetValue<string>()).OfType<string>());
        }
        var written = Written(components);
        Nulls.SayOnce(written["schemas"] as JsonObject ?? []);
        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = null,
            ["paths"] = Written(paths),
            ["components"] = written,
            ["tags"] = new JsonArray([.. tags.Select(tag => new JsonObject { ["name"] = tag })]),
        };
    }

    private void Gather(JsonNode? found, SortedDictionary<string, SortedDictionary<string, JsonNode>> into, string what)
    {
        foreach (var (group, members) in found as JsonObject ?? [])
        {
            if (!into.TryGetValue(group, out var known))
                into[group] = known = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
            foreach (var (name, value) in members as JsonObject ?? [])
            {
                if (value is not null && !known.TryAdd(name, value) && !JsonNode.DeepEquals(known[name], value))
                    log.LogWarning("Two services describe {What} {Group} {Name} differently; the first one's is shown", what, group, name);
            }
        }
    }

    private static JsonObject Written(SortedDictionary<string, SortedDictionary<string, JsonNode>> groups) =>
        new(groups.Select(g => KeyValuePair.Create<string, JsonNode?>(g.Key,
            new JsonObject(g.Value.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value.DeepClone()))))));

    private sealed record Merged(byte[] Json, DateTimeOffset At);
}
