using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>
/// Answers a request for a page of the inbox as soon as the page differs from the one its sender has seen (RFC 9110, section 13.1.2), or when the time it
/// is willing to wait is up. Nothing is kept between two requests, so any copy of the service can answer the next one.
/// </summary>
/// <remarks>
/// Changes of this process are told by its worker, those of its other copies are found by a look every second. Whoever waits for the same page shares a
/// look, and looks are taken one after the other with four times as long between them: however many wait, they cost a fifth of one reader's time, and are
/// told later when they are very many.
/// </remarks>
/// <param name="changes">Of the tasks.</param>
/// <param name="most">How many may wait at once; one more is asked to come again later.</param>
internal sealed class InboxWatch(ChangeSignal changes, TimeProvider clock, int most)
{
    /// <summary>Seconds: below what clients and proxies usually wait for an answer.</summary>
    internal const int LongestWait = 60;

    private const int RestFactor = 4;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenPulses = TimeSpan.FromMilliseconds(50);

    /// <summary>The looks that began, or will begin, after the last pulse: whoever it has woken may share them.</summary>
    private readonly Dictionary<string, TaskCompletionSource<Seen?>> _looks = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private Task _lastTurn = Task.CompletedTask;
    private TaskCompletionSource _pulse = NewPulse();
    private bool _driven;
    private int _waiting;

    /// <summary>How many wait now.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    /// <param name="look">Reads the page anew.</param>
    public async ValueTask<object?> AnswerAsync(HttpContext http, Func<ValueTask<object?>> look)
    {
        var wait = InboxWait.Of(http.Request);
        // Taken before the page is read, so that no change between the two is missed.
        var pulse = wait.Seconds > 0 && wait.Seen.Count > 0 ? NextPulse() : null;
        var seen = Seen.Of(await look());
        if (wait.Fault is { } fault)
            return new Problem(400, "invalid-query", "The query has faults.", [.. (seen.Answer as Problem)?.Document.Errors ?? [], fault]);
        if (seen.Tag is null || !wait.Knows(seen.Tag))
            return Fresh(http, seen, wait);
        if (pulse is null)
            return Unchanged(http, seen.Tag, wait);
        try
        {
            return Interlocked.Increment(ref _waiting) > most ? Problem.Overloaded : await WaitAsync(http, wait, seen.Tag, pulse, look);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<object?> WaitAsync(HttpContext http, InboxWait wait, string tag, Task pulse, Func<ValueTask<object?>> look)
    {
        // A stop must not wait for those who wait.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(wait.Seconds), clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, patience.Token);
        var key = KeyOf(http);
        try
        {
            while (true)
            {
                await pulse.WaitAsync(end.Token);
                pulse = NextPulse();
                var seen = await SeeAsync(key, look, end.Token);
                if (seen.Tag is null || !wait.Knows(seen.Tag))
                    return Fresh(http, seen, wait);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            return Unchanged(http, tag, wait);
        }
    }

    /// <summary>The page as it is after the last pulse. When whoever was to look has gone, another does.</summary>
    private async Task<Seen> SeeAsync(string key, Func<ValueTask<object?>> look, CancellationToken cancel)
    {
        while (true)
        {
            TaskCompletionSource<Seen?>? mine = null;
            Task<Seen?> shared;
            lock (_lock)
            {
                if (!_looks.TryGetValue(key, out var others))
                    _looks.Add(key, others = mine = new TaskCompletionSource<Seen?>(TaskCreationOptions.RunContinuationsAsynchronously));
                shared = others.Task;
            }
            if (mine is not null)
                return await LookAsync(key, mine, look, cancel);
            if (await shared.WaitAsync(cancel) is { } seen)
                return seen;
        }
    }

    private async Task<Seen> LookAsync(string key, TaskCompletionSource<Seen?> mine, Func<ValueTask<object?>> look, CancellationToken cancel)
    {
        Seen? seen = null;
        try
        {
            var turn = await TurnAsync(cancel);
            var started = Stopwatch.GetTimestamp();
            try
            {
                return seen = Seen.Of(await look());
            }
            finally
            {
                _ = RestAsync(turn, Stopwatch.GetElapsedTime(started));
            }
        }
        finally
        {
            lock (_lock)
            {
                if (seen is null && _looks.GetValueOrDefault(key) == mine)
                    _looks.Remove(key);
            }
            mine.SetResult(seen);
        }
    }

    /// <summary>Whoever waits in line and leaves lets the next one pass.</summary>
    private async Task<TaskCompletionSource> TurnAsync(CancellationToken cancel)
    {
        var mine = NewPulse();
        Task before;
        lock (_lock)
            (before, _lastTurn) = (_lastTurn, mine.Task);
        try
        {
            await before.WaitAsync(cancel);
            return mine;
        }
        catch (OperationCanceledException)
        {
            _ = before.ContinueWith(_ => mine.SetResult(), TaskScheduler.Default);
            throw;
        }
    }

    private async Task RestAsync(TaskCompletionSource turn, TimeSpan looked)
    {
        await Task.Delay(looked * RestFactor, clock);
        turn.SetResult();
    }

    /// <summary>Completes when something has changed here, or after a second: everybody who waits is woken at once, so that looks can be shared.</summary>
    private Task NextPulse()
    {
        lock (_lock)
        {
            if (!_driven)
            {
                _driven = true;
                _ = DriveAsync();
            }
            return _pulse.Task;
        }
    }

    private async Task DriveAsync()
    {
        while (true)
        {
            await changes.AnyAsync(LookAgain, clock);
            TaskCompletionSource pulse;
            lock (_lock)
            {
                (pulse, _pulse) = (_pulse, NewPulse());
                _looks.Clear();
                _driven = Waiting > 0;
            }
            pulse.SetResult();
            if (!_driven)
                return;
            await Task.Delay(BetweenPulses, clock);
        }
    }

    /// <summary>Whose page it is and which: what it shows depends on nothing else.</summary>
    private static string KeyOf(HttpContext http)
    {
        var caller = Caller.Of(http.User);
        return $"{http.Request.Path}{http.Request.QueryString}\n{caller.Role}\n{caller.Department}\n{caller.Region}\n{caller.Subject}";
    }

    private static object? Fresh(HttpContext http, Seen seen, InboxWait wait)
    {
        if (seen.Tag is not null)
            Tell(http, seen.Tag, wait);
        return seen.Answer;
    }

    private static IResult Unchanged(HttpContext http, string tag, InboxWait wait)
    {
        Tell(http, tag, wait);
        return Results.StatusCode(StatusCodes.Status304NotModified);
    }

    private static void Tell(HttpContext http, string tag, InboxWait wait)
    {
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "no-cache";
        if (wait.Preferred is { } preferred)
            http.Response.Headers["Preference-Applied"] = preferred;
    }

    private static TaskCompletionSource NewPulse() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>An answer of the inbox.</summary>
    /// <param name="Tag">Null of an answer that is no page.</param>
    private sealed record Seen(object? Answer, string? Tag)
    {
        public static Seen Of(object? answer) =>
            new(answer, answer is IValueHttpResult { Value: Page<TaskView> page } ? InboxWait.TagOf(page) : null);
    }
}
