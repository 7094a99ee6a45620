using System.Text.Json;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>Many cases at once over a bus that brings everything twice and in any order: each still has one effect.</summary>
public abstract class ManyCasesScenarios(TestPlatform platform)
{
    private const int Cases = 60;

    [Fact]
    public async Task Every_case_ends_once_with_the_right_answer_and_no_number_is_given_twice()
    {
        var applicant = await platform.ClientAsync("applicant");
        var submitted = await Task.WhenAll(Enumerable.Range(0, Cases).Select(i => applicant.PostAsync("/api/cases", Sample.StartUp(
            (i % 4) switch { 1 => Sample.BreakSign, 2 => Sample.BreakSeals, _ => null }))));
        Assert.All(submitted, s => Assert.Equal(201, s.Status));

        List<JsonElement> ended = [];
        await Eventually.TrueAsync("every case has ended", async () =>
        {
            ended = [.. (await applicant.GetAsync("/api/cases?limit=200")).Json.GetProperty("items").EnumerateArray()];
            return ended.Count == Cases && ended.All(c => c.GetProperty("endedAt").ValueKind == JsonValueKind.String);
        });
        Assert.Equal(
            new Dictionary<string, int> { ["granted"] = Cases / 2, ["partly-granted"] = Cases / 4, ["refused"] = Cases / 4 },
            ended.GroupBy(c => c.GetProperty("outcome").GetString()!).ToDictionary(g => g.Key, g => g.Count()));
        var numbers = ended.SelectMany(c => c.GetProperty("licences").EnumerateArray())
            .Select(l => $"{l.GetProperty("type").GetString()} {l.GetProperty("number").GetString()}").ToList();
        Assert.Equal((Cases / 2 * 4) + (Cases / 4 * 3), numbers.Count);
        Assert.Equal(numbers.Count, numbers.Distinct().Count());

        foreach (var id in ended.Select(c => c.GetProperty("id").GetString()!))
        {
            var journal = (await applicant.GetAsync($"/api/cases/{id}/journal?limit=500")).Json.GetProperty("items").EnumerateArray().ToList();
            JournalProof.Verify(Guid.Parse(id), journal);
            var decided = journal.Where(e => e.GetProperty("kind").GetString() == "review-decided").Select(e => e.GetProperty("data").GetProperty("item").GetString()).ToList();
            Assert.Equal(decided.Count, decided.Distinct().Count());
        }
    }
}
