using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OneVisit.Kit.Http;

namespace OneVisit.Unit.Http;

public sealed class JsonBodyTests
{
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
        Request = { ContentType = "application/json", Body = new MemoryStream(Encoding.UTF8.GetBytes(body)) },
    }.Request;
}
