using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Departments;

namespace OneVisit.Unit.Departments;

public sealed class TaskDecisionBodyTests
{
    [Theory]
    [InlineData("""{"outcome":"pass"}""")]
    [InlineData("""{"outcome":"pass","legalBasis":null}""")]
    [InlineData("""{"outcome":"pass","reason":null}""")]
    [InlineData("""{"outcome":"pass","reason":{"zh":"好","en":" "}}""")]
    [InlineData("""{"outcome":"refuse","reason":"too wide","legalBasis":"the law, art 1"}""")]
    [InlineData("""{"outcome":"special-procedure","reason":{"zh":"听证"},"legalBasis":"the law, art 2"}""")]
    [InlineData("""{"outcome":"supplement","reason":"r","legalBasis":"l"}""")]
    [InlineData("""{"outcome":"supplement","reason":"r","legalBasis":"l","supplement":null}""")]
    [InlineData("""{"outcome":"supplement","reason":"r","legalBasis":"l","supplement":{}}""")]
    [InlineData("""{"outcome":"supplement","reason":"r","legalBasis":"l","supplement":{"materials":null,"fields":[]}}""")]
    [InlineData("""{"outcome":"supplement","reason":"r","legalBasis":"l","supplement":{"materials":[{"material":"m","why":"blurred"}],"fields":[{"pointer":"/sign/a~1b~0c/0","why":{"zh":"宽","en":"wide"}}]}}""")]
    public void Reads_a_decision(string body) => Assert.Empty(Faults(body));

    [Theory]
    [InlineData("[]", " wrong-type")]
    [InlineData("{}", "/outcome missing")]
    [InlineData("""{"outcome":"Pass"}""", "/outcome not-a-choice")]
    [InlineData("""{"outcome":"0"}""", "/outcome not-a-choice")]
    [InlineData("""{"outcome":0}""", "/outcome not-a-choice")]
    [InlineData("""{"outcome":"pass","legalBasis":5}""", "/legalBasis wrong-type")]
    [InlineData("""{"outcome":"pass","reason":{}}""", "/reason missing")]
    [InlineData("""{"outcome":"pass","reason":""}""", "/reason too-short")]
    [InlineData("""{"outcome":"pass","reason":{"zh":"","en":null}}""", "/reason too-short")]
    [InlineData("""{"outcome":"pass","reason":{"zh":5,"en":["x"]}}""", "/reason/en wrong-type", "/reason/zh wrong-type")]
    [InlineData("""{"outcome":"pass","reason":5}""", "/reason wrong-type")]
    [InlineData("""{"outcome":"refuse","reason":null,"legalBasis":"l"}""", "/reason missing")]
    [InlineData("""{"outcome":"refuse","legalBasis":5}""", "/legalBasis wrong-type", "/reason missing")]
    [InlineData("""{"outcome":"refuse","a/b":1,"legalBasis":" "}""", "/a~1b unknown-member", "/legalBasis missing", "/reason missing")]
    [InlineData("""{"outcome":"pass","supplement":{}}""", "/supplement wrong-type")]
    [InlineData("""{"outcome":"supplement","reason":"r","legalBasis":"l","supplement":[]}""", "/supplement wrong-type")]
    [InlineData("""{"outcome":"supplement","reason":"r","legalBasis":"l","supplement":{"papers":1,"materials":{},"fields":5}}""",
        "/supplement/fields wrong-type", "/supplement/materials wrong-type", "/supplement/papers unknown-member")]
    [InlineData("""{"outcome":"supplement","supplement":{"materials":["m",{"material":"m"},{"material":"m"},{"material":" ","why":3},{}]}}""",
        "/legalBasis missing", "/reason missing", "/supplement/materials/0 wrong-type", "/supplement/materials/2/material duplicate-material",
        "/supplement/materials/3/material wrong-format", "/supplement/materials/3/why wrong-type", "/supplement/materials/4/material missing")]
    [InlineData("""{"outcome":"supplement","reason":"r","legalBasis":"l","supplement":{"fields":[{"pointer":""},{"pointer":"/"},{"pointer":"a"},{"pointer":"/a~2"},{"pointer":"/a~"},{"pointer":5},{"pointer":"/a","x":1},{"pointer":"/a"}]}}""",
        "/supplement/fields/0/pointer wrong-format", "/supplement/fields/1/pointer wrong-format", "/supplement/fields/2/pointer wrong-format", "/supplement/fields/3/pointer wrong-format",
        "/supplement/fields/4/pointer wrong-format", "/supplement/fields/5/pointer wrong-format", "/supplement/fields/6/x unknown-member", "/supplement/fields/7/pointer not-unique")]
    public void Names_every_fault(string body, params string[] faults) => Assert.Equal(faults, Faults(body).Order(StringComparer.Ordinal));

