using System.Text.Json;

namespace OneVisit.Kit.Webhooks;

/// <summary>What a department's own system wants to be told of: a row of the table <c>subscription</c>.</summary>
internal sealed record Subscription
{
    /// <summary>The value of <see cref="Events"/> that stands for all, those that are added later included.</summary>
    public const string AllEvents = "*";

    public required Guid Id { get; init; }
    public required string Department { get; init; }
    /// <summary>The place whose authorities' tasks it is about; empty for every place.</summary>
    public required string Region { get; init; }
    public required string Url { get; init; }
    /// <summary><see cref="AllEvents"/>, or the kinds with a space before and after each, as the statement that writes deliveries looks for them.</summary>
    public required string Events { get; init; }
    /// <summary><see cref="SigningSecret"/>s as JSON, the newest first.</summary>
    public required string Secrets { get; init; }
    /// <summary><c>active</c>, or <c>disabled</c> once the receiver has said that it is gone.</summary>
    public required string State { get; init; }
    /// <summary>Since when nothing has been delivered, though it was tried; null while all is well.</summary>
    public DateTimeOffset? FailingSince { get; init; }
    public string? LastError { get; init; }
    /// <summary>The outage of which head and supervisor have been told; null when they were told of none, or of its end.</summary>
    public DateTimeOffset? ToldSince { get; init; }
    /// <summary>The task under which they were told.</summary>
    public Guid? ToldTask { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    /// <summary>The subject of whoever subscribed last.</summary>
    public required string ChangedBy { get; init; }
    /// <summary>Counts what people change, not what becomes of deliveries.</summary>
    public required long Version { get; init; }

    public bool IsDisabled => State == Disabled;

    public const string Active = "active", Disabled = "disabled";

    /// <summary>The secrets that sign at a moment: the newest, and those before it that still hold.</summary>
    public IReadOnlyList<string> SecretsAt(DateTimeOffset now) => [.. SigningSecret.Read(Secrets).Where(s => s.Until is not { } until || until > now).Select(s => s.Secret)];

    /// <summary>Until when more than the newest secret signs; null when it alone does.</summary>
    public DateTimeOffset? RotatesUntil(DateTimeOffset now) => SigningSecret.Read(Secrets).Max(s => s.Until) is { } until && until > now ? until : null;

    /// <summary>The kinds it is about; empty for all.</summary>
    public IReadOnlyList<string> Kinds => Events == AllEvents ? [] : Events.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>As <see cref="Events"/> keeps it; null for all.</summary>
    public static string EventsOf(IReadOnlyList<string>? kinds) => kinds is null ? AllEvents : $" {string.Join(' ', kinds)} ";
}

/// <summary>A secret that signs.</summary>
/// <param name="Until">When it was replaced and still holds for a while; null for the newest.</param>
internal sealed record SigningSecret(string Secret, DateTimeOffset? Until)
{
    /// <summary>Old secrets kept at once.</summary>
    private const int MostReplaced = 4;

    public static IReadOnlyList<SigningSecret> Read(string json) => JsonSerializer.Deserialize<SigningSecret[]>(json, JsonText.Options) ?? [];

    /// <summary>The newest from now on; the others hold a while longer.</summary>
    public static string Rotated(string? before, string secret, DateTimeOffset now, TimeSpan overlap)
    {
        var kept = before is null ? [] : Read(before).Where(s => s.Secret != secret && !(s.Until <= now)).Select(s => s with { Until = s.Until ?? now + overlap }).Take(MostReplaced);
        return JsonSerializer.Serialize<SigningSecret[]>([new SigningSecret(secret, null), .. kept], JsonText.Options);
    }
}

/// <summary>An event on its way to one subscription.</summary>
/// <param name="Id">Of the event: the same with every attempt, and in every subscription.</param>
/// <param name="Attempts">So far.</param>
internal sealed record Delivery(Guid Id, Guid CaseId, Guid Task, string Kind, string Body, long Attempts, DateTimeOffset? FirstTriedAt);
