using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;

namespace OneVisit.Kit.Webhooks;

/// <summary>A department's subscription over REST: one for each place its systems are responsible for.</summary>
/// <param name="kinds">The kinds of events there are.</param>
internal sealed class SubscriptionEndpoints(
    InboxScope scope, Store.Store store, TimeProvider clock, IReadOnlyList<string> kinds, WebhookTargets targets, WebhookSettings settings, Action changed)
{
    private const int MostParked = 20;
    private const int MostConflicts = 5;

    private readonly SubscriptionStore _subscriptions = new(store);

    public void Map(IEndpointRouteBuilder routes)
    {
        var subscription = routes.MapGroup($"/api/departments/{scope.Segment}/subscription")
            .RequireAuthorization(policy => policy.RequireRole(nameof(Role.System), nameof(Role.Head), nameof(Role.Admin), nameof(Role.Supervisor)))
            .WithTags("departments")
            .Problems(401, 403, 404);
        if (scope.Department is null)
            subscription.AddOpenApiOperationTransformer(TaskEndpoints.NameTheDepartment);
        subscription.MapGet("/", (Delegate)GetAsync).WithSummary("Where the department's events are sent, and how that goes").Produces<SubscriptionView>();
        subscription.MapPut("/", (Delegate)PutAsync).WithSummary("Subscribe to the department's events, change that, or turn to a new secret").Accepts<SubscriptionBody>("application/json")
            .Produces<SubscriptionView>().Produces<SubscriptionView>(201).Problems(400, 415, 422);
        subscription.MapDelete("/", (Delegate)DeleteAsync).WithSummary("Unsubscribe; what has not been delivered is dropped").Produces(204);
    }

    private async Task<IResult> GetAsync(HttpContext http)
    {
        var (department, region) = PlaceOf(http);
        return await _subscriptions.FindAsync(department, region, http.RequestAborted) is { } found
            ? Results.Json(await ViewAsync(found, http.RequestAborted), JsonText.WithNulls)
            : Problem.NotFound;
    }

    private async Task<IResult> PutAsync(HttpContext http)
    {
        var (department, region) = PlaceOf(http);
        var caller = MayChange(http);
        var body = await JsonBody.ReadTextsAsync(http.Request);
        for (var conflicts = 0; ; conflicts++)
        {
            var before = await _subscriptions.FindAsync(department, region, http.RequestAborted);
            var faults = new List<Fault>();
            if (await SubscriptionBody.ReadAsync(body, before is null, kinds, targets, faults, http.RequestAborted) is not { } asked)
                return Problem.Invalid(faults);
            var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
            var next = new Subscription
            {
                Id = before?.Id ?? Guid.CreateVersion7(now),
                Department = department,
                Region = region,
                Url = asked.Url,
                Events = Subscription.EventsOf(asked.Events),
                Secrets = asked.Secret is { } secret ? SigningSecret.Rotated(before?.Secrets, secret, now, settings.Overlap) : before!.Secrets,
                State = Subscription.Active,
                CreatedAt = before?.CreatedAt ?? now,
                ChangedAt = now,
                ChangedBy = caller.Subject,
                Version = (before?.Version ?? 0) + 1,
            };
            if (await _subscriptions.TryPutAsync(next, before?.Version, region.Length == 0 ? "" : RegionCode.Stem(region), now, http.RequestAborted))
            {
                changed();
                var view = await ViewAsync((await _subscriptions.FindAsync(department, region, http.RequestAborted)) ?? next, http.RequestAborted);
                return Results.Json(view, JsonText.WithNulls, statusCode: before is null ? 201 : 200);
            }
            if (conflicts == MostConflicts)
                return Problem.Overloaded;
        }
    }

    private async Task<IResult> DeleteAsync(HttpContext http)
    {
        var (department, region) = PlaceOf(http);
        MayChange(http);
        if (await _subscriptions.FindAsync(department, region, http.RequestAborted) is not { } found)
            return Problem.NotFound;
        await _subscriptions.DeleteAsync(found.Id, http.RequestAborted);
        changed();
        return Results.NoContent();
    }

    /// <summary>A caller's subscription is that of their own place, or of all places when they are bound to none.</summary>
    private (string Department, string Region) PlaceOf(HttpContext http)
    {
        var (caller, department) = scope.Known(http);
        return (department, caller.Region ?? "");
    }

    private static Caller MayChange(HttpContext http) =>
        Caller.Of(http.User) is { Role: not Role.Supervisor } caller ? caller : throw new ProblemException(Problem.Forbidden);

    private async Task<SubscriptionView> ViewAsync(Subscription subscription, CancellationToken cancel)
    {
        var ((waiting, parked, next), now) = (await _subscriptions.CountsAsync(subscription.Id, cancel), clock.GetUtcNow());
        return new SubscriptionView(
            subscription.Department,
            subscription.Region is "" ? null : subscription.Region,
            subscription.Url,
            subscription.Events == Subscription.AllEvents ? null : subscription.Kinds,
            subscription.IsDisabled ? Subscription.Disabled : subscription.FailingSince is null ? Subscription.Active : "failing",
            subscription.CreatedAt,
            subscription.ChangedAt,
            subscription.ChangedBy,
            subscription.RotatesUntil(now),
            waiting,
            subscription.FailingSince is null && !subscription.IsDisabled ? null : new FailingView(subscription.FailingSince, subscription.LastError, subscription.IsDisabled ? null : next < now ? now : next),
            new ParkedListView(parked, parked == 0 ? [] : await _subscriptions.ParkedAsync(subscription.Id, MostParked, cancel)));
    }
}
