using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Http;

namespace OneVisit.Unit.Http;

public sealed class QueryReaderTests
{
    [Theory]
    [InlineData("limit=1", 1)]
    [InlineData("limit=200", 200)]
    [InlineData("", 50)]
    public void Reads_how_many_are_asked_for(string query, int limit)
    {
        var reader = Reader(query);

        Assert.Equal(limit, reader.Limit());
        Assert.Empty(reader.Faults);
    }

    [Theory]
    [InlineData("limit=abc", "/limit wrong-type")]
    [InlineData("limit=0", "/limit number-out-of-range")]
    [InlineData("limit=201", "/limit number-out-of-range")]
    [InlineData("limit=99999999999999999999", "/limit number-out-of-range")]
    [InlineData("limit=-1", "/limit wrong-type")]
    [InlineData("limit=", "/limit wrong-type")]
    [InlineData("limit=5&limit=6", "/limit duplicate-member")]
    [InlineData("late=yes", "/late not-a-choice")]
    [InlineData("late=TRUE", "/late not-a-choice")]
    [InlineData("lifecycle=0", "/lifecycle not-a-choice")]
    [InlineData("lifecycle=Reviewing", "/lifecycle not-a-choice")]
    [InlineData("case=7", "/case wrong-format")]
    [InlineData("region=43", "/region wrong-format")]
    [InlineData("item=", "/item wrong-format")]
    [InlineData("sort=lateness&cursor=019ab000-0000-7000-8000-000000000001", "/cursor wrong-format")]
    [InlineData("cursor=2026-11-24.019ab000-0000-7000-8000-000000000001", "/cursor wrong-format")]
    [InlineData("sort=lateness&cursor=2026-13-24.019ab000-0000-7000-8000-000000000001", "/cursor wrong-format")]
    [InlineData("state=closed&late=false", "/late not-a-choice")]
    [InlineData("state=closed&sort=lateness&limit=x", "/sort not-a-choice", "/limit wrong-type")]
    public void Names_what_is_wrong_with_a_query_of_an_inbox(string query, params string[] faults)
    {
        var reader = Reader(query);

        InboxFilter.Read(reader);

        Assert.Equal(faults, reader.Faults.Select(f => $"{f.Pointer} {f.Code}"));
    }

    [Fact]
    public void A_cursor_leads_on_in_the_order_it_was_made_in()
    {
        var task = Guid.CreateVersion7();
        foreach (var sort in (string[])["submitted", "lateness"])
        {
            var cursor = InboxFilter.Read(Reader($"sort={sort}")).Cursor(task, new DateOnly(9999, 12, 31));
            var reader = Reader($"sort={sort}&cursor={cursor}");
            Assert.Equal(task, InboxFilter.Read(reader).After?.Task);
            Assert.Empty(reader.Faults);
        }
    }

    [Fact]
    public void What_is_asked_by_lateness_is_open() => Assert.Equal(
        [null, "open", "open", "open"], ((string[])["", "late=false", "sort=lateness", "state=open"]).Select(q => InboxFilter.Read(Reader(q)).State));

    [Fact]
    public void Reads_a_lifecycle_as_JSON_writes_it() =>
        Assert.Equal(ItemLifecycle.SupplementRequested, InboxFilter.Read(Reader("lifecycle=supplement-requested")).Lifecycle);

    private static QueryReader Reader(string query) => new(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