    [Fact]
    public void A_text_that_is_too_long_is_said_to_be_so()
    {
        Assert.Equal(["/reason too-long"], Faults($$"""{"outcome":"pass","reason":"{{new string('长', 4001)}}"}"""));
        Assert.Equal(["/reason/en too-long"], Faults($$"""{"outcome":"pass","reason":{"zh":"好","en":"{{new string('x', 4001)}}"} }"""));
        Assert.Equal(["/legalBasis too-long"], Faults($$"""{"outcome":"pass","legalBasis":"{{new string('x', 1001)}}"}"""));
    }

    [Fact]
    public void What_the_item_does_not_declare_is_told_beside_every_other_fault() => Assert.Equal(
        [
            "/q unknown-member", "/supplement/fields/0/pointer wrong-format", "/supplement/fields/1/pointer unknown-field",
            "/supplement/materials/0 wrong-type", "/supplement/materials/1/material unknown-material",
        ],
        Faults("""{"outcome":"supplement","reason":"r","legalBasis":"l","q":1,"supplement":{"materials":["nope",{"material":"horoscope"},{"material":"plan"}],"fields":[{"pointer":"a"},{"pointer":"/moon"},{"pointer":"/sign"}]}}""",
            new Declared()).Order(StringComparer.Ordinal));

    private sealed class Declared : IItemDeclaration
    {
        public bool DeclaresMaterial(string material) => material == "plan";

        public bool DeclaresField(string pointer) => pointer == "/sign";
    }

    [Fact]
    public void More_papers_than_anybody_asks_for_are_a_fault()
    {
        var papers = string.Join(',', Enumerable.Range(0, 101).Select(i => $$"""{"material":"m{{i}}"}"""));

        Assert.Equal(["/supplement/materials too-many-items"], Faults($$"""{"outcome":"supplement","reason":"r","legalBasis":"l","supplement":{"materials":[{{papers}}]} }"""));
    }

    [Fact]
    public void What_is_asked_for_is_read_in_its_order_and_nothing_is_as_good_as_left_out()
    {
        static DecideTask Of(string supplement) => TaskDecisionBody.Read(
            JsonElement.Parse($$"""{"outcome":"supplement","reason":"r","legalBasis":"l","supplement":{{supplement}} }"""), TaskInPlay.TaskId, "li", [])!;

        Assert.Null(Of("""{"materials":[],"fields":[]}""").Requested);
        var demand = Of("""{"materials":[{"material":"b","why":"blurred"},{"material":"a"}],"fields":[{"pointer":"/sign/text"}]}""").Requested!;
        Assert.Equal([new DemandedMaterial("b", new Text("blurred", "blurred")), new DemandedMaterial("a")], demand.Materials);
        Assert.Equal([new DemandedField("/sign/text")], demand.Fields);
    }

    private static IEnumerable<string> Faults(string body, IItemDeclaration? item = null)
    {
        var faults = new List<Fault>();
        var read = TaskDecisionBody.Read(JsonElement.Parse(body), TaskInPlay.TaskId, "li", faults, item);
        Assert.Equal(faults.Count == 0, read is not null);
        return faults.Select(f => $"{f.Pointer} {f.Code}");
    }
}
