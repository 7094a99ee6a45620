using System.Text.Json;
using System.Text.Json.Serialization;
using OneVisit.Contracts.Messages;

namespace OneVisit.Contracts;

/// <summary>How every message and document is written: camelCase, kebab-case enums, nulls left out, unknown members ignored on reading.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RequestReview))]
[JsonSerializable(typeof(ProvideSupplement))]
[JsonSerializable(typeof(ProvideMaterials))]
[JsonSerializable(typeof(RequestIssue))]
[JsonSerializable(typeof(CancelTask))]
[JsonSerializable(typeof(RevokeLicences))]
[JsonSerializable(typeof(TaskHeld))]
[JsonSerializable(typeof(ReviewDecided))]
[JsonSerializable(typeof(LicencesIssued))]
[JsonSerializable(typeof(IssueFailed))]
[JsonSerializable(typeof(LicencesRevoked))]
[JsonSerializable(typeof(SupplementLapsed))]
[JsonSerializable(typeof(LimitExtended))]
[JsonSerializable(typeof(AfterChecked))]
[JsonSerializable(typeof(LicenceCorrected))]
[JsonSerializable(typeof(SystemOutage))]
[JsonSerializable(typeof(InspectionAppointed))]
[JsonSerializable(typeof(InspectionHeld))]
[JsonSerializable(typeof(InspectionFound))]
[JsonSerializable(typeof(InspectionMoved))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class ContractJson : JsonSerializerContext;
