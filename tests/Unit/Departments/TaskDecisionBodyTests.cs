using System.Text.Json;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Departments;

namespace OneVisit.Unit.Departments;

public sealed class TaskDecisionBodyTests
{
    [Theory]
    [InlineData("""{"outcome":"pass"}""")]
    [InlineData("""{"outcome":"pass","legalBasis":null}""")]
    [InlineData("""{"outcome":"refuse","reason":"too wide","legalBasis":"the law, art 1"}""")]
    [InlineData("""{"outcome":"special-procedure","reason":{"zh":"听证"},"legalBasis":"the law, art 2"}""")]
    public void Reads_a_decision(string body) => Assert.Empty(Faults(body));

    [Theory]
    [InlineData("[]", " wrong-type")]
    [InlineData("{}", "/outcome missing")]
    [InlineData("""{"outcome":"Pass"}""", "/outcome not-a-choice")]
    [InlineData("""{"outcome":"0"}""", "/outcome not-a-choice")]
    [InlineData("""{"outcome":0}""", "/outcome not-a-choice")]
    [InlineData("""{"outcome":"pass","legalBasis":5}""", "/legalBasis wrong-type")]
    [InlineData("""{"outcome":"pass","reason":{}}""", "/reason wrong-type")]
    [InlineData("""{"outcome":"refuse","legalBasis":5}""", "/legalBasis wrong-type", "/reason missing")]
    [InlineData("""{"outcome":"refuse","a/b":1,"legalBasis":" "}""", "/a~1b unknown-member", "/legalBasis missing", "/reason missing")]
    public void Names_every_fault(string body, params string[] faults) => Assert.Equal(faults, Faults(body).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Faults(string body)
    {
        var faults = new List<Fault>();
        var read = TaskDecisionBody.Read(JsonElement.Parse(body), TaskInPlay.TaskId, "li", faults);
        Assert.Equal(faults.Count == 0, read is not null);
        return faults.Select(f => $"{f.Pointer} {f.Code}");
    }
}
