using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;

namespace OneVisit.SystemTests.AsyncApi;

/// <summary>What the code says of its public types and members, as the compiler writes it beside the assembly.</summary>
internal sealed class Docstrings(params Assembly[] assemblies)
{
    private readonly Dictionary<string, XElement> _members = assemblies
        .SelectMany(a => XDocument.Load(Path.ChangeExtension(a.Location, ".xml")).Root!.Element("members")!.Elements("member"))
        .ToDictionary(m => m.Attribute("name")!.Value);

    public string? Of(Type type) => Summary($"T:{NameOf(type)}");

    /// <summary>Of a parameter of a record where the property has none of its own.</summary>
    public string? Of(PropertyInfo property)
    {
        var type = NameOf(property.DeclaringType!);
        return Summary($"P:{type}.{property.Name}")
            ?? (_members.TryGetValue($"T:{type}", out var record) ? Text(record.Elements("param").FirstOrDefault(p => p.Attribute("name")!.Value == property.Name)) : null);
    }

    /// <summary>Of a constant.</summary>
    public string? Of(FieldInfo field) => Summary($"F:{NameOf(field.DeclaringType!)}.{field.Name}");

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private string? Summary(string member) => _members.TryGetValue(member, out var found) ? Text(found.Element("summary")) : null;

    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;
        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText words => words.Value,
            XElement { Name.LocalName: "see" } see => (see.Attribute("cref") ?? see.Attribute("langword"))!.Value.Split('.', ':')[^1],
            XElement { Name.LocalName: "paramref" } parameter => JsonNamingPolicy.CamelCase.ConvertName(parameter.Attribute("name")!.Value),
            XElement other => other.Value,
            _ => "",
        }));
        return string.Join(' ', text.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } line ? line : null;
    }
}
