using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.Departments;

public sealed class InboxWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ChangeSignal _changes = new();
    private readonly InboxWatch _watch;
    private volatile int _version = 1;
    private int _looks;

    public InboxWatchTests() => _watch = new InboxWatch(_changes, TimeProvider.System, most: 40);

    [Fact]
    public async Task Without_a_tag_or_with_an_old_one_the_page_is_answered_at_once_with_its_tag()
    {
        var first = await AskAsync(wait: 60);
        Assert.Equal((200, Tag), (first.Status, first.Tag));
        Assert.Equal(200, (await AskAsync("W/\"other\"", wait: 60)).Status);
        Assert.Equal(304, (await AskAsync(Tag, wait: 0)).Status);
    }

    [Fact]
    public async Task Who_has_seen_the_page_is_answered_as_soon_as_it_differs()
    {
        var waiting = AskAsync(Tag, wait: 60);
        await UntilAsync(() => _watch.Waiting == 1);
        Assert.False(waiting.IsCompleted);

        Change();

        var answer = await waiting.WaitAsync(Patience);
        Assert.Equal((200, Tag), (answer.Status, answer.Tag));
    }

    [Fact]
    public async Task A_change_that_nobody_here_has_made_is_found_by_a_look()
    {
        var waiting = AskAsync(Tag, wait: 60);
        await UntilAsync(() => _watch.Waiting == 1);

        _version++;

        Assert.Equal(200, (await waiting.WaitAsync(Patience)).Status);
    }

    [Fact]
    public async Task A_change_that_leaves_the_page_as_it_is_is_waited_through_until_the_time_is_up()
    {
        var waiting = AskAsync(Tag, wait: 1);
        await UntilAsync(() => _watch.Waiting == 1);
        _changes.Changed([Guid.CreateVersion7()]);

        Assert.Equal((304, Tag), await waiting.WaitAsync(Patience) is var answer ? (answer.Status, answer.Tag) : default);
        Assert.Equal(0, _watch.Waiting);
    }

    [Fact]
    public async Task Whoever_waits_for_the_same_page_shares_a_look_and_another_s_page_is_looked_at_for_itself()
    {
        var same = Enumerable.Range(0, 20).Select(_ => AskAsync(Tag, wait: 60)).ToList();
        var other = AskAsync(Tag, wait: 60, region: "430603");
        await UntilAsync(() => _watch.Waiting == 21);
        var (before, since) = (_looks, TimeProvider.System.GetTimestamp());

        Change();

        Assert.All(await Task.WhenAll([.. same, other]).WaitAsync(Patience), a => Assert.Equal(200, a.Status));
        // Two pages each time: after the change, and for every second that has gone by, and once for one that was under way.
        Assert.InRange(_looks - before, 2, 2 * (2 + (int)TimeProvider.System.GetElapsedTime(since).TotalSeconds));
    }

    [Fact]
    public async Task One_more_than_may_wait_is_asked_to_come_again()
    {
        var waiting = Enumerable.Range(0, 40).Select(_ => AskAsync(Tag, wait: 60)).ToList();
        await UntilAsync(() => _watch.Waiting == 40);

        Assert.Equal(503, (await AskAsync(Tag, wait: 60)).Status);

        Change();
        await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.Equal(0, _watch.Waiting);
    }

    [Fact]
    public async Task Who_hangs_up_frees_the_place_and_does_not_keep_the_page_from_the_others()
    {
        using var gone = new CancellationTokenSource();
        var leaving = AskAsync(Tag, wait: 60, aborted: gone.Token);
        var patient = AskAsync(Tag, wait: 60);
        await UntilAsync(() => _watch.Waiting == 2);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving).WaitAsync(Patience);
        Assert.Equal(1, _watch.Waiting);
        Change();

        Assert.Equal(200, (await patient.WaitAsync(Patience)).Status);
    }

    [Fact]
    public async Task A_stop_waits_for_nobody()
    {
        using var stopping = new CancellationTokenSource();
        var waiting = AskAsync(Tag, wait: 60, stopping: stopping.Token);
        await UntilAsync(() => _watch.Waiting == 1);

        await stopping.CancelAsync();

        Assert.Equal(304, (await waiting.WaitAsync(Patience)).Status);
    }

    [Fact]
    public async Task A_wrong_time_is_told_beside_the_other_faults_of_the_query()
    {
        var http = Context("?wait=99&state=x", null, "430602", default, default);

        var problem = Assert.IsType<Problem>(await _watch.AnswerAsync(http, () => ValueTask.FromResult<object?>(
            new Problem(400, "invalid-query", "The query has faults.", [new Fault("/state", FaultCodes.NotAChoice, "open or closed is expected.")]))));

        Assert.Equal(["/state", "/wait"], problem.Document.Errors.Select(e => e.Pointer));
    }

    private string Tag => InboxWait.TagOf(PageNow());

    private void Change()
    {
        _version++;
        _changes.Changed([Guid.CreateVersion7()]);
    }

    private async Task<(int Status, string? Tag)> AskAsync(
        string? seen = null, int wait = 0, string region = "430602", CancellationToken aborted = default, CancellationToken stopping = default)
    {
        var http = Context($"?wait={wait}", seen, region, aborted, stopping);
        var answer = await _watch.AnswerAsync(http, () =>
        {
            Interlocked.Increment(ref _looks);
            return ValueTask.FromResult<object?>(Results.Json(PageNow()));
        });
        return (answer is IStatusCodeHttpResult { StatusCode: { } status } ? status : answer is Problem problem ? problem.Status : 200, http.Response.Headers.ETag.ToString());
    }

    private Page<TaskView> PageNow() => new([TaskView.Of("parks", SystemInPlay.Asked().State!, _version, whole: false)], null);

    private static DefaultHttpContext Context(string query, string? seen, string region, CancellationToken aborted, CancellationToken stopping)
    {
        var http = new DefaultHttpContext
        {
            User = new ClaimsPrincipal(new CallerIdentity(new Caller("parks-system", null, Role.System, "parks", region))),
            RequestServices = new ServiceCollection().AddSingleton<IHostApplicationLifetime>(new Lifetime(stopping)).BuildServiceProvider(),
            RequestAborted = aborted,
        };
        http.Request.QueryString = new QueryString(query);
        if (seen is not null)
            http.Request.Headers.IfNoneMatch = seen;
        return http;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
            await again.WaitForNextTickAsync(patience.Token);
    }

    private sealed class Lifetime(CancellationToken stopping) : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => stopping;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
        }
    }
}
