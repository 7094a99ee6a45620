using System.Text;
using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Unit.Catalogue;

public class FormTests
{
    private static readonly ObjectNode Form = new([
        new("text", new TextNode(5) { MinLength = 2, Patterns = [TextPattern.Of("^[^x]*$")] }, Required: true),
        new("share", new NumberNode { ExclusiveMinimum = 0, Maximum = 100 }, Required: false),
        new("years", new NumberNode { Whole = true, Minimum = 1 }, Required: false),
        new("kinds", new ArrayNode(new ChoiceNode([new("a", new("甲", "a")), new("b", new("乙", "b"))]), 3) { MinItems = 1, UniqueItems = true }, Required: false),
        new("a/b~c", new BooleanNode(), Required: false),
    ]);

    [Theory]
    [InlineData("""{"text":"ab"}""", "")]
    [InlineData("""{"text":"𠀀𠀁𠀂𠀃𠀄"}""", "")]
    [InlineData("""{"text":"𠀀"}""", "/text too-short")]
    [InlineData("""{"text":"\ud840\udc00a"}""", "")]
    [InlineData("""{"text":"ab\ud840"}""", "/text invalid-text")]
    [InlineData("""{"text":"abcdef"}""", "/text too-long")]
    [InlineData("""{"text":"abxcdef"}""", "/text too-long, /text wrong-pattern")]
    [InlineData("""{"text":""}""", "/text too-short")]
    [InlineData("""{"text":null}""", "/text wrong-type")]
    [InlineData("""{}""", "/text missing")]
    [InlineData("""{"text":"ab","text":"ab"}""", "/text duplicate-member")]
    [InlineData("""{"text":"ab","te\u0078t":"ab"}""", "/text duplicate-member")]
    [InlineData("""{"text":"ab","\ud840":1}""", " invalid-text")]
    [InlineData("""{"text":"ab","share":0}""", "/share too-small")]
    [InlineData("""{"text":"ab","share":0.000000001}""", "")]
    [InlineData("""{"text":"ab","share":100.0}""", "")]
    [InlineData("""{"text":"ab","share":1e2}""", "")]
    [InlineData("""{"text":"ab","share":100.0000000000000000001}""", "/share too-large")]
    [InlineData("""{"text":"ab","share":1e400}""", "/share number-out-of-range")]
    [InlineData("""{"text":"ab","share":1e-400}""", "/share number-out-of-range")]
    [InlineData("""{"text":"ab","share":1.00000000000000000000000000000000000001}""", "/share number-out-of-range")]
    [InlineData("""{"text":"ab","share":"1"}""", "/share wrong-type")]
    [InlineData("""{"text":"ab","years":30.0}""", "")]
    [InlineData("""{"text":"ab","years":30.5}""", "/years wrong-type")]
    [InlineData("""{"text":"ab","years":0}""", "/years too-small")]
    [InlineData("""{"text":"ab","kinds":[]}""", "/kinds too-few-items")]
    [InlineData("""{"text":"ab","kinds":["a","c"]}""", "/kinds/1 not-a-choice")]
    [InlineData("""{"text":"ab","kinds":["a","b","a"]}""", "/kinds/2 not-unique")]
    [InlineData("""{"text":"ab","kinds":["\udc00","\udc00"]}""", "/kinds/0 invalid-text, /kinds/1 invalid-text")]
    [InlineData("""{"text":"ab","a/b~c":1}""", "/a~1b~0c wrong-type")]
    [InlineData("""{"text":"ab","d/e":1}""", "/d~1e unknown-member")]
    [InlineData("""["text"]""", " wrong-type")]
    public void A_document_has_these_faults_and_no_others(string document, string faults) => Assert.Equal(faults, FaultsOf(document));

    [Fact]
    public void A_pattern_does_not_match_before_a_last_line_feed() =>
        Assert.Equal("/code wrong-pattern", FaultsOf("""{"code":"AB\n"}""", new ObjectNode([
            new("code", new TextNode(9) { Patterns = [TextPattern.Of("^[A-Z]{2}$")] }, Required: true)])));

