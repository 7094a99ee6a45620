using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Support;
using static OneVisit.SystemTests.Scenarios.DeskCity;

namespace OneVisit.SystemTests.Scenarios;

/// <content>The system is told what there is to do, and asks for nothing by itself.</content>
public abstract partial class SystemScenarios
{
    private const string Subscription = "/api/departments/tax/subscription";

    [Fact]
    public async Task A_department_s_system_lives_by_its_webhooks_alone()
    {
        var (applicant, system) = (await platform.ClientAsync("applicant"), await SystemAsync());
        await using var receiver = await HookReceiver.StartAsync();
        var failures = new ConcurrentQueue<string>();
        receiver.Behaviour = async (hook, _) =>
        {
            if (await ActAsync(system, hook) is { } failure)
                failures.Enqueue(failure);
        };
        var subscribed = await SubscribeAsync(system, receiver);
        Assert.Equal(("active", 0), (subscribed.Text("state"), subscribed.Json.GetProperty("waiting").GetInt32()));
        Assert.DoesNotContain("whsec_", subscribed.Body, StringComparison.Ordinal);

        var cases = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SubmitAsync(applicant)));

        foreach (var submitted in cases)
        {
            Assert.Equal("granted", (await EndOfAsync(applicant, submitted.Id)).Text("outcome"));
            var told = receiver.Heard.Where(h => h.Json.GetProperty("data").GetProperty("case").GetString() == submitted.Id).ToList();
            Assert.Equal(["task.requested", "task.issue-requested"], told.DistinctBy(h => h.Id).Select(h => h.Json.GetProperty("type").GetString()));
            Assert.All(told, h => Assert.True(h.IsSignedWith(HookReceiver.Secret)));
            var data = told[0].Json.GetProperty("data");
            Assert.Equal(
                (submitted.Item("tax").GetProperty("task").GetString(), "tax.registration", "tax", "430602.tax", "430602", "reviewing"),
                (Of("task"), Of("item"), Of("department"), Of("authority"), Of("region"), Of("lifecycle")));
            Assert.True(data.GetProperty("version").GetInt64() > 0);
            Assert.True(told[0].Json.GetProperty("timestamp").GetDateTimeOffset() <= told[1].Json.GetProperty("timestamp").GetDateTimeOffset());
            Assert.All(Sample.IdentityNumbers, number => Assert.DoesNotContain(number, told[0].Body, StringComparison.Ordinal));

            string? Of(string member) => data.GetProperty(member).GetString();
        }
        Assert.Empty(failures);
        Assert.Equal(204, (await system.SendAsync(HttpMethod.Delete, Subscription, null)).Status);
    }

    [Fact]
    public async Task A_withdrawal_is_told_to_whoever_has_the_task()
    {
        var (applicant, system) = (await platform.ClientAsync("applicant"), await SystemAsync());
        await using var receiver = await HookReceiver.StartAsync();
        await SubscribeAsync(system, receiver, "task.cancelled");
        var submitted = await SubmitAsync(applicant);
        await Eventually.EqualAsync("the task is there", 200, async () => (await system.GetAsync($"{Tasks}/{submitted.Item("tax").GetProperty("task").GetString()}")).Status);

        Assert.Equal(200, (await applicant.PostAsync($"/api/cases/{submitted.Id}/withdrawal", new JsonObject { ["reason"] = "changed my mind" })).Status);

        await Eventually.TrueAsync("the system is told", () => receiver.Heard.Any(h => h.Json.GetProperty("data").GetProperty("case").GetString() == submitted.Id));
        Assert.All(receiver.Heard, h => Assert.Equal("task.cancelled", h.Json.GetProperty("type").GetString()));
        Assert.Equal("cancelled", receiver.Heard.Last().Json.GetProperty("data").GetProperty("lifecycle").GetString());
        Assert.Equal(204, (await system.SendAsync(HttpMethod.Delete, Subscription, null)).Status);
    }

    [Fact]
    public async Task A_subscription_is_its_department_s_and_its_place_s_and_every_fault_of_it_is_told()
    {
        var system = await platform.ClientAsync("system", department: "tax", region: "430603");
        Assert.Equal(404, (await system.GetAsync(Subscription)).Status);
        var refused = await PutAsync(system, new JsonObject { ["url"] = "not an address", ["events"] = new JsonArray("task.eaten"), ["secret"] = "secret", ["more"] = 1 });
        Assert.Equal(422, refused.Status);
        Assert.Equal(["/events/0", "/more", "/secret", "/url"], refused.Faults.Order(StringComparer.Ordinal));
        Assert.Equal(["/secret", "/url"], (await PutAsync(system, [])).Faults.Order(StringComparer.Ordinal));

        var body = new JsonObject { ["url"] = "http://127.0.0.1:9/hooks", ["events"] = new JsonArray("task.lapsed"), ["secret"] = HookReceiver.Secret };
        Assert.Equal(201, (await PutAsync(system, body)).Status);
        body.Remove("secret");
        body.Remove("events");
        var changed = await PutAsync(system, body);
        Assert.Equal((200, "430603", JsonValueKind.Null), (changed.Status, changed.Text("region"), changed.Json.GetProperty("events").ValueKind));
        var turned = await PutAsync(system, new JsonObject { ["url"] = "http://127.0.0.1:9/hooks", ["secret"] = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX" });
        Assert.True(turned.Json.GetProperty("rotatesUntil").GetDateTimeOffset() > turned.Json.GetProperty("changedAt").GetDateTimeOffset().AddHours(23));

        foreach (var (role, department, region, get, put) in new[]
        {
            ("head", "tax", "430603", 200, 200), ("admin", null, "430603", 200, 200), ("supervisor", null, "430603", 200, 403), ("officer", "tax", "430603", 403, 403),
            ("system", "seals", "430603", 404, 404), ("applicant", null, null, 403, 403), ("head", "tax", "430602", 404, 422),
        })
        {
            var caller = await platform.ClientAsync(role, department: department, region: region);
            Assert.Equal((role, get), (role, (await caller.GetAsync(Subscription)).Status));
            Assert.Equal((role, put), (role, (await PutAsync(caller, new JsonObject { ["url"] = "http://127.0.0.1:9/hooks" })).Status));
        }
        Assert.Equal(204, (await system.SendAsync(HttpMethod.Delete, Subscription, null)).Status);
        Assert.Equal(404, (await system.SendAsync(HttpMethod.Delete, Subscription, null)).Status);
    }

    private static async Task<Reply> SubscribeAsync(Client system, HookReceiver receiver, params string[] events)
    {
        var body = new JsonObject { ["url"] = receiver.Url, ["secret"] = HookReceiver.Secret };
        if (events.Length > 0)
            body["events"] = new JsonArray([.. events.Select(e => (JsonNode)e)]);
        var reply = await PutAsync(system, body);
        Assert.True(reply.Status is 200 or 201, reply.Body);
        return reply;
    }

    private static Task<Reply> PutAsync(Client client, JsonObject body) =>
        client.SendAsync(HttpMethod.Put, Subscription, new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"));

    /// <summary>What a department's system does when it is told of something; null, or what went wrong.</summary>
    private static async Task<string?> ActAsync(Client system, Hook hook)
    {
        var (type, task) = (hook.Json.GetProperty("type").GetString(), hook.Json.GetProperty("data").GetProperty("task").GetString());
        switch (type)
        {
            case "task.requested":
                var received = await system.PostAsync($"{Tasks}/{task}/receipt", new JsonObject { ["reference"] = $"S-{task}" });
                var decided = await system.PostAsync($"{Tasks}/{task}/decision", Pass(), ifMatch: received.ETag);
                return (received.Status, decided.Status) is (200, 200) ? null : $"{type}: {received.Body} {decided.Body}";
            case "task.issue-requested":
                var issued = await system.PostAsync($"{Tasks}/{task}/issue", Licence(null));
                return issued.Status == 200 ? null : $"{type}: {issued.Body}";
            default:
                return $"{type} was not expected";
        }
    }
}
