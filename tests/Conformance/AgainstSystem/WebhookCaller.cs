using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OneVisit.Conformance.StandIn;

namespace OneVisit.Conformance.AgainstSystem;

/// <summary>Tells the system of events, as a platform does and as a forger would.</summary>
internal sealed class WebhookCaller(Uri url, string secret, TimeProvider time) : IDisposable
{
    private const int MostTries = 5;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(15) };

    public void Dispose() => _http.Dispose();

    public static string NewId() => Guid.CreateVersion7().ToString();

    /// <summary>The body of an event: thin, it says what happened to which task, and nothing of the application.</summary>
    public string Body(string type, StandInTask? task, bool withUnknown = false)
    {
        var body = new JsonObject { ["type"] = type, ["timestamp"] = time.GetUtcNow().ToString("O"), ["data"] = task is null ? new JsonObject() : DataOf(task) };
        if (withUnknown)
        {
            body["added"] = new JsonArray(1, "two", null);
            body["data"]!["added"] = new JsonObject { ["later"] = true };
        }
        return body.ToJsonString();
    }

    /// <summary>The status it is answered with; null when it is not answered.</summary>
    /// <param name="age">How long ago it was signed.</param>
    /// <param name="signWith">Secrets, in the order of the signatures; null: the right one.</param>
    /// <param name="sent">The body that is sent, when it is another than the one that was signed.</param>
    /// <param name="sentId">Likewise the id.</param>
    public async Task<int?> SendAsync(
        string id, string body, CancellationToken cancel, TimeSpan age = default, IReadOnlyList<string>? signWith = null, string? sent = null, string? sentId = null, bool unsigned = false)
    {
        for (var tries = 1; ; tries++)
        {
            var at = time.GetUtcNow().Subtract(age).ToUnixTimeSeconds();
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(sent ?? body, Encoding.UTF8, "application/json") };
            request.Headers.Add("webhook-id", sentId ?? id);
            request.Headers.Add("webhook-timestamp", at.ToString(CultureInfo.InvariantCulture));
            if (!unsigned)
                request.Headers.Add("webhook-signature", string.Join(' ', (signWith ?? [secret]).Select(s => WebhookSecret.Sign(s, id, at, body))));
            try
            {
                using var response = await _http.SendAsync(request, cancel);
                return (int)response.StatusCode;
            }
            catch (HttpRequestException) when (tries < MostTries)
            {
                // Nobody was found there, as may happen: told again, as a platform does.
                await Pause.ForAsync(Rest, time, cancel);
            }
            catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                return null;
            }
        }
    }

    private static JsonObject DataOf(StandInTask task)
    {
        var view = task.View(whole: false);
        return new JsonObject(new[] { "task", "case", "item", "department", "authority", "region", "lifecycle", "version" }.Select(name => KeyValuePair.Create(name, view[name]?.DeepClone())));
    }
}
