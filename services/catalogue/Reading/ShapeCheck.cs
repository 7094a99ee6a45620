using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Reading;

/// <summary>
/// Names everything in a document that keeps it from being read as a type: members that are unknown, missing or empty, values of the wrong
/// kind. It rests on the same description of the types as reading itself.
/// </summary>
internal static class ShapeCheck
{
    public static void Report(JsonNode tree, Type type, SourceFile file) => Check(tree, type, "", file);

    private static void Check(JsonNode? node, Type type, string pointer, SourceFile file)
    {
        var info = YamlText.Options.GetTypeInfo(type);
        if (info.PolymorphismOptions is not null && node is JsonObject tagged)
        {
            if (Derived(tagged, info, pointer, file) is not { } derived)
                return;
            info = derived;
        }
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object when node is JsonObject members:
                CheckMembers(members, info, pointer, file);
                break;
            case JsonTypeInfoKind.Enumerable when node is JsonArray elements:
                for (var i = 0; i < elements.Count; i++)
                    Check(elements[i], ElementOf(info.Type), $"{pointer}/{i}", file);
                break;
            case JsonTypeInfoKind.Dictionary when node is JsonObject entries:
                foreach (var (name, value) in entries)
                    Check(value, ElementOf(info.Type), At(pointer, name), file);
                break;
            default:
                CheckValue(node, info, pointer, file);
                break;
        }
    }

    private static JsonTypeInfo? Derived(JsonObject tagged, JsonTypeInfo info, string pointer, SourceFile file)
    {
        var polymorphism = info.PolymorphismOptions!;
        if (!tagged.TryGetPropertyValue(polymorphism.TypeDiscriminatorPropertyName, out var tag))
            return info;
        foreach (var derived in polymorphism.DerivedTypes)
            if (tag is JsonValue value && value.TryGetValue<string>(out var name) && name.Equals(derived.TypeDiscriminator))
                return YamlText.Options.GetTypeInfo(derived.DerivedType);
        file.Report(At(pointer, polymorphism.TypeDiscriminatorPropertyName), $"must be one of: {string.Join(", ", polymorphism.DerivedTypes.Select(d => d.TypeDiscriminator))}");
        return null;
    }

    private static void CheckMembers(JsonObject members, JsonTypeInfo info, string pointer, SourceFile file)
    {
        foreach (var (name, value) in members)
        {
            var property = info.Properties.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                if (name != info.PolymorphismOptions?.TypeDiscriminatorPropertyName && !IsDiscriminator(info.Type, name))
                    file.Report(At(pointer, name), $"there is no such element; there are {string.Join(", ", info.Properties.Select(p => p.Name))}");
            }
            else if (value is null)
            {
                if (!property.IsSetNullable && (!property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is null))
                    file.Report(At(pointer, name), "must not be empty");
            }
            else
            {
                Check(value, property.PropertyType, At(pointer, name), file);
            }
        }
        foreach (var property in info.Properties)
            if (property.IsRequired && !members.Any(m => m.Key.Equals(property.Name, StringComparison.OrdinalIgnoreCase)))
                file.Report(pointer, $"lacks '{property.Name}'");
    }

    // The member that tells the types of one family apart stands in the description of the family, not in that of the single type.
    private static bool IsDiscriminator(Type type, string name)
    {
        for (var of = type.BaseType; of is not null; of = of.BaseType)
            if (of.GetCustomAttributes(typeof(JsonPolymorphicAttribute), inherit: false).OfType<JsonPolymorphicAttribute>().Any(a => a.TypeDiscriminatorPropertyName == name))
                return true;
        return false;
    }

    private static void CheckValue(JsonNode? node, JsonTypeInfo info, string pointer, SourceFile file)
    {
        try
        {
            if (node is null || info.Kind != JsonTypeInfoKind.None)
                throw new JsonException();
            node.Deserialize(info);
        }
        catch (JsonException)
        {
            file.Report(pointer, $"must be {Expected(info)}");
        }
    }

    private static string Expected(JsonTypeInfo info)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        return info.Kind switch
        {
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "a map",
            JsonTypeInfoKind.Enumerable => "a list",
            _ when type.IsEnum => $"one of: {string.Join(", ", Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(v => JsonSerializer.SerializeToNode(Enum.ToObject(type, v), type, YamlText.Options)!.ToString()))}",
            _ when type == typeof(string) => "a text",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(DateOnly) => "a date, YYYY-MM-DD",
            _ when type == typeof(int) => "a whole number",
            _ when type == typeof(decimal) => "a number",
            _ => "a value",
        };
    }

    private static Type ElementOf(Type collection) => collection.IsArray
        ? collection.GetElementType()!
        : collection.GetGenericArguments()[^1];

    private static string At(string pointer, string name) => $"{pointer}/{JsonPointer.Escape(name)}";
}
