using System.Net;
using OneVisit.Gateway.Identity;
using OneVisit.Kit.Identity;

namespace OneVisit.Integration.Gateway;

public sealed class LimitTests
{
    [Fact]
    public async Task A_caller_who_calls_too_fast_waits_and_nobody_else_does()
    {
        await using var front = await Front.StartAsync(apart: false, clock: null,
            [.. Front.Setting("RateLimit:PermitsPerSecond", "1"), .. Front.Setting("RateLimit:Burst", "40")]);
        var busy = await front.TokenAsync(new { subject = "busy", role = "applicant" });
        var other = await front.TokenAsync(new { subject = "other", role = "applicant" });

        var refused = await FirstRefusedAsync(200, () => front.GetAsync("/api/cases/whoami", busy));

        await Problems.ExpectAsync(429, "too-many-requests", refused);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await front.GetAsync("/api/cases/whoami", other)).StatusCode);
        for (var i = 0; i < 60; i++)
            Assert.Equal(HttpStatusCode.OK, (await front.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await front.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task Who_guesses_tokens_is_slowed_down_by_where_they_are()
    {
        await using var front = await Front.StartAsync(apart: false, clock: null,
            [.. Front.Setting("RateLimit:PermitsPerSecond", "1"), .. Front.Setting("RateLimit:Burst", "20")]);
        await Problems.ExpectAsync(429, "too-many-requests", await FirstRefusedAsync(401, () => front.GetAsync("/api/cases/whoami", "guess")));
    }

    [Fact]
    public void A_verified_token_is_forgotten_when_it_expires_and_after_five_minutes_at_the_latest()
    {
        var clock = new StandingClock();
        var tokens = new VerifiedTokens(clock);
        var caller = new Caller("zhang-san", null, Role.Applicant, null, null);
        tokens.Keep("short", caller, clock.Now.AddSeconds(10));
        tokens.Keep("long", caller, clock.Now.AddHours(12));
        Assert.Null(tokens.Find("unknown"));

        clock.Now = clock.Now.AddSeconds(9);
        Assert.Same(caller, tokens.Find("short"));
        clock.Now = clock.Now.AddSeconds(1);
        Assert.Null(tokens.Find("short"));
        Assert.Same(caller, tokens.Find("long"));
        clock.Now = clock.Now.AddMinutes(5);
        Assert.Null(tokens.Find("long"));
    }

    [Fact]
    public void Verified_tokens_take_bounded_room_and_the_latest_are_kept()
    {
        var clock = new StandingClock();
        var tokens = new VerifiedTokens(clock, generation: 10);
        for (var i = 0; i < 100; i++)
            tokens.Keep($"token {i}", new Caller($"subject {i}", null, Role.Applicant, null, null), clock.Now.AddHours(1));

        var kept = Enumerable.Range(0, 100).Where(i => tokens.Find($"token {i}") is not null).ToList();

        Assert.InRange(kept.Count, 10, 20);
        Assert.Equal(99, kept[^1]);
        Assert.All(kept, i => Assert.Equal($"subject {i}", tokens.Find($"token {i}")!.Subject));
    }

    /// <summary>Calls until an answer differs from the usual one; the bucket cannot refill as fast as this.</summary>
    private static async Task<HttpResponseMessage> FirstRefusedAsync(int usual, Func<Task<HttpResponseMessage>> call)
    {
        for (var i = 0; i < 500; i++)
        {
            var response = await call();
            if ((int)response.StatusCode != usual)
                return response;
        }
        throw new Xunit.Sdk.XunitException("500 calls were served");
    }
}
