using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OneVisit.Support;

/// <summary>A department's own server: keeps what it is sent, and answers as it is told to.</summary>
public sealed class HookReceiver : DepartmentServer
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>What it does with a request, once it is kept; nothing: 200.</summary>
    public Func<Hook, HttpContext, Task> Behaviour { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Everything that came, in order of arrival.</summary>
    public ConcurrentQueue<Hook> Heard { get; } = [];

    public string Url => $"{Address}/hooks";

    public static async Task<HookReceiver> StartAsync()
    {
        var receiver = new HookReceiver();
        await receiver.UpAsync();
        return receiver;
    }

    protected override async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var hook = new Hook(
            http.Request.Method, http.Request.Path, http.Request.ContentType, http.Request.Headers["webhook-id"].ToString(),
            long.Parse(http.Request.Headers["webhook-timestamp"].ToString(), CultureInfo.InvariantCulture), http.Request.Headers["webhook-signature"].ToString(), await reader.ReadToEndAsync());
        Heard.Enqueue(hook);
        await Behaviour(hook, http);
    }
}

/// <summary>A request as it came.</summary>
public sealed record Hook(string Method, string Path, string? ContentType, string Id, long Timestamp, string Signature, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>Of the case, where a test numbers them.</summary>
    public int Case => Json.GetProperty("case").GetInt32();

    /// <summary>Which of the case's events it is, where a test numbers them from 1.</summary>
    public int Number => Json.GetProperty("number").GetInt32();

    /// <summary>Verified as a receiver does, from the standard's text alone.</summary>
    public bool IsSignedWith(string secret) => Signature.Split(' ').Contains(
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")))}");
}
