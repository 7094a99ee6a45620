using System.Text.Json;
using CsCheck;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Webhooks;

namespace OneVisit.Unit.Webhooks;

public sealed class SubscriptionTests
{
    private const string A = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", B = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", C = "whsec_BBECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    [Fact]
    public void A_secret_that_is_replaced_signs_on_for_the_overlap_and_no_longer()
    {
        var rotated = Of(SigningSecret.Rotated(SigningSecret.Rotated(null, A, Now, Overlap), B, Now, Overlap));

        Assert.Equal([B, A], rotated.SecretsAt(Now));
        Assert.Equal([B, A], rotated.SecretsAt(Now + Overlap - TimeSpan.FromSeconds(1)));
        Assert.Equal([B], rotated.SecretsAt(Now + Overlap));
        Assert.Equal((Now + Overlap, null), (rotated.RotatesUntil(Now), rotated.RotatesUntil(Now + Overlap)));
    }

    [Fact]
    public void Turned_once_more_each_holds_for_its_own_time_and_one_that_comes_back_is_the_newest()
    {
        var twice = SigningSecret.Rotated(SigningSecret.Rotated(SigningSecret.Rotated(null, A, Now, Overlap), B, Now, Overlap), C, Now.AddHours(1), Overlap);

        Assert.Equal([C, B, A], Of(twice).SecretsAt(Now.AddHours(23)));
        Assert.Equal([C, B], Of(twice).SecretsAt(Now.AddHours(24)));
        Assert.Equal([C], Of(twice).SecretsAt(Now.AddHours(25)));
        Assert.Equal([A, C, B], Of(SigningSecret.Rotated(twice, A, Now.AddHours(2), Overlap)).SecretsAt(Now.AddHours(2)));
        // The same again turns nothing.
        Assert.Equal([C, B, A], Of(SigningSecret.Rotated(twice, C, Now.AddHours(2), Overlap)).SecretsAt(Now.AddHours(2)));
    }

    [Fact]
    public void All_kinds_or_some_of_them_are_kept_so_that_each_is_found_whole()
    {
        Assert.Equal("*", Subscription.EventsOf(null));
        Assert.Equal(" task.requested task.lapsed ", Subscription.EventsOf(["task.requested", "task.lapsed"]));
        Assert.Equal(["task.requested", "task.lapsed"], (Of("[]") with { Events = " task.requested task.lapsed " }).Kinds);
    }

    [Fact]
    public async Task Reads_what_is_asked_for()
    {
        var (all, none) = await ReadAsync($$"""{"url":" https://8.8.8.8/hooks ","secret":"{{A}}"}""", first: true);
        Assert.Empty(none);
        Assert.Equal(("https://8.8.8.8/hooks", null, A), (all!.Url, all.Events, all.Secret));

        var (some, _) = await ReadAsync("""{"url":"https://8.8.8.8/","events":["task.lapsed"]}""", first: false);
        Assert.Equal(["task.lapsed"], some!.Events!);
        Assert.Null(some.Secret);
    }

    [Fact]
    public async Task Names_every_fault_at_once() => Assert.Equal(
        [
            ("/events/0", FaultCodes.NotAChoice), ("/events/2", FaultCodes.NotUnique), ("/events/3", FaultCodes.NotAChoice), ("/name", FaultCodes.UnknownMember),
            ("/secret", FaultCodes.WrongFormat), ("/url", FaultCodes.InsecureAddress), ("/url", FaultCodes.InternalAddress),
        ],
        await FaultsAsync("""{"url":"http://10.0.0.1/","events":["task.eaten","task.lapsed","task.lapsed",7],"secret":"whsec_short","name":"x"}""", first: true));

    [Theory]
    [InlineData("[]", true, "", FaultCodes.WrongType)]
    [InlineData("""{"url":7,"secret":7,"events":"all"}""", true, "/url", FaultCodes.WrongType)]
    [InlineData("""{"url":7,"secret":7,"events":"all"}""", true, "/secret", FaultCodes.WrongType)]
    [InlineData("""{"url":7,"secret":7,"events":"all"}""", true, "/events", FaultCodes.WrongType)]
    [InlineData("{}", true, "/url", FaultCodes.Missing)]
    [InlineData("{}", true, "/secret", FaultCodes.Missing)]
    [InlineData("""{"events":[]}""", false, "/events", FaultCodes.TooFewItems)]
    public async Task Names_what_is_missing_or_of_another_type(string body, bool first, string pointer, string code) =>
        Assert.Contains((pointer, code), await FaultsAsync(body, first));

    [Fact]
    public async Task A_secret_is_needed_the_first_time_alone() => Assert.Empty(await FaultsAsync("""{"url":"https://8.8.8.8/"}""", first: false));

    [Fact]
    public void Pauses_grow_threefold_up_to_the_longest_and_vary_by_a_fifth()
    {
        var settings = new WebhookSettings();

        Assert.Equal([5, 15, 45, 135, 405, 1215, 3645, 10935, 14400, 14400], Enumerable.Range(1, 10).Select(n => settings.DelayAfter(n, 0.5).TotalSeconds));
        Gen.Select(Gen.Int[1, 1000], Gen.Double[0, 1]).Sample((attempts, random) =>
        {
            var (delay, plain) = (settings.DelayAfter(attempts, random).TotalSeconds, settings.DelayAfter(attempts, 0.5).TotalSeconds);
            return delay >= (plain * 0.8) - 0.001 && delay <= (plain * 1.2) + 0.001;
        });
        // All attempts of the time in which it is tried: many at first, and then a few a day, for more than three days.
        var (after, attempts) = (TimeSpan.Zero, 1);
        while (after < settings.GiveUpAfter)
            after += settings.DelayAfter(attempts++, 0.5);
        Assert.True(settings.GiveUpAfter >= TimeSpan.FromDays(3));
        Assert.InRange(attempts, 20, 60);
    }

    private static Subscription Of(string secrets) => new()
    {
        Id = Guid.Empty, Department = "parks", Region = "", Url = "", Events = "*", Secrets = secrets, State = "active", CreatedAt = Now, ChangedAt = Now, ChangedBy = "", Version = 1,
    };

    private static async Task<(SubscriptionBody? Body, List<Fault> Faults)> ReadAsync(string body, bool first)
    {
        var faults = new List<Fault>();
        return (await SubscriptionBody.ReadAsync(JsonElement.Parse(body), first, TaskEvents.Kinds, WebhookTargets.Read(null, anywhere: false), faults, CancellationToken.None), faults);
    }

    private static async Task<List<(string, string)>> FaultsAsync(string body, bool first) =>
        [.. (await ReadAsync(body, first)).Faults.Select(f => (f.Pointer, f.Code)).OrderBy(f => f.Pointer, StringComparer.Ordinal).ThenBy(f => f.Code, StringComparer.Ordinal)];
}
