using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace OneVisit.All.Demo;

/// <summary>The platform as any client sees it: over HTTP, with a token.</summary>
internal sealed class FrontDoor(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new Patience()) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    public Uri Address { get; } = address;

    /// <summary>The platform at the address; null when none answers there.</summary>
    public static async Task<FrontDoor?> FindAsync(Uri address)
    {
        var door = new FrontDoor(address);
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            var about = await door._http.GetFromJsonAsync<JsonElement>("/api/about", soon.Token);
            if (about.Text("name") == "OneVisit")
                return door;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or OperationCanceledException)
        {
            // Nobody there, or somebody else.
        }
        door.Dispose();
        return null;
    }

    /// <summary>Takes a token for an applicant from the development issuer, or the one in <c>ONEVISIT_TOKEN</c>.</summary>
    public async Task SignInAsync(string subject, string name, CancellationToken cancel)
    {
        var token = Environment.GetEnvironmentVariable("ONEVISIT_TOKEN");
        if (string.IsNullOrEmpty(token))
        {
            using var response = await _http.PostAsJsonAsync("/dev/tokens", new { subject, name, role = "applicant" }, cancel);
            if (response.StatusCode == HttpStatusCode.NotFound)
                throw new DemoException($"{Address} hands out no development tokens; put an applicant's token of its issuer into ONEVISIT_TOKEN.");
            token = (await AnswerAsync(response, cancel)).Text("accessToken");
        }
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Submits an application and returns the case's id.</summary>
    public async Task<string> SubmitAsync(string application, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases") { Content = new StringContent(application, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var response = await _http.SendAsync(request, cancel);
        return (await AnswerAsync(response, cancel)).Text("id") ?? throw new DemoException("The platform accepted the application without naming the case.");
    }

    public async Task<JsonElement> CaseAsync(string id, CancellationToken cancel)
    {
        using var response = await _http.GetAsync(new Uri($"/api/cases/{id}", UriKind.Relative), cancel);
        return await AnswerAsync(response, cancel);
    }

    /// <summary>The case's journal from the beginning, live, until the case has ended. A stream that breaks off is taken up where it broke.</summary>
    public async IAsyncEnumerable<JsonElement> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancel)
    {
        string? last = null;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/cases/{id}/journal");
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            if (last is not null)
                request.Headers.Add("Last-Event-ID", last);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (!response.IsSuccessStatusCode)
                await AnswerAsync(response, cancel);
            var events = SseParser.Create(await response.Content.ReadAsStreamAsync(cancel)).EnumerateAsync(cancel).GetAsyncEnumerator(cancel);
            await using (events)
            {
                while (await NextAsync(events))
                {
                    if (events.Current.EventId is { Length: > 0 } seen && seen == last)
                        continue;
                    last = events.Current.EventId ?? last;
                    yield return JsonElement.Parse(events.Current.Data);
                }
            }
        }
        while ((await CaseAsync(id, cancel)).Text("endedAt") is null && await PauseAsync(cancel));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>False when the stream has ended, or broken off.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }

    private static async Task<bool> PauseAsync(CancellationToken cancel)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(250), cancel);
        return true;
    }

    /// <exception cref="DemoException">The answer is a problem; the message names every fault.</exception>
    private static async Task<JsonElement> AnswerAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var text = await response.Content.ReadAsStringAsync(cancel);
        if (response.IsSuccessStatusCode)
            return JsonElement.Parse(text);
        var problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json" ? JsonElement.Parse(text) : default;
        var faults = problem.List("errors").Select(f => $"\n  {f.Text("pointer")}: {f.Text("message")}");
        throw new DemoException($"{(int)response.StatusCode} {problem.Text("title") ?? response.ReasonPhrase}{string.Concat(faults)}");
    }
}
