using System.Text.Json;
using OneVisit.Support;

namespace OneVisit.SystemTests.Description;

/// <summary>The outer contract as it is published: what it says of an operation's bodies and headers.</summary>
internal static class PublishedDescription
{
    private static readonly JsonElement Document = JsonElement.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "contracts", "openapi", "v1.json")));
    private static readonly SchemaCheck Schemas = new(Document);

    /// <summary>What is wrong with a request's body, by the description.</summary>
    public static IReadOnlyList<string> FaultsOfRequest(string method, string path, JsonElement body) =>
        Schemas.FaultsOf(Operation(method, path).GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema"), body);

    /// <summary>What is wrong with an answer, by the description.</summary>
    public static IReadOnlyList<string> FaultsOfAnswer(string method, string path, Reply reply) =>
        Operation(method, path).GetProperty("responses").TryGetProperty($"{reply.Status}", out var answer) && answer.GetProperty("content").TryGetProperty(reply.MediaType!, out var content)
            ? Schemas.FaultsOf(content.GetProperty("schema"), reply.Json)
            : [$"{reply.Status} {reply.MediaType} is not described"];

    /// <summary>The names of the operation's parameters; one that has to be given ends with an exclamation mark.</summary>
    public static IEnumerable<string> Parameters(string method, string path) =>
        Operation(method, path).TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Select(p => p.GetProperty("name").GetString() + (p.TryGetProperty("required", out var needed) && needed.GetBoolean() ? "!" : ""))
            : [];

    /// <summary>Every operation that is described.</summary>
    public static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations =>
        Document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (o.Name, p.Name, o.Value)));

    private static JsonElement Operation(string method, string path)
    {
        var steps = path.Split('?')[0].Split('/');
        // A name goes before a place that is open.
        var found = Operations.Where(o => o.Method == method && Fits(o.Path.Split('/'), steps)).OrderBy(o => o.Path.Count(c => c == '{')).ToList();
        return found.Count > 0 ? found[0].Operation : throw new InvalidOperationException($"{method} {path} is not described");
    }

    private static bool Fits(string[] described, string[] steps) =>
        described.Length == steps.Length && described.Zip(steps).All(s => s.First == s.Second || s.First.StartsWith('{'));
}
