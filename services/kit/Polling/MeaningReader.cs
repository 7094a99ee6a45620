using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Polling;

/// <summary>Reads the table of a closed system's words.</summary>
/// <param name="declaresMaterial">Whether an item may ask for a paper.</param>
/// <param name="declaresField">Whether an item may ask for a place of the form.</param>
internal sealed class MeaningReader(List<string> faults, Func<string, bool> declaresMaterial, Func<string, bool> declaresField)
{
    private const string Expected = "an object of its words, each with what it means";

    public IReadOnlyDictionary<string, Meaning> Words(MappingReader file)
    {
        var words = new Dictionary<string, Meaning>(StringComparer.Ordinal);
        var entries = file.Entries("words", required: true, Expected);
        foreach (var (word, value) in entries)
        {
            var at = $"/words/{JsonPointer.Escape(word)}";
            if (word.Trim() != word || word.Length == 0)
                faults.Add($"{at}: a word without space around it is expected");
            if (MeaningOf(value, at) is { } meaning)
                words[word] = meaning;
        }
        if (entries.Count > 0 && words.Count == entries.Count && !words.Values.Any(m => m.Kind is MeaningKind.Pass or MeaningKind.Refuse or MeaningKind.Issued))
            faults.Add("/words: a word that decides is expected: pass, refuse or issued");
        return words;
    }

    private Meaning? MeaningOf(JsonElement value, string at)
    {
        // "received" and "pass" need nothing else.
        if (value.ValueKind == JsonValueKind.String)
        {
            if (KindOf(value.GetString()) is { } plain and (MeaningKind.Received or MeaningKind.Pass))
                return new Meaning(plain);
            faults.Add($"{at}: received or pass is expected, or an object with 'means'");
            return null;
        }
        var of = new MappingReader(value, at, faults, "means", "reason", "legalBasis", "missing", "licences");
        var before = faults.Count;
        if (of.Line("means", required: true, "one of received, pass, refuse, supplement, issued", m => KindOf(m) is not null) is not { } word)
            return null;
        var kind = KindOf(word)!.Value;
        var explains = kind is MeaningKind.Refuse or MeaningKind.Supplement;
        var (reason, basis) = (WordingOf(of, "reason"), WordingOf(of, "legalBasis"));
        if (kind == MeaningKind.Received)
            Refuse(of, kind, "reason", "legalBasis");
        if (explains)
        {
            of.Required("reason", "why, {from, otherwise} or a text,");
            of.Required("legalBasis", "by which law, {from, otherwise} or a text,");
        }
        MissingTable? missing = null;
        IReadOnlyList<LicenceTemplate>? licences = null;
        if (kind == MeaningKind.Supplement)
            missing = of.Member("missing") is { } table ? MissingOf(table, of.PlaceOf("missing")) : null;
        else
            Refuse(of, kind, "missing");
        if (kind == MeaningKind.Issued)
            licences = LicencesOf(of);
        else
            Refuse(of, kind, "licences");
        return faults.Count == before ? new Meaning(kind, reason, basis, missing, licences) : null;
    }

    private static void Refuse(MappingReader of, MeaningKind kind, params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            if (of.Member(member) is not null)
                of.Fault(member, $"{KebabCase.Of(kind)} has none");
        }
    }

    /// <summary><c>{"from": "/pointer", "otherwise": text}</c>, or a text.</summary>
    private Wording? WordingOf(MappingReader of, string name)
    {
        if (of.Member(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("from", out _))
            return of.Text(name) is { } text ? new Wording(null, text) : null;
        var wording = new MappingReader(value, of.PlaceOf(name), faults, "from", "otherwise");
        return new Wording(wording.Pointer("from", required: true), wording.Text("otherwise"));
    }

    private MissingTable? MissingOf(JsonElement value, string at)
    {
        var of = new MappingReader(value, at, faults, "from", "code", "codes");
        var (from, code) = (of.Pointer("from", required: true), of.Pointer("code", required: false));
        var codes = new Dictionary<string, MissingThing>(StringComparer.Ordinal);
        foreach (var (name, thing) in of.Entries("codes", required: true, "an object of its codes, each {material} or {field}"))
        {
            var place = $"{of.PlaceOf("codes")}/{JsonPointer.Escape(name)}";
            var one = new MappingReader(thing, place, faults, "material", "field");
            var material = one.Line("material", required: false, "the id of a material that the items declare", declaresMaterial);
            var field = one.Line("field", required: false, "a JSON pointer to a field that the items declare", f => f.Length > 1 && MappingReader.IsPointer(f) && declaresField(f));
            if (thing.ValueKind == JsonValueKind.Object && one.Member("material") is null == one.Member("field") is null)
                faults.Add($"{place}: exactly one of material and field is expected");
            codes[name] = new MissingThing(material, field);
        }
        return from is null ? null : new MissingTable(from, code ?? "", codes);
    }

    private List<LicenceTemplate> LicencesOf(MappingReader of)
    {
        var licences = new List<LicenceTemplate>();
        if (of.Required("licences", "a list of licences {type, number, validUntil, data}") is not { } list)
            return licences;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            of.Fault("licences", "a list of licences {type, number, validUntil, data} is expected");
            return licences;
        }
        foreach (var (index, value) in list.EnumerateArray().Index())
        {
            var at = $"{of.PlaceOf("licences")}/{index}";
            var licence = new MappingReader(value, at, faults, "type", "number", "validUntil", "data");
            var type = licence.Line("type", required: true, "the id of a licence type");
            if (type is not null && licences.Any(l => l.Type == type))
                licence.Fault("type", "a licence of this type stands before");
            var data = licence.Member("data") is { } template ? JsonTemplate.Read(template, licence.PlaceOf("data"), _ => null, faults) : null;
            if (licence.Member("data") is { ValueKind: not JsonValueKind.Object })
                licence.Fault("data", "an object is expected");
            licences.Add(new LicenceTemplate(type ?? "", licence.Pointer("number", required: false), licence.Pointer("validUntil", required: false), data));
        }
        return licences;
    }

    private static MeaningKind? KindOf(string? word) => KebabCase.Read<MeaningKind>(word);
}
