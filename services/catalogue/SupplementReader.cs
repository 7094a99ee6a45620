using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>
/// Reads <c>POST /api/cases/{id}/supplement</c>: a top-level member of the form replaces the one submitted, a material replaces the one of its
/// id. The result must be as complete and correct as a submission. A paper may be any that an item of the case declares, also one that the answers did not ask for:
/// a department may have. Which departments it answers is not looked at here.
/// </summary>
public static class SupplementReader
{
    /// <param name="plan">The plan the case was submitted under.</param>
    /// <param name="form">The form as it stands.</param>
    /// <param name="materials">The materials as they stand.</param>
    public static ReadResult<ValidSupplement> Read(JsonElement body, Plan plan, JsonElement form, IReadOnlyList<MaterialReference> materials)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var faults = new List<Fault>();
        Envelope.Supplement.Validate(body, "", faults);
        if (body.ValueKind != JsonValueKind.Object)
            return new(null, faults);

        var (givenForm, items) = (Json.GivenOf(body, "form"u8), Json.GivenOf(body, "items"u8));
        if (givenForm is null && items is null && Json.GivenOf(body, "materials"u8) is null)
            faults.Add(new("", FaultCodes.Missing, "must have a form, materials, or items that are to go on with what is there"));
        if (givenForm is { ValueKind: JsonValueKind.Object } given)
        {
            form = Replace(form, given);
            plan.Form.Validate(form, "/form", faults);
        }
        var ids = MaterialList.Check(body, plan, faults, orDeclared: true);
        return ReadResult<ValidSupplement>.Of(faults, () => new(form, [.. materials.Where(m => !ids.Contains(m.Material)), .. MaterialList.Read(body)])
        {
            GivenForm = givenForm,
            GivenMaterials = [.. ids],
            Items = items is { } named ? [.. named.EnumerateArray().Select(i => i.GetString()!)] : null,
        });
    }

    // Names and values are copied as they are written, so that a fault in the new part is found where it stands.
    private static JsonElement Replace(JsonElement form, JsonElement given)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        var separator = "{"u8;
        foreach (var property in form.EnumerateObject().Where(p => Json.MemberOf(given, JsonMarshal.GetRawUtf8PropertyName(p)) is null).Concat(given.EnumerateObject()))
        {
            text.Write(separator);
            text.Write("\""u8);
            text.Write(JsonMarshal.GetRawUtf8PropertyName(property));
            text.Write("\":"u8);
            text.Write(JsonMarshal.GetRawUtf8Value(property.Value));
            separator = ","u8;
        }
        text.Write(text.WrittenCount == 0 ? "{}"u8 : "}"u8);
        return JsonElement.Parse(text.WrittenSpan);
    }
}
