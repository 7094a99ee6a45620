namespace OneVisit.Catalogue.Forms;

/// <summary>Builds forms from the catalogue's text.</summary>
/// <param name="shared">The fields of <c>fields.yaml</c>: one meaning under one name, used by many items.</param>
internal sealed class FormReader(IReadOnlyDictionary<string, FieldText> shared)
{
    // Shared fields may use shared fields; a ring of them would never end.
    private const int DeepestUse = 16;

    public ObjectNode Read(IReadOnlyDictionary<string, FieldText> fields, string path, int depth = 0) =>
        new(fields.Select(f => new FormField(f.Key, Read(f.Value, $"{path}/{f.Key}", titled: true, depth), f.Value.Required)));

    private FormNode Read(FieldText text, string path, bool titled, int depth)
    {
        if (depth > DeepestUse)
            throw new InvalidDataException($"{path}: the fields use each other in a ring, or are nested more than {DeepestUse} deep");
        if (text.Use is { } name)
        {
            if (text.GetType() != typeof(FieldText) || text.Title is not null)
                throw new InvalidDataException($"{path}: a field that uses '{name}' declares nothing itself but whether it is required");
            return shared.TryGetValue(name, out var field)
                ? Read(field, path, titled, depth + 1)
                : throw new InvalidDataException($"{path}: there is no shared field '{name}'");
        }
        if (titled && text.Title is null)
            throw new InvalidDataException($"{path}: the field has no title");
        FormNode node = text switch
        {
            ObjectText o => Read(o.Fields, path, depth + 1),
            ArrayText a => new ArrayNode(Read(a.Items, $"{path}/items", titled: false, depth + 1), a.MaxItems) { MinItems = a.MinItems, UniqueItems = a.UniqueItems },
            StringText s => new TextNode(s.MaxLength)
            {
                MinLength = s.MinLength,
                Patterns = s.Pattern is { } pattern ? [TextPattern.Of(pattern, path)] : [],
                Format = s.Format is { } format ? TextFormat.Named(format, path) : null,
            },
            NumberText n => new NumberNode { Whole = n is IntegerText, Minimum = n.Minimum, ExclusiveMinimum = n.ExclusiveMinimum, Maximum = n.Maximum },
            ChoiceText c => new ChoiceNode([.. c.Values.Select(v => new Choice(v.Key, v.Value))]),
            BooleanText => new BooleanNode(),
            _ => throw new InvalidDataException($"{path}: a field has a type, or uses a shared field"),
        };
        return node with { Title = text.Title };
    }
}
