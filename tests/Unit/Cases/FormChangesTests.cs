using System.Text.Json;
using CsCheck;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Unit.Cases;

public sealed class FormChangesTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", "")]
    [InlineData("""{"a":1}""", """{"a":1.0}""", "")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", "")]
    [InlineData("""{"a":"x"}""", """{"a":"x"}""", "")]
    [InlineData("""{"a":1}""", """{"a":2}""", "/a")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "/a")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":{"b":1,"c":3}}""", "/a/c")]
    [InlineData("""{"a":1}""", "{}", "/a")]
    [InlineData("{}", """{"a":{"b":1}}""", "/a")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1,3]}""", "/a/1")]
    [InlineData("""{"a":[{"b":1},{"b":2}]}""", """{"a":[{"b":1},{"b":3}]}""", "/a/1/b")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1]}""", "/a")]
    [InlineData("""{"a/b":{"c~d":1}}""", """{"a/b":{"c~d":2}}""", "/a~1b/c~0d")]
    [InlineData("""{"a":{"b":1}}""", """{"a":null}""", "/a")]
    [InlineData("""{"a":1,"b":1,"c":1}""", """{"a":2,"c":2,"d":1}""", "/a /b /c /d")]
    public void Says_which_fields_are_not_as_they_were(string before, string after, string fields) =>
        Assert.Equal(fields, string.Join(' ', (FormChanges.Between(JsonElement.Parse(before), [], JsonElement.Parse(after), [])?.Fields ?? []).Order(StringComparer.Ordinal)));

    [Fact]
    public void Says_which_papers_are_new_or_others()
    {
        static MaterialReference Paper(string id, string digest) => new() { Material = id, Name = "x.pdf", Digest = digest };
        var nothing = JsonElement.Parse("{}");

        var changes = FormChanges.Between(nothing, [Paper("same", "1"), Paper("other", "1"), Paper("gone", "1")], nothing, [Paper("same", "1"), Paper("other", "2"), Paper("new", "1")]);

        Assert.Equal(["gone", "new", "other"], changes!.Materials.Order());
        Assert.Null(FormChanges.Between(nothing, [Paper("same", "1")], nothing, [Paper("same", "1")]));
    }

    [Fact]
    public void Every_change_that_is_named_is_one_and_nothing_else_has_changed() => Gen.Select(Json(3), Json(3)).Sample((before, after) =>
    {
        var (one, other) = (JsonElement.Parse(before), JsonElement.Parse(after));
        var fields = FormChanges.Between(one, [], other, [])?.Fields ?? [];
        foreach (var field in fields)
        {
            var (was, now) = (JsonPointer.Find(one, field), JsonPointer.Find(other, field));
            Assert.False(was is { } a && now is { } b && JsonElement.DeepEquals(a, b), field);
        }
        Assert.Equal(fields.Count == 0, JsonElement.DeepEquals(one, other));
    });

    private static Gen<string> Json(int depth) => depth == 0
        ? Gen.OneOf(Gen.Const("1"), Gen.Const("2"), Gen.Const("\"x\""), Gen.Const("null"), Gen.Const("true"))
        : Gen.Frequency(
            (1, Json(0)),
            (2, Json(depth - 1).Array[0, 2].Select(items => $"[{string.Join(',', items)}]")),
            (3, Gen.Select(Json(depth - 1).Null(), Json(depth - 1).Null()).Select((a, b) => $"{{{string.Join(',', (string[])[.. a is null ? [] : (string[])[$"\"a\":{a}"], .. b is null ? [] : (string[])[$"\"b/\":{b}"]])}}}")));
}
