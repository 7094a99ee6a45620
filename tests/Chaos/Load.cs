using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Support;

namespace OneVisit.Chaos;

/// <summary>
/// Applicants who submit without end. Each repeats its request, with the same Idempotency-Key, until the platform has acknowledged it, and follows
/// every eighth case (each, when they are few) to its end: so it is known when the platform works again after a fault, and what waits stays bounded.
/// Of many, the first follows none: were nothing written any more, all others might come to wait for an end, and nobody would be refused.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    private const int FollowsEvery = 8;
    private const int MostFaults = 50;
    private const int LongestFinding = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterNoAnswer = TimeSpan.FromMilliseconds(100);

    private readonly Fleet _fleet;
    private readonly int _applicants;
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2), ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = Patience };
    private readonly ConcurrentDictionary<string, Guid> _acknowledged = new();
    private readonly ConcurrentDictionary<string, bool> _unacknowledged = new();
    private readonly ConcurrentQueue<DateTimeOffset> _completions = new();
    private readonly ConcurrentQueue<string> _unexpected = new();
    private readonly CancellationTokenSource _enough = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly string _run = Unique.Name("run");
    private readonly ulong _names = (ulong)Random.Shared.NextInt64(1_000_000_000);
    private Client[] _clients = [];
    private Task _working = Task.CompletedTask;
    private long _started, _attempts, _duplicated, _refused, _noAnswer;

    public Load(Fleet fleet, int applicants)
    {
        _fleet = fleet;
        _applicants = applicants;
    }

    public long Attempts => _attempts;

    public long Acknowledged => _acknowledged.Count;

    /// <summary>Requests answered 503 or 429 with a time to come again.</summary>
    public long Refused => _refused;

    /// <summary>Requests without an answer: refused or broken connections, and time-outs.</summary>
    public long NoAnswer => _noAnswer;

    /// <summary>Keys for which a repeat was answered with another case.</summary>
    public long Duplicated => _duplicated;

    /// <summary>Requests that nobody ever acknowledged, by their keys.</summary>
    public int Unacknowledged => _unacknowledged.Count;

    public IReadOnlyCollection<Guid> Cases => [.. _acknowledged.Values];

    public IReadOnlyCollection<string> Unexpected => _unexpected;

    public async Task StartAsync()
    {
        // One client for each gateway: who gets no answer at one turns to the next.
        _clients = await Task.WhenAll(Enumerable.Range(0, _fleet.Gateways.Count).Select(i => Client.SignInAsync(_http, () => _fleet.Gateways[i], "applicant", subject: _run)));
        _working = Task.WhenAll(Enumerable.Range(0, _applicants).Select(i => Task.Run(() => WorkAsync(i))));
    }

    /// <summary>Completes when so many cases have been acknowledged.</summary>
    public Task ReachedAsync(long cases) => Eventually.TrueAsync($"{cases} cases are accepted", () => Acknowledged >= cases || _working.IsCompleted, TimeSpan.FromSeconds(120));

    /// <summary>The time from <paramref name="fault"/>'s end to the end of the first case after it; null when there is none for a minute.</summary>
    public async Task<TimeSpan?> RecoveredAsync(DateTimeOffset fault)
    {
        try
        {
            await Eventually.TrueAsync("a case is completed", () => _completions.Any(c => c > fault));
            return _completions.Where(c => c > fault).Min() - fault;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>No new cases; those that were begun are repeated until they are acknowledged, for a minute.</summary>
    public async Task FinishAsync()
    {
        await _enough.CancelAsync();
        _giveUp.CancelAfter(TimeSpan.FromSeconds(60));
        await _working;
    }

    /// <summary>Repeats the first request, which was acknowledged long ago.</summary>
    public async Task RepeatAsync()
    {
        var key = $"{_run}-1";
        var reply = await _clients[0].PostAsync("/api/cases", BodyOf(1), key);
        if (Guid.Parse(reply.Id) != _acknowledged[key])
            Interlocked.Increment(ref _duplicated);
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _giveUp.CancelAsync();
        await _working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _enough.Dispose();
        _giveUp.Dispose();
    }

    private async Task WorkAsync(int number)
    {
        try
        {
            for (var n = number; !_enough.IsCancellationRequested; n++)
            {
                if (await SubmitAsync(number) is { } id && (_applicants < FollowsEvery || (n % FollowsEvery == 0 && number > 0)))
                    await FollowAsync(number, id);
            }
        }
        catch (Exception e)
        {
            Say($"a client ended: {e}");
        }
    }

    private async Task<Guid?> SubmitAsync(int number)
    {
        var n = Interlocked.Increment(ref _started);
        var key = $"{_run}-{n}";
        _unacknowledged[key] = true;
        var body = BodyOf(n);
        Guid? first = null;
        var lost = false;
        // Now and then an answer that came is asked for again: a repeat must bring the same one.
        for (var turn = number; !_giveUp.IsCancellationRequested && (first is null || lost || n % 50 == 0); turn++)
        {
            var reply = await TryAsync(turn, client => client.PostAsync("/api/cases", body, key), count: true);
            if (reply is null)
                lost = true;
            if (reply?.Status != 201)
                continue;
            var id = Guid.Parse(reply.Id);
            if (first is not null)
            {
                if (first != id)
                    Interlocked.Increment(ref _duplicated);
                return first;
            }
            first = id;
            _acknowledged[key] = id;
            _unacknowledged.TryRemove(key, out _);
        }
        return first;
    }

    private JsonObject BodyOf(long number) => Sample.StartUp(b => Sample.Name(b)["tradeName"] = Sample.TradeName(_names + (ulong)number));

    private async Task FollowAsync(int number, Guid id)
    {
        for (var turn = number; !_giveUp.IsCancellationRequested; turn++)
        {
            var reply = await TryAsync(turn, client => client.GetAsync($"/api/cases/{id}"), count: false);
            if (reply is { Status: 200 } && reply.Json.GetProperty("endedAt") is { ValueKind: JsonValueKind.String } ended)
            {
                _completions.Enqueue(ended.GetDateTimeOffset());
                return;
            }
            if (reply is { Status: 404 })
            {
                Say($"case {id} was acknowledged and is not found");
                return;
            }
            await Pause.ForAsync(TimeSpan.FromMilliseconds(30), _giveUp.Token);
        }
    }

    /// <summary>One request. Null when there was no answer. Waits as long as it was told to before it comes back for another try.</summary>
    private async Task<Reply?> TryAsync(int turn, Func<Client, Task<Reply>> ask, bool count)
    {
        try
        {
            if (count)
                Interlocked.Increment(ref _attempts);
            var reply = await ask(_clients[turn % _clients.Length]);
            if (reply.Status is 503 or 504 or 429 && reply.RetryAfter is { } wait)
            {
                Interlocked.Increment(ref _refused);
                await Pause.ForAsync(wait, _giveUp.Token);
            }
            else if (reply.Status is not (200 or 201))
            {
                Say($"{reply.Status} {reply.Body}{(reply.Status >= 500 ? string.Join(' ', _fleet.Members.Select(m => m.LastError)) : "")}");
                await Pause.ForAsync(AfterNoAnswer, _giveUp.Token);
            }
            return reply;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            Interlocked.Increment(ref _noAnswer);
            await Pause.ForAsync(AfterNoAnswer, _giveUp.Token);
            return null;
        }
    }

    private void Say(string unexpected)
    {
        if (_unexpected.Count < MostFaults)
            _unexpected.Enqueue(unexpected.Length > LongestFinding ? unexpected[..LongestFinding] : unexpected);
    }
}
