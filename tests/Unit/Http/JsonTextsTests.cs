using System.Text;
using System.Text.Json;
using OneVisit.Kit.Http;

namespace OneVisit.Unit.Http;

public sealed class JsonTextsTests
{
    [Theory]
    [InlineData("""{"a":"洞庭"}""")]
    [InlineData("""{"a":"\u6d1e\ud840\udc00","\u0061b":["\\u0000"]}""")]
    [InlineData("[1,true,null]")]
    public void Lets_text_through_however_it_is_written(string json) => Assert.Empty(Faults(json));

    [Theory]
    [InlineData("""{"a":"x\u0000"}""", "/a")]
    [InlineData("""{"a":["ok",{"b/c":"\ud840"}]}""", "/a/1/b~1c")]
    [InlineData("""{"a":{"\udc00":1,"b":"\u0000"}}""", "/a", "/a/b")]
    [InlineData("""{"a\u0000":1}""", "")]
    [InlineData(@"""\u0000""", "")]
    public void Names_every_string_that_is_no_text(string json, params string[] pointers)
    {
        Assert.Equal(pointers, Faults(json));
    }

    [Fact]
    public void Names_a_string_whose_bytes_are_no_UTF_8()
    {
        byte[] json = [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Equal(["/a"], JsonTexts.FaultsOf(JsonElement.Parse(json)).Select(f => f.Pointer));
    }

    [Fact]
    public void Does_not_answer_a_thousand_faults_with_a_thousand_lines()
    {
        var faults = Faults($$"""[{{string.Join(',', Enumerable.Range(0, 1000).Select(i => $$"""{"\u0000{{i}}":"\ud800"}"""))}}]""").ToList();

        Assert.Equal((201, "more-faults"), (faults.Count, faults[^1]));
    }

    private static IEnumerable<string> Faults(string json) =>
        JsonTexts.FaultsOf(JsonElement.Parse(Encoding.UTF8.GetBytes(json))).Select(f => f.Code == "invalid-text" ? f.Pointer : f.Code);
}
