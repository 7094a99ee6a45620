using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OneVisit.Kit.Http;

namespace OneVisit.Unit.Http;

public sealed class JsonBodyTests
{
    // Bytes above U+007F stand for themselves: 'ÿ' is sent as the single byte FF, which no UTF-8 text has.
    [Theory]
    [InlineData("""{"reason":"\ud800"}""", "/reason")]
    [InlineData("""{"reason":"\udc00x"}""", "/reason")]
    [InlineData("""{"reason":"ÿ"}""", "/reason")]
    [InlineData("""{"reason":"a\u0000b"}""", "/reason")]
    [InlineData("""{"a/b":[1,{"c~d":"\ud800"}],"e":"ÿ"}""", "/a~1b/1/c~0d", "/e")]
    [InlineData("""{"a":{"ÿ":1}}""", "/a")]
    [InlineData("\"\\ud800\"", "")]
    public async Task Names_every_text_that_is_none(string body, params string[] pointers)
    {
        var problem = (await Assert.ThrowsAsync<ProblemException>(() => JsonBody.ReadTextsAsync(Request(body)))).Problem;

        Assert.Equal(422, problem.Status);
        Assert.Equal(pointers, problem.Document.Errors.Select(e => e.Pointer));
        Assert.All(problem.Document.Errors, e => Assert.Equal("invalid-text", e.Code));
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"form":{"x":1,"\udc00":2}}""")]
    [InlineData("""{"x":1,"x":2}""")]
    [InlineData("""{"x":""")]
    public async Task Calls_malformed_what_cannot_be_read(string body)
    {
        var problem = (await Assert.ThrowsAsync<ProblemException>(() => JsonBody.ReadAsync(Request(body)))).Problem;

        Assert.Equal((400, "malformed-json"), (problem.Status, problem.Code));
    }

    [Theory]
    [InlineData("""{"outcome":"pass","outcome":"pass"}""", "/outcome")]
    [InlineData("""{"a":1,"a":2,"\ud800":{"b":3,"b":4}}""", "/a")]
    [InlineData("""{"a":[1,{"x~y":1,"x\u007ey":2,"x~y":3}],"b":{"c":1,"c":2}}""", "/a/1/x~0y", "/b/c")]
    public async Task Names_every_member_that_is_written_twice(string body, params string[] pointers)
    {
        var problem = (await Assert.ThrowsAsync<ProblemException>(() => JsonBody.ReadAsync(Request(body)))).Problem;

        Assert.Equal(pointers.Select(p => (p, "duplicate-member")), problem.Document.Errors.Select(e => (e.Pointer, e.Code)));
        Assert.DoesNotContain("line", problem.Document.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_where_the_text_breaks_off() =>
        Assert.EndsWith("line 2, byte 2.", (await Assert.ThrowsAsync<ProblemException>(() => JsonBody.ReadAsync(Request("{\n x}")))).Problem.Document.Title, StringComparison.Ordinal);

    [Fact]
    public async Task Takes_texts_of_any_script()
    {
        var body = await JsonBody.ReadTextsAsync(Request("""{"reason":"\u6d1e\u5ead \ud83d\ude00 \t","n":[1,null,true]}"""));

        Assert.Equal("洞庭 😀 \t", body.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("gzip", false)]
    [InlineData("br, identity", false)]
    [InlineData("identity", true)]
    [InlineData(null, true)]
    public async Task Reads_a_body_only_as_it_is(string? encoding, bool read)
    {
        var request = Request("{}");
        request.Headers.ContentEncoding = encoding;

        if (read)
            Assert.Equal(JsonValueKind.Object, (await JsonBody.ReadAsync(request)).ValueKind);
        else
            Assert.Equal(415, (await Assert.ThrowsAsync<ProblemException>(() => JsonBody.ReadAsync(request))).Problem.Status);
    }

    private static HttpRequest Request(string body) => new DefaultHttpContext
    {
        Request = { ContentType = "application/json", Body = new MemoryStream(Encoding.Latin1.GetBytes(body)) },
    }.Request;
}
