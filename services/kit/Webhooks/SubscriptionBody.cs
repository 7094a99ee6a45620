using System.Text.Json;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Webhooks;

/// <summary>The body that subscribes to events.</summary>
/// <param name="Url">Where they are sent by POST: an https address that everybody may connect to.</param>
/// <param name="Events">Which kinds; left out: all, those that are added later included.</param>
/// <param name="Secret"><c>whsec_</c> and 24 to 64 random bytes in base64. May be left out when only the rest changes.</param>
public sealed record SubscriptionBody(string Url, IReadOnlyList<string>? Events = null, string? Secret = null)
{
    /// <summary>Names every fault; null beside one.</summary>
    /// <param name="first">True: there is no secret from before.</param>
    internal static async Task<SubscriptionBody?> ReadAsync(JsonElement body, bool first, IReadOnlyList<string> kinds, WebhookTargets targets, List<Fault> faults, CancellationToken cancel)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault("", FaultCodes.WrongType, "An object is expected."));
            return null;
        }
        foreach (var member in body.EnumerateObject().Where(m => m.Name is not ("url" or "events" or "secret")))
            faults.Add(new Fault($"/{JsonPointer.Escape(member.Name)}", FaultCodes.UnknownMember, "This member is not known."));
        var url = TextOf(body, "url", required: true, "The address that events are sent to is expected.", faults);
        var target = url is null ? null : await targets.ReadAsync(url, "/url", faults, cancel);
        var events = EventsOf(body, kinds, faults);
        var secret = TextOf(body, "secret", first, "A secret is expected: whsec_ and 24 to 64 random bytes in base64.", faults);
        if (secret is not null && !WebhookSignature.IsSecret(secret))
            faults.Add(new Fault("/secret", FaultCodes.WrongFormat, "whsec_ and 24 to 64 bytes in base64 are expected."));
        return faults.Count > 0 ? null : new SubscriptionBody(target!.AbsoluteUri, events, secret);
    }

    private static List<string>? EventsOf(JsonElement body, IReadOnlyList<string> kinds, List<Fault> faults)
    {
        if (!body.TryGetProperty("events", out var list) || list.ValueKind == JsonValueKind.Null)
            return null;
        if (list.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new Fault("/events", FaultCodes.WrongType, "A list of kinds is expected."));
            return null;
        }
        if (list.GetArrayLength() == 0)
            faults.Add(new Fault("/events", FaultCodes.TooFewItems, "At least one kind is expected; leave it out for all."));
        var events = new List<string>();
        foreach (var (index, item) in list.EnumerateArray().Index().Take(kinds.Count + 1))
        {
            if (item.ValueKind != JsonValueKind.String || !kinds.Contains(item.GetString()!))
                faults.Add(new Fault($"/events/{index}", FaultCodes.NotAChoice, $"One of {string.Join(", ", kinds)} is expected."));
            else if (events.Contains(item.GetString()!))
                faults.Add(new Fault($"/events/{index}", FaultCodes.NotUnique, "This kind stands before."));
            else
                events.Add(item.GetString()!);
        }
        return events;
    }

    private static string? TextOf(JsonElement body, string name, bool required, string expected, List<Fault> faults)
    {
        var given = body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
        if (given && value.ValueKind == JsonValueKind.String)
            return value.GetString()!.Trim();
        if (given || required)
            faults.Add(new Fault($"/{name}", given ? FaultCodes.WrongType : FaultCodes.Missing, expected));
        return null;
    }
}

/// <summary>A subscription as its department sees it; the secret is never shown.</summary>
/// <param name="Region">The place whose authorities' tasks it is about; null for every place.</param>
/// <param name="Events">Null for all kinds.</param>
/// <param name="State"><c>active</c>; <c>failing</c> while nothing can be delivered; <c>disabled</c> once the receiver has answered 410.</param>
/// <param name="RotatesUntil">Until when the secret before this one signs too; null when this one alone does.</param>
/// <param name="Waiting">Events that are not delivered yet.</param>
/// <param name="Failing">Null while all is well.</param>
public sealed record SubscriptionView(
    string Department, string? Region, string Url, IReadOnlyList<string>? Events, string State, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, string ChangedBy,
    DateTimeOffset? RotatesUntil, long Waiting, FailingView? Failing, ParkedListView Parked);

/// <param name="Since">When the first of the attempts failed that nothing was delivered after.</param>
/// <param name="NextAttempt">At the earliest: after failures in a row the receiver is left alone for up to ten minutes. Null when no event waits.</param>
public sealed record FailingView(DateTimeOffset? Since, string? LastError, DateTimeOffset? NextAttempt);

/// <summary>Events that were put aside after days of attempts: subscribing again sends them once more.</summary>
/// <param name="Items">The oldest of them.</param>
public sealed record ParkedListView(long Count, IReadOnlyList<ParkedView> Items);

/// <summary>An event that was put aside; <c>id</c> is its <c>webhook-id</c>, <c>at</c> when it happened.</summary>
public sealed record ParkedView
{
    public required Guid Id { get; init; }
    public required string Type { get; init; }
    public required Guid Task { get; init; }
    public required Guid Case { get; init; }
    public required DateTimeOffset At { get; init; }
    public required long Attempts { get; init; }
    public string? LastError { get; init; }
}
