using OneVisit.Catalogue.Reading;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Forms;

/// <summary>Builds forms from the catalogue's text. A shared field is built once: the items that use it share its node.</summary>
internal sealed class FormReader
{
    // Lists and objects within each other; a form that needs more is no form.
    private const int Deepest = 16;

    private readonly SharedTexts<FieldText> _texts;
    private readonly SourceFile? _file;
    private readonly Dictionary<string, FormNode?> _shared = [];

    /// <param name="shared">The fields of <c>fields.yaml</c>: one meaning under one name, used by many items.</param>
    /// <param name="file">Takes what is wrong with them; null when there are none.</param>
    public FormReader(SharedTexts<FieldText> shared, SourceFile? file)
    {
        _texts = shared;
        _file = file;
        foreach (var name in shared.Read.Keys)
            Shared(name);
    }

    /// <summary>Reads the fields of a form or the questions of a bundle; what is wrong with one is reported, and the rest is read.</summary>
    public ObjectNode Read(IReadOnlyDictionary<string, FieldText> fields, string pointer, SourceFile file) => Members(fields, pointer, file, depth: 0);

    private ObjectNode Members(IReadOnlyDictionary<string, FieldText> fields, string pointer, SourceFile file, int depth)
    {
        var members = fields.Select(f => new FormField(f.Key, Node(f.Value, $"{pointer}/{JsonPointer.Escape(f.Key)}", titled: true, file, depth), f.Value.Required));
        try
        {
            return new(members);
        }
        catch (InvalidDataException e)
        {
            file.Report(pointer, e.Message);
            return ObjectNode.Empty;
        }
    }

    private FormNode Node(FieldText text, string pointer, bool titled, SourceFile file, int depth)
    {
        if (text.Use is { } name)
            return Used(text, name, pointer, file) ?? AnyNode.Instance;
        if (depth > Deepest)
        {
            file.Report(pointer, $"is nested more than {Deepest} deep");
            return AnyNode.Instance;
        }
        if (titled && text.Title is null)
            file.Report(pointer, "the field has no title");
        if (text.Output is { } output && output.Split('.') is not [{ Length: > 0 }, { Length: > 0 }])
            file.Report($"{pointer}/output", "must be a licence type, a dot and one of its fields");
        if (!titled && text.Output is not null)
            file.Report($"{pointer}/output", "an element of a list is no output: the list as a whole may be");
        return Untitled(text, pointer, file, depth) with { Title = text.Title, Output = text.Output is { } o && o.Contains('.', StringComparison.Ordinal) ? o : null };
    }

    private FormNode Untitled(FieldText text, string pointer, SourceFile file, int depth)
    {
        switch (text)
        {
            case ObjectText o:
                return Members(o.Fields, $"{pointer}/fields", file, depth + 1);
            case ArrayText a:
                Range(a.MinItems ?? 0, a.MaxItems, "minItems", "maxItems", pointer, file);
                if (a is { UniqueItems: true, Items: ChoiceText of } && a.MinItems > of.Values.Count)
                    file.ReportStrictly($"{pointer}/minItems", $"is {a.MinItems}, and there are {of.Values.Count} different elements");
                return new ArrayNode(Node(a.Items, $"{pointer}/items", titled: false, file, depth + 1), a.MaxItems) { MinItems = a.MinItems, UniqueItems = a.UniqueItems };
            case StringText s:
                Range(s.MinLength ?? 0, s.MaxLength, "minLength", "maxLength", pointer, file);
                return new TextNode(s.MaxLength)
                {
                    MinLength = s.MinLength,
                    Patterns = s.Pattern is { } pattern && Try(() => TextPattern.Of(pattern), $"{pointer}/pattern", file) is { } known ? [known] : [],
                    Format = s.Format is { } format ? Try(() => TextFormat.Named(format), $"{pointer}/format", file) : null,
                };
            case NumberText n:
                if (n.Minimum > n.Maximum || n.ExclusiveMinimum >= n.Maximum)
                    file.ReportStrictly($"{pointer}/maximum", $"no number is at most {n.Maximum} and {(n.Minimum > n.Maximum ? $"at least {n.Minimum}" : $"more than {n.ExclusiveMinimum}")}");
                else if (n is IntegerText && n.Minimum is { } least && n.Maximum is { } most && NumberNode.NoWhole(least, most))
                    file.ReportStrictly($"{pointer}/maximum", $"no whole number lies between {least} and {most}");
                return new NumberNode { Whole = n is IntegerText, Minimum = n.Minimum, ExclusiveMinimum = n.ExclusiveMinimum, Maximum = n.Maximum };
            case ChoiceText c:
                if (c.Values.Count == 0)
                    file.ReportStrictly($"{pointer}/values", "there is nothing to choose");
                return new ChoiceNode([.. c.Values.Select(v => new Choice(v.Key, v.Value))]);
            case BooleanText:
                return new BooleanNode();
            default:
                file.Report(pointer, "a field has a type, or uses a shared field");
                return AnyNode.Instance;
        }
    }

    private static void Range(int least, int most, string nameOfLeast, string nameOfMost, string pointer, SourceFile file)
    {
        if (least < 0)
            file.ReportStrictly($"{pointer}/{nameOfLeast}", "must not be negative");
        if (most < 1)
            file.ReportStrictly($"{pointer}/{nameOfMost}", "must be at least 1");
        else if (least > most)
            file.ReportStrictly($"{pointer}/{nameOfLeast}", $"is {least}, more than {nameOfMost}, which is {most}");
    }

    private FormNode? Used(FieldText text, string name, string pointer, SourceFile file)
    {
        if (text.GetType() != typeof(FieldText) || text.Title is not null || text.Output is not null)
            file.Report(pointer, $"a field that uses '{name}' declares nothing itself but whether it is required");
        return _texts.Find(name, "field", $"{pointer}/use", file) is null ? null : Shared(name);
    }

    private FormNode? Shared(string name)
    {
        if (_shared.TryGetValue(name, out var known))
        {
            if (known is null)
                _file!.Report($"/{JsonPointer.Escape(name)}", "the fields use each other in a ring");
            return known;
        }
        _shared[name] = null;
        return _shared[name] = Node(_texts.Read[name], $"/{JsonPointer.Escape(name)}", titled: true, _file!, depth: 0);
    }

    private static T? Try<T>(Func<T> read, string pointer, SourceFile file) where T : class
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            file.Report(pointer, e.Message);
            return null;
        }
    }
}
