using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using OneVisit.Catalogue;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>What must hold of every bundle: items are made at random from a few fields and papers that they share.</summary>
public class CompilerProperties
{
    private sealed record Field(int Name, bool Nested, bool Required, int Least, int Most);

    private sealed record Paper(int Name, string Necessity, string Grade, bool Electronic);

    private sealed record Made(Field[] Fields, Paper[] Papers, int Days, int Visits);

    private static readonly Gen<Field> Fields = Gen.Select(Gen.Int[0, 4], Gen.Bool, Gen.Bool, Gen.Int[0, 3], Gen.Int[4, 8]).Select((n, nested, r, l, m) => new Field(n, nested, r, l, m));

    private static readonly Gen<Paper> Papers = Gen.Select(Gen.Int[0, 3], Gen.OneOf("optional", "tolerable", "required"), Gen.OneOf("A", "B", "C", "D"), Gen.Bool)
        .Select((n, necessity, grade, electronic) => new Paper(n, necessity, grade, electronic));

    private static readonly Gen<Made[]> SomeItems = Gen.Select(Fields.Array[0, 6], Papers.Array[0, 4], Gen.Int[0, 9], Gen.Int[0, 3])
        .Select((fields, papers, days, visits) => new Made([.. fields.DistinctBy(f => (f.Name, f.Nested))], [.. papers.DistinctBy(p => p.Name)], days, visits))
        .Array[1, 4];

    private static readonly Gen<string> Documents = Gen.Select(Members(), Members(), Gen.Bool).Select((outer, inner, nested) =>
    {
        var document = ObjectOf(outer);
        if (nested)
            document["o"] = ObjectOf(inner);
        return document.ToJsonString();
    });

    [Fact]
    public void Another_item_never_takes_a_requirement_away() => SomeItems.Sample(
        made =>
        {
            var (fewer, more) = (PlanOf(made[..^1].Length == 0 ? made : made[..^1]), PlanOf(made));

            Assert.Subset(more.Fields.Select(f => f.Pointer).ToHashSet(), fewer.Fields.Select(f => f.Pointer).ToHashSet());
            Assert.Subset(Required(more.Form, ""), Required(fewer.Form, ""));
            foreach (var paper in fewer.Materials)
            {
                var after = more.Materials.Single(m => m.Id == paper.Id);
                Assert.True(after.Necessity >= paper.Necessity && after.Grade <= paper.Grade && after.Forms.All(paper.Forms.Contains));
            }
            Assert.True(more.Visits.Promised >= fewer.Visits.Promised);
        },
        iter: 150);

    [Fact]
    public void Every_required_field_of_every_item_is_asked() => SomeItems.Sample(
        made =>
        {
            var plan = PlanOf(made);

            Assert.All(plan.Items, item => Assert.Subset(Required(plan.Form, ""), Required(item.Item.Form, "")));
        },
        iter: 150);

    [Fact]
    public void The_merged_form_accepts_what_every_items_own_form_accepts_and_nothing_else() => Gen.Select(SomeItems, Documents.Array[40]).Sample(
        (made, documents) =>
        {
            var plan = PlanOf(made);
            foreach (var text in documents)
            {
                var document = JsonElement.Parse(text);
                var own = plan.Items.All(i => Accepts(i.Item.Form, JsonElement.Parse(Declared(JsonNode.Parse(text)!.AsObject(), i.Item.Form).ToJsonString())));

                Assert.Equal(own && IsDeclared(document, plan.Form), Accepts(plan.Form, document));
            }
        },
        iter: 60);

    [Fact]
    public void The_order_of_the_items_makes_no_difference() => Gen.Select(SomeItems, Gen.Int[0, 3]).Sample(
        (made, turns) =>
        {
            var lines = Enumerable.Range(0, made.Length).Select(i => $"a.i{i}, required: true").ToArray();
            string[] turned = [.. lines.Skip(turns % lines.Length), .. lines.Take(turns % lines.Length)];

            Assert.Equal(Written(PlanOf(made)), Written(PlanOf(made, turned)));
        },
        iter: 60);

    private static Plan PlanOf(Made[] made, string[]? items = null)
    {
        List<(string, string)> files = [.. made.Select((item, i) => Item($"a.i{i}", FormOf(item), MaterialsOf(item), days: item.Days, visits: item.Visits))];
        files.Add(Bundle(Items(items ?? [.. made.Select((_, i) => $"a.i{i}, required: true")])));
        return Plan(Load([.. files]));
    }

    private static string FormOf(Made item)
    {
        var lines = item.Fields.Where(f => !f.Nested).Select(f => $"  {Line(f)}").ToList();
        if (item.Fields.Any(f => f.Nested))
        {
            lines.Add($"  o: {{ title: {{ zh: 组, en: Group }}, required: {(item.Days % 2 == 0 ? "true" : "false")}, type: object, fields: {{ {string.Join(", ", item.Fields.Where(f => f.Nested).Select(Line))} }} }}");
        }
        return lines.Count == 0 ? "form: {}" : $"form:\n{string.Join('\n', lines)}";

        static string Line(Field f) =>
            $"f{f.Name}: {{ title: {{ zh: 字段, en: Field {f.Name} }}, required: {(f.Required ? "true" : "false")}, type: string, minLength: {f.Least}, maxLength: {f.Most} }}";
    }

    private static string MaterialsOf(Made item) => item.Papers.Length == 0 ? "materials: []" : "materials:\n" + string.Join('\n', item.Papers.Select(p =>
        $"  - {{ id: p{p.Name}, name: {{ zh: 材料, en: Paper {p.Name} }}, necessity: {p.Necessity}, forms: [paper{(p.Electronic ? ", electronic" : "")}], grade: {p.Grade}, basis: unverified }}"));

    private static Gen<(int Name, int Length)[]> Members() => Gen.Select(Gen.Int[0, 5], Gen.Int[-1, 9]).Array[0, 6].Select(all => all.DistinctBy(m => m.Item1).ToArray());

    // A length of -1 is a value of the wrong kind.
    private static JsonObject ObjectOf((int Name, int Length)[] members) => new(members.Select(m =>
        KeyValuePair.Create($"f{m.Name}", m.Length < 0 ? (JsonNode?)7 : new string('x', m.Length))));

    private static JsonObject Declared(JsonObject document, ObjectNode form) => new(document
        .Where(m => form.Find(m.Key) is not null)
        .Select(m => KeyValuePair.Create(m.Key, m.Value is JsonObject inner && form.Find(m.Key)!.Node is ObjectNode node ? Declared(inner, node) : m.Value?.DeepClone())));

    private static bool IsDeclared(JsonElement document, ObjectNode form) => document.EnumerateObject().All(m => form.Find(m.Name) is { } field
        && (field.Node is not ObjectNode inner || m.Value.ValueKind != JsonValueKind.Object || IsDeclared(m.Value, inner)));

    private static bool Accepts(ObjectNode form, JsonElement document)
    {
        List<Fault> faults = [];
        form.Validate(document, "", faults);
        return faults.Count == 0;
    }

    private static HashSet<string> Required(ObjectNode form, string pointer) =>
    [
        .. form.Fields.Where(f => f.Required).Select(f => $"{pointer}/{f.Name}"),
        .. form.Fields.SelectMany(f => f.Node is ObjectNode inner ? Required(inner, $"{pointer}/{f.Name}") : []),
    ];

    private static string Written(Plan plan) => JsonSerializer.Serialize(plan.ToView(Day, CityCalendars.Load().National), JsonSerializerOptions.Web);
}
