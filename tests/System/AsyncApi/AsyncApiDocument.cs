using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Departments;

namespace OneVisit.SystemTests.AsyncApi;

/// <summary>
/// What a department that takes messages can rely on, as an AsyncAPI 3.0 document: made from the message types, their wire names and their docstrings, seen
/// from the department. Where a message goes is what its docstring begins with.
/// </summary>
internal static partial class AsyncApiDocument
{
    private const string ToDepartment = "Orchestrator to department";
    private const string ToOrchestrator = "Department to orchestrator";
    private const int MostMessages = 64;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Docstrings Said = new(typeof(CaseMessage).Assembly, typeof(TaskEvents).Assembly);

    /// <summary>Wire name and type of every message, in the order of their names.</summary>
    public static IReadOnlyList<(string Name, Type Type)> Messages { get; } =
    [
        .. typeof(CaseMessage).Assembly.GetExportedTypes()
            .Where(t => t.IsSubclassOf(typeof(CaseMessage)) && !t.IsAbstract)
            .Select(t => (Name: MessageTypes.Contracts.NameOf(RuntimeHelpers.GetUninitializedObject(t)), Type: t))
            .OrderBy(m => m.Name, StringComparer.Ordinal),
    ];

    public static string Written() => new JsonObject
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = new JsonObject
        {
            ["title"] = "OneVisit for departments: messages and webhooks",
            ["version"] = "1.0.0",
            ["description"] = "For a department that runs a service of its own on the city's RabbitMQ, or is told of its tasks by webhook. Everything that is promised beside the shapes, once and in which order, stands in contracts/README.md. Members may come in any order; unknown ones, and unknown types, are ignored.",
            ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["url"] = "https://www.apache.org/licenses/LICENSE-2.0" },
        },
        ["defaultContentType"] = "application/json",
        ["channels"] = new JsonObject
        {
            ["department"] = Channel("{department}", "The department's own queue. Envelopes longer than 4 KB come under gzip.", "toDepartment", new JsonObject
            {
                ["department"] = new JsonObject { ["description"] = "The department's id, for instance tax." },
            }),
            ["orchestrator"] = Channel("orchestrator", "Where answers go: persistent, mandatory, with publisher confirms. An envelope is published again unchanged, under the same id, until it is confirmed.", "toOrchestrator"),
            ["webhook"] = WebhookChannel(),
        },
        ["operations"] = new JsonObject
        {
            ["takeTasks"] = Operation("receive", "department", "toDepartment", "Take what the orchestrator asks of the department; acknowledge after the commit."),
            ["beTold"] = WebhookOperation(),
            ["answer"] = Operation("send", "orchestrator", "toOrchestrator", "Answer the orchestrator."),
        },
        ["components"] = new JsonObject
        {
            ["messages"] = new JsonObject
            {
                ["toDepartment"] = Message("What the orchestrator asks of a department", "envelope-to-department"),
                ["toOrchestrator"] = Message("What a department answers", "envelope-to-orchestrator"),
                ["taskEvent"] = WebhookMessage(),
            },
            ["schemas"] = Schemas(),
        },
    }.ToJsonString(Readable) + "\n";

    private static JsonObject Schemas()
    {
        var schemas = new JsonObject
        {
            ["envelope-to-department"] = Envelope(ToDepartment),
            ["envelope-to-orchestrator"] = Envelope(ToOrchestrator),
        };
        foreach (var (name, type) in Messages)
            schemas[name] = SchemaOf(type);
        schemas["task-event"] = EventSchema();
        schemas["webhook-headers"] = HeaderSchema();
        return schemas;
    }

    /// <summary>All messages of one batch for one destination.</summary>
    private static JsonObject Envelope(string direction) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("id", "messages"),
        ["properties"] = new JsonObject
        {
            ["id"] = new JsonObject { ["type"] = "string", ["format"] = "uuid", ["description"] = "UUIDv7 of the moment it was sealed. An id that is known already is dropped." },
            ["from"] = new JsonObject { ["type"] = "string", ["description"] = "The sender: orchestrator, or the department's id." },
            ["at"] = new JsonObject { ["type"] = "string", ["format"] = "date-time", ["description"] = "When it was sealed, by the sender's clock." },
            ["backlogMs"] = new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["description"] = "The age of the work its sender had in hand." },
            ["messages"] = new JsonObject
            {
                ["type"] = "array",
                ["maxItems"] = MostMessages,
                ["description"] = "In order.",
                ["items"] = new JsonObject { ["oneOf"] = new JsonArray([.. Messages.Where(m => DirectionOf(m.Type) == direction).Select(m => Carried(m.Name))]) },
            },
        },
    };

    private static JsonObject Carried(string name) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("type", "body"),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["const"] = name },
            ["trace"] = new JsonObject { ["type"] = "string", ["description"] = "A W3C traceparent." },
            ["body"] = new JsonObject { ["$ref"] = $"#/components/schemas/{name}" },
        },
    };

    private static string DirectionOf(Type message) =>
        new[] { ToDepartment, ToOrchestrator }.FirstOrDefault(d => Said.Of(message)?.StartsWith(d, StringComparison.Ordinal) == true)
        ?? throw new InvalidOperationException($"the docstring of {message.Name} begins neither with '{ToDepartment}' nor with '{ToOrchestrator}'");

    private static JsonObject SchemaOf(Type type)
    {
        var schema = ContractJson.Default.Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Described }).AsObject();
        schema.Insert(0, "description", Said.Of(type));
        return schema;
    }

    private static JsonNode Described(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (context.PropertyInfo is not { } member || PropertyOf(member.DeclaringType, member.Name) is not { } property || Said.Of(property) is not { } text)
            return schema;
        // true stands for any value.
        var described = schema as JsonObject ?? [];
        described.Remove("description");
        described.Insert(0, "description", text);
        return described;
    }

    private static PropertyInfo? PropertyOf(Type type, string name) => type.GetProperties().FirstOrDefault(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name) == name);

    private static JsonObject Channel(string address, string description, string message, JsonObject? parameters = null)
    {
        var channel = new JsonObject
        {
            ["address"] = address,
            ["description"] = description,
            ["messages"] = new JsonObject { [message] = new JsonObject { ["$ref"] = $"#/components/messages/{message}" } },
            ["bindings"] = new JsonObject
            {
                // A queue bound to a fanout exchange of the same name.
                ["amqp"] = new JsonObject
                {
                    ["is"] = "routingKey",
                    ["exchange"] = new JsonObject { ["name"] = address, ["type"] = "fanout", ["durable"] = true, ["autoDelete"] = false },
                    ["bindingVersion"] = "0.3.0",
                },
            },
        };
        if (parameters is not null)
            channel["parameters"] = parameters;
        return channel;
    }

    private static JsonObject Operation(string action, string channel, string message, string summary) => new()
    {
        ["action"] = action,
        ["channel"] = new JsonObject { ["$ref"] = $"#/channels/{channel}" },
        ["summary"] = summary,
        ["messages"] = new JsonArray(new JsonObject { ["$ref"] = $"#/channels/{channel}/messages/{message}" }),
    };

    private static JsonObject Message(string title, string payload) => new()
    {
        ["name"] = "envelope",
        ["title"] = title,
        ["contentType"] = "application/json",
        ["payload"] = new JsonObject { ["$ref"] = $"#/components/schemas/{payload}" },
    };
}
