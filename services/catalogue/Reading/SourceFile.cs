using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts.Api;
using YamlDotNet.Core;

namespace OneVisit.Catalogue.Reading;

/// <summary>One file of a catalogue under reading. What is wrong with it is collected, never thrown: an editor wants all of it at once.</summary>
/// <param name="path">Within the catalogue's folder.</param>
/// <param name="shown">The path as faults name it.</param>
/// <param name="strict">False for a text that has served before: what is asked of new ones only is not asked of it.</param>
/// <param name="notUtf8">The first line that is no UTF-8; the text is only a likeness then.</param>
internal sealed class SourceFile(string path, string shown, string text, bool strict = true, int? notUtf8 = null)
{
    internal const string NotUtf8 = "is not UTF-8 (it may be GBK): save the file as UTF-8";

    private readonly List<CatalogueFault> _faults = [];
    private Dictionary<string, int>? _lines;

    public string Path { get; } = path;

    public string Text { get; } = text;

    public IReadOnlyList<CatalogueFault> Faults => _faults;

    public bool IsSound => _faults.Count == 0 && !RestsOnUnreadable;

    /// <summary>True where the file uses what another file has and cannot be read there: that is told once, of the other file.</summary>
    public bool RestsOnUnreadable { get; set; }

    /// <summary>The id the file declares, read also where the rest of it cannot be.</summary>
    public string? DeclaredId
    {
        get
        {
            try
            {
                return YamlText.Parse(Text) is JsonObject o && o["id"] is JsonValue id && id.TryGetValue<string>(out var declared) ? declared : null;
            }
            catch (YamlException)
            {
                return null;
            }
        }
    }

    /// <summary>Reads the file; null when it cannot be, and the faults say why.</summary>
    public T? Read<T>() where T : class
    {
        if (notUtf8 is null && YamlJson.Read<T>(Text, YamlText.Once, strict) is { } sound)
            return sound;
        using var reader = new StringReader(Text);
        var yaml = new YamlTree(reader);
        JsonNode? tree;
        try
        {
            tree = yaml.Read();
        }
        catch (YamlException e) when (notUtf8 is null)
        {
            _faults.Add(new(shown, e.Message.Contains(" tab ", StringComparison.Ordinal) ? LineOfTab((int)e.Start.Line) : (int)e.Start.Line, e.Message));
            // Of what is no YAML only the first line can be named.
            _lines = [];
            return null;
        }
        catch (YamlException)
        {
            tree = null;
        }
        if (notUtf8 is { } line)
        {
            _faults.Add(new(shown, line, NotUtf8));
            _lines = [];
            return null;
        }
        if (tree is null)
        {
            _faults.Add(new(shown, 1, "the file is empty"));
            return null;
        }
        if (strict && yaml.HasBlank)
            ReportBlanks(tree, "");
        var before = _faults.Count;
        try
        {
            return tree.Deserialize<T>(YamlText.Options);
        }
        catch (JsonException e)
        {
            // The deserializer stops at the first fault; the slower check names them all.
            ShapeCheck.Report(tree, typeof(T), this);
            if (_faults.Count == before)
                Report("", e.Message);
            return null;
        }
    }

    /// <summary>Reads a file of things by name. Where the file cannot be read as a whole, what is wrong is reported, and of the others each is read.</summary>
    public SharedTexts<T> ReadShared<T>() where T : class
    {
        if (Read<Dictionary<string, T>>() is { } sound)
            return new(sound, _ => false);
        // No YAML: nobody knows what it would have had.
        if (_lines is { Count: 0 } || YamlText.Parse(Text) is not JsonObject members)
            return new(new Dictionary<string, T>(), _ => true);
        var read = new Dictionary<string, T>();
        foreach (var (name, member) in members)
            if (Try(member) is { } one)
                read[name] = one;
        return new(read, members.ContainsKey);

        static T? Try(JsonNode? member)
        {
            try
            {
                return member.Deserialize<T>(YamlText.Options);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <param name="pointer">JSON pointer of the place in the file; the nearest place above it that has a line is named.</param>
    public void Report(string pointer, string message) => _faults.Add(new(shown, LineOf(pointer), pointer.Length == 0 ? message : $"{pointer[1..]}: {message}"));

    /// <summary>The same, for what is asked of a new text and not of one that has served before.</summary>
    public void ReportStrictly(string pointer, string message)
    {
        if (strict)
            Report(pointer, message);
    }

    /// <summary>The same, for what is found again and again: in each version of an item, with each combination of answers.</summary>
    public void ReportOnce(string pointer, string message)
    {
        var before = _faults.Count;
        Report(pointer, message);
        if (_faults.IndexOf(_faults[before]) < before)
            _faults.RemoveAt(before);
    }

    // Nothing that a catalogue says is said by an empty text.
    private void ReportBlanks(JsonNode? node, string pointer)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, member) in members)
                    ReportBlanks(member, $"{pointer}/{JsonPointer.Escape(name)}");
                break;
            case JsonArray elements:
                for (var i = 0; i < elements.Count; i++)
                    ReportBlanks(elements[i], $"{pointer}/{i}");
                break;
            case JsonValue value when value.TryGetValue<string>(out var said) && string.IsNullOrWhiteSpace(said):
                Report(pointer, "must not be blank");
                break;
        }
    }

    // The parser names the line on which the map begins that the tab stands in.
    private int LineOfTab(int from)
    {
        var lines = Text.Split('\n');
        var tab = Array.FindIndex(lines, Math.Min(from - 1, lines.Length - 1), line => line.AsSpan()[..^line.AsSpan().TrimStart().Length].Contains('\t'));
        return tab < 0 ? from : tab + 1;
    }

    private int LineOf(string pointer)
    {
        _lines ??= YamlTree.LinesOf(Text);
        for (; pointer.Length > 0; pointer = pointer[..pointer.LastIndexOf('/')])
            if (_lines.TryGetValue(pointer, out var line))
                return line;
        return 1;
    }
}