    [Theory]
    [InlineData("[a-z]+")]
    [InlineData("^a.c$")]
    [InlineData(@"^\d+$")]
    [InlineData(@"^\w+$")]
    [InlineData("^a|b$")]
    [InlineData("^(a$")]
    [InlineData("^[a$")]
    [InlineData(@"^a\$")]
    [InlineData(@"^[a\$")]
    [InlineData("^a{,3}$")]
    [InlineData("^a{$")]
    [InlineData("^a}$")]
    [InlineData("^a]$")]
    [InlineData("^[]a]$")]
    [InlineData("^[^]a]$")]
    [InlineData("^(?i)a$")]
    [InlineData("^(?<n>a)$")]
    [InlineData("^𠀀+$")]
    public void A_pattern_that_other_validators_read_differently_is_refused(string pattern) =>
        Assert.Throws<InvalidDataException>(() => TextPattern.Of(pattern));

    [Theory]
    [InlineData(@"^[\[]$", "[")]
    [InlineData("^[[]$", "[")]
    [InlineData(@"^[\]^]$", "]")]
    [InlineData("^[a^]$", "^")]
    [InlineData(@"^\$\{$", "${")]
    [InlineData("^(?:ab){2,}$", "abab")]
    public void A_bracket_in_a_class_and_a_group_that_is_counted_are_read_alike(string pattern, string text) => Assert.Empty(
        FaultsOf($$"""{"code":"{{text}}"}""", new ObjectNode([new("code", new TextNode(9) { Patterns = [TextPattern.Of(pattern)] }, Required: true)])));

    [Fact]
    public void A_document_with_very_many_faults_gets_a_bounded_answer()
    {
        var document = new StringBuilder("{");
        for (var i = 0; i < 50_000; i++)
            document.Append($"\"m{i}\":{i},");
        document.Append("\"text\":\"ab\"}");

        List<Fault> faults = [];
        Form.Validate(JsonElement.Parse(document.ToString()), "", faults);

        Assert.Equal(201, faults.Count);
        Assert.Equal(FaultCodes.MoreFaults, faults[^1].Code);
    }

    [Fact]
    public void A_text_of_a_million_characters_is_one_fault() =>
        Assert.Equal("/text too-long", FaultsOf($$"""{"text":"{{new string('x', 1_000_000)}}"}"""));

    [Fact]
    public void A_list_of_a_million_items_is_refused_by_its_length()
    {
        var list = string.Join(',', Enumerable.Repeat("\"a\"", 1_000_000));
        Assert.Equal("/kinds too-many-items, /kinds/1 not-unique, /kinds/2 not-unique", FaultsOf($$"""{"text":"ab","kinds":[{{list}}]}"""));
    }

    [Fact]
    public void A_deeply_nested_document_is_one_fault()
    {
        var nested = $"{new string('[', 5_000)}{new string(']', 5_000)}";
        var element = JsonDocument.Parse($$"""{"text":{{nested}}}""", new JsonDocumentOptions { MaxDepth = 10_000 }).RootElement;

        List<Fault> faults = [];
        Form.Validate(element, "", faults);

        Assert.Equal(FaultCodes.WrongType, Assert.Single(faults).Code);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_a_fault()
    {
        byte[] document = [.. "{\"text\":\"ab"u8, 0xC3, 0x28, .. "\"}"u8];
        List<Fault> faults = [];
        Form.Validate(JsonElement.Parse(document), "", faults);

        Assert.Equal(FaultCodes.InvalidText, Assert.Single(faults).Code);
    }

    [Fact]
    public void A_name_of_great_length_is_not_repeated()
    {
        List<Fault> faults = [];
        Form.Validate(JsonElement.Parse($$"""{"text":"ab","{{new string('n', 10_000)}}":1}"""), "/form", faults);

        Assert.Equal("/form", Assert.Single(faults).Pointer);
    }

    private static string FaultsOf(string document, ObjectNode? form = null)
    {
        List<Fault> faults = [];
        (form ?? Form).Validate(JsonElement.Parse(document), "", faults);
        return string.Join(", ", faults.Select(f => $"{f.Pointer} {f.Code}"));
    }
}
