using System.Globalization;
using OneVisit.Catalogue.Forms;

namespace OneVisit.Catalogue.Editing;

/// <summary>What a change of a form means to who fills it in: fields that both have, asked for more strictly or less.</summary>
internal static class FieldDiff
{
    private enum Bound
    {
        Least,
        Most,
    }

    public static IEnumerable<string> Of(ObjectNode last, ObjectNode next)
    {
        var (old, now) = (Places(last), Places(next));
        foreach (var (pointer, (before, wasRequired)) in old.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (!now.TryGetValue(pointer, out var other))
                continue;
            var (after, isRequired) = other;
            if (wasRequired != isRequired)
                yield return $"{pointer}: {(wasRequired ? "required -> may be left out" : "may be left out -> required")}";
            if (before.GetType() != after.GetType())
                yield return $"{pointer}: {before.Kind} -> {after.Kind}";
            else
                foreach (var change in Rules(before, after))
                    yield return $"{pointer}: {change}";
            if (before.Title != after.Title)
                yield return $"{pointer}: called '{before.Title?.Zh}' -> '{after.Title?.Zh}', '{before.Title?.En}' -> '{after.Title?.En}'";
        }
    }

    private static Dictionary<string, (FormNode Node, bool Required)> Places(ObjectNode form)
    {
        var places = new Dictionary<string, (FormNode, bool)>();
        Gather(form, "");
        return places;

        void Gather(FormNode node, string pointer)
        {
            foreach (var field in (node as ObjectNode)?.Fields ?? [])
            {
                places[$"{pointer}/{field.Name}"] = (field.Node, field.Required);
                Gather(field.Node, $"{pointer}/{field.Name}");
            }
            if (node is not ArrayNode list)
                return;
            places[$"{pointer}/*"] = (list.Items, true);
            Gather(list.Items, $"{pointer}/*");
        }
    }

    private static IEnumerable<string> Rules(FormNode before, FormNode after) => (before, after) switch
    {
        (TextNode a, TextNode b) =>
        [
            .. Change("minLength", Bound.Least, a.MinLength, b.MinLength), .. Change("maxLength", Bound.Most, a.MaxLength, b.MaxLength),
            .. Change("pattern", PatternOf(a), PatternOf(b)), .. Change("format", a.Format?.Name ?? "", b.Format?.Name ?? ""),
        ],
        (NumberNode a, NumberNode b) =>
        [
            .. Change("minimum", Bound.Least, a.Minimum, b.Minimum), .. Change("exclusiveMinimum", Bound.Least, a.ExclusiveMinimum, b.ExclusiveMinimum),
            .. Change("maximum", Bound.Most, a.Maximum, b.Maximum), .. Change("kind", a.Kind, b.Kind),
        ],
        (ArrayNode a, ArrayNode b) =>
        [
            .. Change("minItems", Bound.Least, a.MinItems, b.MinItems), .. Change("maxItems", Bound.Most, a.MaxItems, b.MaxItems),
            .. Change("items that repeat", a.UniqueItems ? "refused" : "allowed", b.UniqueItems ? "refused" : "allowed"),
        ],
        (ChoiceNode a, ChoiceNode b) => Choices(a, b),
        _ => [],
    };

    private static string PatternOf(TextNode node) => string.Join(" and ", node.Patterns.Select(p => p.Source));

    private static IEnumerable<string> Choices(ChoiceNode before, ChoiceNode after)
    {
        var (old, now) = (before.Choices.Select(c => c.Value).ToHashSet(), after.Choices.Select(c => c.Value).ToHashSet());
        if (!old.SetEquals(now))
            yield return $"choices:{string.Concat(old.Except(now).Select(c => $" -{c}"))}{string.Concat(now.Except(old).Select(c => $" +{c}"))}";
        foreach (var choice in before.Choices)
            if (after.Choices.FirstOrDefault(c => c.Value == choice.Value) is { } same && same.Label != choice.Label)
                yield return $"choice {choice.Value}: called '{choice.Label.Zh}' -> '{same.Label.Zh}', '{choice.Label.En}' -> '{same.Label.En}'";
    }

    private static IEnumerable<string> Change(string rule, string before, string after)
    {
        if (before != after)
            yield return $"{rule} {(before.Length == 0 ? "none" : before)} -> {(after.Length == 0 ? "none" : after)}";
    }

    private static IEnumerable<string> Change(string rule, Bound bound, decimal? before, decimal? after)
    {
        if (before == after)
            yield break;
        var narrower = before is null || (after is not null && (bound == Bound.Least ? after > before : after < before));
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{rule} {before?.ToString("0.##########", CultureInfo.InvariantCulture) ?? "none"} -> {after?.ToString("0.##########", CultureInfo.InvariantCulture) ?? "none"} ({(narrower ? "narrower" : "wider")})");
    }
}
