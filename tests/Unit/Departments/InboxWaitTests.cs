using Microsoft.AspNetCore.Http;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Departments;

namespace OneVisit.Unit.Departments;

public sealed class InboxWaitTests
{
    [Theory]
    [InlineData("?wait=30", null, 30, null)]
    [InlineData("", "wait=30", 30, "wait=30")]
    [InlineData("", "respond-async, wait = 300", 60, "wait=60")]
    [InlineData("", "wait=soon", 0, null)]
    [InlineData("?wait=0", "wait=30", 0, null)]
    [InlineData("", null, 0, null)]
    public void The_query_goes_before_the_preference_and_a_preference_is_no_demand(string query, string? prefer, int seconds, string? applied)
    {
        var wait = InboxWait.Of(Request(query, prefer));

        Assert.Equal((seconds, applied, null), (wait.Seconds, wait.Preferred, wait.Fault));
    }

    [Theory]
    [InlineData("61")]
    [InlineData("-1")]
    [InlineData("long")]
    [InlineData("")]
    public void A_time_that_is_none_or_too_long_is_a_fault(string seconds) =>
        Assert.Equal(("/wait", FaultCodes.NumberOutOfRange), (InboxWait.Of(Request($"?wait={seconds}", null)).Fault!.Pointer, InboxWait.Of(Request($"?wait={seconds}", null)).Fault!.Code));

    [Fact]
    public void The_tag_is_of_the_tasks_their_versions_and_what_follows_and_of_nothing_else()
    {
        var page = Page(1, "next");
        var tag = InboxWait.TagOf(page);

        Assert.StartsWith("W/\"", tag, StringComparison.Ordinal);
        Assert.Equal(tag, InboxWait.TagOf(page with { Items = [page.Items[0] with { Due = new ItemDue(null, null, "overdue", null) }] }));
        Assert.NotEqual(tag, InboxWait.TagOf(Page(2, "next")));
        Assert.NotEqual(tag, InboxWait.TagOf(Page(1, null)));
        Assert.NotEqual(tag, InboxWait.TagOf(page with { Items = [] }));
    }

    [Fact]
    public void A_tag_is_known_in_a_list_strong_or_weak_and_by_a_star()
    {
        var tag = InboxWait.TagOf(Page(1, null));

        Assert.True(Knows($"\"other\", {tag}", tag));
        Assert.True(Knows(tag[2..], tag));
        Assert.True(Knows("*", tag));
        Assert.False(Knows("\"other\"", tag));
        Assert.False(Knows("not a tag", tag));
    }

    private static bool Knows(string header, string tag)
    {
        var request = Request("", null);
        request.Headers.IfNoneMatch = header;
        return InboxWait.Of(request).Knows(tag);
    }

    private static Page<TaskView> Page(long version, string? next) => new([TaskView.Of("parks", SystemInPlay.Asked().State!, version, whole: false)], next);

    private static HttpRequest Request(string query, string? prefer)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query);
        if (prefer is not null)
            request.Headers["Prefer"] = prefer;
        return request;
    }
}
