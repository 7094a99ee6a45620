using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using OneVisit.Kit.Departments;

namespace OneVisit.SystemTests.AsyncApi;

/// <content>The events that a department's own system is told of.</content>
internal static partial class AsyncApiDocument
{
    /// <summary>What an event says of its task; nobody but the description and the endpoint has to know the type.</summary>
    private static readonly Type EventData = typeof(TaskEvents).Assembly.GetType("OneVisit.Kit.Departments.TaskEventData", throwOnError: true)!;

    private static JsonObject WebhookChannel() => new()
    {
        ["address"] = null,
        ["description"] = "Where the department's subscription says: one POST an event, at least once under the same webhook-id, in order within a case.",
        ["messages"] = new JsonObject { ["taskEvent"] = new JsonObject { ["$ref"] = "#/components/messages/taskEvent" } },
        ["bindings"] = new JsonObject { ["http"] = new JsonObject() },
    };

    private static JsonObject WebhookOperation()
    {
        var operation = Operation("receive", "webhook", "taskEvent", "Be told of a task; answered with 2xx at once, and worked on afterwards.");
        operation["bindings"] = new JsonObject { ["http"] = new JsonObject { ["method"] = "POST", ["bindingVersion"] = "0.3.0" } };
        return operation;
    }

    private static JsonObject WebhookMessage() => new()
    {
        ["name"] = "task-event",
        ["title"] = "Something happened to a task of the department",
        ["contentType"] = "application/json",
        ["headers"] = new JsonObject { ["$ref"] = "#/components/schemas/webhook-headers" },
        ["payload"] = new JsonObject { ["$ref"] = "#/components/schemas/task-event" },
    };

    private static JsonObject HeaderSchema() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("webhook-id", "webhook-timestamp", "webhook-signature"),
        ["description"] = "Standard Webhooks 1.0.",
        ["properties"] = new JsonObject
        {
            ["webhook-id"] = new JsonObject { ["type"] = "string", ["description"] = "The same with every attempt." },
            ["webhook-timestamp"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]+$", ["description"] = "When it was sent, in seconds of Unix time." },
            ["webhook-signature"] = new JsonObject { ["type"] = "string", ["description"] = "v1, and base64 of HMAC-SHA256 over id.timestamp.body; one for each secret that holds, separated by spaces." },
        },
    };

    private static JsonObject EventSchema()
    {
        var data = JsonSerializerOptions.Web.GetJsonSchemaAsNode(EventData, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Described }).AsObject();
        // The web's defaults let a number stand in quotes; on the wire it does not.
        data["properties"]!["version"]!.AsObject().Remove("pattern");
        data["properties"]!["version"]!["type"] = "integer";
        data.Insert(0, "description", Said.Of(EventData));
        return new JsonObject
        {
            ["description"] = "Thin: it says what happened to which task. More kinds, and more members, may be added.",
            ["type"] = "object",
            ["required"] = new JsonArray("type", "timestamp", "data"),
            ["properties"] = new JsonObject
            {
                ["type"] = new JsonObject { ["oneOf"] = new JsonArray([.. KindsOfEvents()]) },
                ["timestamp"] = new JsonObject { ["type"] = "string", ["format"] = "date-time", ["description"] = "When it happened." },
                ["data"] = data,
            },
        };
    }

    private static IEnumerable<JsonObject> KindsOfEvents() =>
        from constant in typeof(TaskEvents).GetFields(BindingFlags.Public | BindingFlags.Static)
        where constant.IsLiteral
        select new JsonObject { ["const"] = (string)constant.GetRawConstantValue()!, ["description"] = Said.Of(constant) };
}
