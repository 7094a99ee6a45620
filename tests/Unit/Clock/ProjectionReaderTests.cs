using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Clock;

namespace OneVisit.Unit.Clock;

/// <summary>The body of a projection: what is wrong with it is all said at once, each fault where it stands.</summary>
public sealed class ProjectionReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("'calendar':'cn'", "'calendar':'mars'", "/calendar unknown-calendar")]
    [InlineData("'days':20", "'days':-1", "/budget/days too-small")]
    [InlineData("'days':20", "'days':0")]
    [InlineData("'days':20", "'days':20.0")]
    [InlineData("'days':20", "'days':20.5", "/budget/days wrong-type")]
    [InlineData("'days':20", "'days':'20'", "/budget/days wrong-type")]
    [InlineData("'days':20", "'days':9985")]
    [InlineData("'days':20", "'days':9986", "/extensions/1/days too-large")]
    [InlineData("'days':20", "'days':10001", "/budget/days too-large")]
    [InlineData("'days':20", "'days':1e20", "/budget/days too-large")]
    [InlineData("'days':20", "'days':-1e20", "/budget/days too-small")]
    [InlineData("working-day", "week", "/budget/unit not-a-choice")]
    [InlineData("working-day", "natural-day")]
    [InlineData("'start':'2026-03-02'", "'start':'2026-02-30'", "/start wrong-format")]
    [InlineData("'start':'2026-03-02'", "'start':'2026-3-2'", "/start wrong-format")]
    [InlineData("'start':'2026-03-02'", "'start':'2026-03-02T00:00:00Z'", "/start too-long", "/start wrong-format")]
    [InlineData("'start':'2026-03-02'", "'start':null", "/start wrong-type")]
    [InlineData("'start':'2026-03-02'", "'start':'9999-12-31'", "/start too-large")]
    [InlineData("'start':'2026-03-02',", "", "/start missing")]
    [InlineData("'to':'2026-03-06'", "'to':'2026-03-04'", "/pauses/0/to ends-before-it-begins")]
    [InlineData("'to':'2026-03-06'", "'to':'2026-03-05'")]
    [InlineData("'to':'2026-03-06'", "'to':'2026-03-09'")]
    [InlineData("'to':'2026-03-06'", "'to':'2026-03-10'", "/pauses/1/from overlaps")]
    [InlineData("'to':'2026-03-06'", "'to':'2026-04-10'", "/pauses/1/from overlaps", "/pauses/2/from overlaps")]
    [InlineData("'to':'2026-03-06'", "'to':null", "/pauses/1/from overlaps", "/pauses/2/from overlaps")]
    [InlineData("'to':'2026-03-06'", "'to':'soon'", "/pauses/0/to wrong-format")]
    [InlineData("'to':'2026-03-11','cause'", "'cause'", "/pauses/2/from overlaps")]
    [InlineData("'2026-03-20','to':'2026-03-20'", "'2026-03-20'")]
    [InlineData("'2026-03-20','to':'2026-03-20'", "'2026-03-20','to':null")]
    [InlineData("'2026-03-20','to':'2026-03-20'", "'2026-03-20','to':'2053-08-01'", "/pauses/2/to too-large")]
    [InlineData("'cause':'hearing'", "'cause':''", "/pauses/0/cause too-short")]
    [InlineData("'days':5,", "'days':-5,", "/extensions/0/days too-small")]
    [InlineData("'days':5,", "", "/extensions/0/days missing")]
    [InlineData("'at':'2026-03-05'}]", "'at':'2026-13-05'}]", "/extensions/1/at wrong-format")]
    [InlineData("'at':'2026-04-01'", "'at':'1st of April'", "/at too-long", "/at wrong-format")]
    [InlineData("'at':'2026-04-01'", "'at':null")]
    [InlineData("'at':'2026-04-01'", "'when':'2026-04-01'", "/when unknown-member")]
    [InlineData("'at':'2026-04-01'", "'at':'2026-04-01','pauses':[]", "/pauses duplicate-member")]
    public void Each_fault_is_named_where_it_stands(string passage, string replacement, params string[] faults)
    {
        const string Body = """
            {'calendar':'cn','start':'2026-03-02','budget':{'days':20,'unit':'working-day'},
             'pauses':[{'from':'2026-03-05','to':'2026-03-06','cause':'hearing'},{'from':'2026-03-10','to':'2026-03-11','cause':'inspection'},
                       {'from':'2026-03-20','to':'2026-03-20','cause':'expert-review'}],
             'extensions':[{'days':5,'at':'2026-03-05'},{'days':10,'at':'2026-03-05'}],'at':'2026-04-01'}
            """;
        Assert.Contains(passage, Body, StringComparison.Ordinal);

        Assert.Equal(faults, Read(passage.Length == 0 ? Body : Body.Replace(passage, replacement, StringComparison.Ordinal)).Faults.Select(f => $"{f.Pointer} {f.Code}"));
    }

    [Fact]
    public void Every_fault_is_named_at_once() => Assert.Equal(
        [
            "/budget/days too-small", "/budget/unit not-a-choice", "/calendar unknown-calendar", "/extensions/0/days too-small", "/pauses/0/to ends-before-it-begins",
            "/pauses/2/from overlaps", "/start wrong-format",
        ],
        Read("""
            {'calendar':'moon','start':'tomorrow','budget':{'days':-3,'unit':'hour'},'extensions':[{'days':-1,'at':'2026-01-01'}],
             'pauses':[{'from':'2026-03-05','to':'2026-03-01','cause':'x'},{'from':'2026-03-05','cause':'x'},{'from':'2026-03-06','cause':'x'}]}
            """).Faults.Select(f => $"{f.Pointer} {f.Code}").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("'cn'")]
    [InlineData("{}")]
    [InlineData("{'budget':[],'pauses':{},'extensions':[null,1],'start':{},'calendar':7,'at':[]}")]
    [InlineData("{'pauses':[[],{'from':{}}],'budget':{'days':null,'unit':{}}}")]
    [InlineData("{'calendar':'\\ud800','start':'\\u0000'}")]
    public void Nonsense_is_refused_and_never_a_failure(string body) => Assert.NotEmpty(Read(body).Faults);

    [Fact]
    public void Lists_that_are_left_out_are_empty()
    {
        var read = Read("{'calendar':'cn','start':'2026-03-02','budget':{'days':3,'unit':'natural-day'}}");

        Assert.True(read.IsValid);
        Assert.Equal((new Budget(3, Counting.NaturalDays), 0, 0, null), (read.Value.Period.Budget, read.Value.Period.Pauses.Count, read.Value.Period.Extensions.Count, read.Value.At));
    }

    [Fact]
    public void The_longest_period_that_is_taken_has_an_end()
    {
        var read = Read("{'calendar':'cn','start':'9900-12-31','budget':{'days':10000,'unit':'working-day'},'pauses':[{'from':'9901-01-01','to':'9928-05-17','cause':'x'}]}");

        Assert.Empty(read.Faults);
        Assert.Equal(LegalClock.Project(read.Value!.Calendar, read.Value.Period).Due, LegalClock.Explain(read.Value.Calendar, read.Value.Period)[^1].Date);
    }

    private static ReadResult<ProjectionQuestion> Read(string body) =>
        ProjectionReader.Read(JsonElement.Parse(body.Replace('\'', '"'), new JsonDocumentOptions { AllowDuplicateProperties = true }), Sample.Calendars);
}
