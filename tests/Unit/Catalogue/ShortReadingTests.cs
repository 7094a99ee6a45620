using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Catalogue;
using OneVisit.Catalogue.Reading;

namespace OneVisit.Unit.Catalogue;

/// <summary>A text with nothing wrong with it is read the short way, and means the same as by its tree.</summary>
public class ShortReadingTests
{
    public static TheoryData<string> Files() => [.. CatalogueText.BuiltIn().Files.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_built_in_means_the_same_both_ways(string path)
    {
        var text = CatalogueText.BuiltIn().Files[path];
        var read = Read(text);

        Assert.NotNull(read);
        Assert.True(JsonNode.DeepEquals(YamlText.Parse(text), read));
    }

    [Theory]
    [InlineData("a: [1, 2.50, -3, +4, .5, 1e3, 0x10, 1_000, '5', true, True, false, ~, null, Null, '', yes]")]
    [InlineData("a: >\n  folded\n  text\nb: |\n  kept\n  text\nc: \"quoted \\n \\\"text\\\"\"")]
    [InlineData("{ }")]
    [InlineData("[]")]
    [InlineData("just a text")]
    [InlineData("# remark\na: 名称 # another")]
    [InlineData("1: one\n~: none\ntrue: yes")]
    public void Any_text_means_the_same_both_ways(string text) => Assert.True(
        JsonNode.DeepEquals(YamlText.Parse(text), Read(text, strict: false)));

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: { b: 1, b: 1 }")]
    [InlineData("a: &x 1")]
    [InlineData("a: *x")]
    [InlineData("&x a: 1")]
    [InlineData("a: !!str 1")]
    [InlineData("? [a]\n: 1")]
    [InlineData("a: 1\n---\nb: 2")]
    [InlineData("a: [1")]
    [InlineData("a: '1")]
    [InlineData("a: ' '")]
    public void What_the_tree_would_complain_of_is_left_to_it(string text) => Assert.Null(Read(text));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void What_is_nested_too_deep_is_left_to_the_tree(int depth, bool taken) =>
        Assert.Equal(taken, Read(new string('[', depth) + new string(']', depth)) is not null);

    private static JsonNode? Read(string text, bool strict = true)
    {
        using var document = YamlJson.Read<JsonDocument>(text, YamlText.Once, strict);
        return document is null ? null : JsonNode.Parse(document.RootElement.GetRawText()) ?? JsonValue.Create("null");
    }
}
