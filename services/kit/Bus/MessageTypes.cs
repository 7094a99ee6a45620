using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OneVisit.Contracts;

namespace OneVisit.Kit.Bus;

/// <summary>The wire name of every message type, listed by hand: a name once given is never given to another type.</summary>
public sealed class MessageTypes
{
    /// <summary>The messages of the contracts.</summary>
    public static readonly MessageTypes Contracts = new MessageTypes()
        .Add("request-review", ContractJson.Default.RequestReview)
        .Add("provide-supplement", ContractJson.Default.ProvideSupplement)
        .Add("provide-materials", ContractJson.Default.ProvideMaterials)
        .Add("request-issue", ContractJson.Default.RequestIssue)
        .Add("cancel-task", ContractJson.Default.CancelTask)
        .Add("revoke-licences", ContractJson.Default.RevokeLicences)
        .Add("task-held", ContractJson.Default.TaskHeld)
        .Add("review-decided", ContractJson.Default.ReviewDecided)
        .Add("licences-issued", ContractJson.Default.LicencesIssued)
        .Add("issue-failed", ContractJson.Default.IssueFailed)
        .Add("licences-revoked", ContractJson.Default.LicencesRevoked)
        .Add("supplement-lapsed", ContractJson.Default.SupplementLapsed)
        .Add("limit-extended", ContractJson.Default.LimitExtended)
        .Add("after-checked", ContractJson.Default.AfterChecked)
        .Add("licence-corrected", ContractJson.Default.LicenceCorrected)
        .Add("system-outage", ContractJson.Default.SystemOutage)
        .Add("inspection-appointed", ContractJson.Default.InspectionAppointed)
        .Add("inspection-held", ContractJson.Default.InspectionHeld)
        .Add("inspection-found", ContractJson.Default.InspectionFound)
        .Add("inspection-moved", ContractJson.Default.InspectionMoved);

    private readonly Dictionary<string, JsonTypeInfo> _byName = [];
    private readonly Dictionary<Type, (string Name, JsonTypeInfo Info)> _byType = [];

    public IReadOnlyCollection<string> Names => _byName.Keys;

    public MessageTypes Add<T>(string name, JsonTypeInfo<T> info)
    {
        _byName.Add(name, info);
        _byType.Add(typeof(T), (name, info));
        return this;
    }

    /// <exception cref="InvalidOperationException">The type has no wire name.</exception>
    public string NameOf(object message) => Of(message.GetType()).Name;

    internal void Write(Utf8JsonWriter json, object message) => JsonSerializer.Serialize(json, message, Of(message.GetType()).Info);

    /// <exception cref="JsonException">The name is unknown, or the body does not fit its type.</exception>
    internal object Read(string name, ReadOnlySpan<byte> body) => _byName.TryGetValue(name, out var info)
        ? JsonSerializer.Deserialize(body, info) ?? throw new JsonException($"the body of '{name}' is null")
        : throw new JsonException($"no message is named '{name}'");

    private (string Name, JsonTypeInfo Info) Of(Type type) => _byType.TryGetValue(type, out var entry)
        ? entry
        : throw new InvalidOperationException($"{type.Name} has no wire name: add it to {nameof(MessageTypes)}");
}
