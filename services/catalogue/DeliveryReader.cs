using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>Reads <c>POST /api/cases/{id}/materials</c>: papers that were promised, and nothing else.</summary>
public static class DeliveryReader
{
    /// <param name="awaited">Ids of the materials that are promised and not here yet.</param>
    /// <param name="here">Ids of those that were promised and have come.</param>
    public static ReadResult<IReadOnlyList<MaterialReference>> Read(JsonElement body, IReadOnlySet<string> awaited, IReadOnlySet<string> here)
    {
        ArgumentNullException.ThrowIfNull(awaited);
        ArgumentNullException.ThrowIfNull(here);
        var faults = new List<Fault>();
        Envelope.Delivery.Validate(body, "", faults);
        if (body.ValueKind != JsonValueKind.Object)
            return new(null, faults);
        MaterialList.Check(body, null, faults);
        foreach (var (material, index) in MaterialList.Elements(body))
        {
            if (Json.TextOf(material, "material"u8) is not { } id)
                continue;
            var at = $"/materials/{index}/material";
            if (here.Contains(id))
                faults.Add(new(at, FaultCodes.ProvidedAlready, "is here already"));
            else if (!awaited.Contains(id))
                faults.Add(new(at, FaultCodes.NotPromised, "was not promised, or is not waited for any more"));
        }
        return ReadResult<IReadOnlyList<MaterialReference>>.Of(faults, () => MaterialList.Read(body));
    }
}
