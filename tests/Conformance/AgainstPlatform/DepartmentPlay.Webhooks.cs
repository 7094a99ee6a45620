using System.Text;
using System.Text.Json.Nodes;

namespace OneVisit.Conformance.AgainstPlatform;

/// <content>Being told, where the platform tells.</content>
internal sealed partial class DepartmentPlay
{
    private async Task WebhooksAsync()
    {
        if (!_settings.ListenGiven)
        {
            NoWebhooks("Without --listen the platform would not find the kit.");
            return;
        }
        var (path, secret) = ($"/api/departments/{_settings.Department}/subscription", WebhookSecret.New());
        var before = await System.GetAsync(path, _cancel);
        if (before.Status == 200)
        {
            NoWebhooks("There is a subscription already, which the kit would replace and end.");
            return;
        }
        await using var listener = await WebhookListener.StartAsync(_settings.Listen);
        var body = new JsonObject
        {
            ["url"] = listener.Url,
            ["events"] = new JsonArray("task.requested", "task.supplemented", "task.lapsed", "task.cancelled", "task.issue-requested", "task.revocation-requested"),
            ["secret"] = secret,
        };
        var subscribed = await System.SendAsync(HttpMethod.Put, path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), _cancel);
        if (subscribed.Status is 404 or 405)
        {
            NoWebhooks("This platform offers no webhooks.");
            return;
        }
        if (!Holds(PlatformChecks.Subscribes, subscribed.Status is 200 or 201 or 204 && !subscribed.Text.Contains(secret, StringComparison.Ordinal), subscribed))
        {
            NoWebhooks("There is no subscription.");
            return;
        }
        try
        {
            await ToldAsync(listener, secret);
            await GoneAsync(listener, path);
        }
        finally
        {
            await System.SendAsync(HttpMethod.Delete, path, null, _cancel);
        }
    }

    private async Task ToldAsync(WebhookListener listener, string secret)
    {
        var (task, isOpen) = await HandInAsync();
        var told = await UntilAsync(() => Task.FromResult(Of().Any(e => e.Taken)));
        if (!isOpen && !told)
        {
            NoWebhooks($"Here {_settings.Department} decides by rule, before its system can, and is told of nothing.");
            return;
        }
        var name = _application["applicant"]?["name"]?.ToString();
        _sheet.Holds(PlatformChecks.Told, told && Of().All(e => e.Type is not null && (name is null || !e.Text.Contains(name, StringComparison.Ordinal))), () => Of() is [.., var last] ? last.Text : "Nothing was told.");
        if (!told)
            return;
        var first = Of()[0];
        _sheet.Holds(PlatformChecks.ToldAgain, Of().Any(e => e.Taken && e.Id == first.Id && e.Text == first.Text), () => $"{first.Id} was refused, and then came {string.Join(' ', Of().Skip(1).Select(e => e.Id))}");
        if (isOpen)
        {
            await System.PostAsync($"{_tasks}/{task}/decision", Pass(), _cancel, "*");
            await UntilAsync(async () => Of().Any(e => e is { Type: "task.issue-requested" }) || (await ReadAsync(task)).Body?["lifecycle"]?.ToString() is "issued" or "issue-failed");
            var types = Of().Where(e => e.Taken).Select(e => e.Type).Distinct().ToList();
            _sheet.Holds(PlatformChecks.InOrder, types[0] == "task.requested", () => string.Join(' ', types));
        }
        else
            _sheet.Skip(PlatformChecks.InOrder, "There is one event only.");
        _sheet.Holds(PlatformChecks.Signed, listener.Events.All(e => WebhookSecret.Signed(secret, e.Id, e.At, e.Text, e.Signatures)), () => $"One of {listener.Events.Count} is not.");

        IReadOnlyList<WebhookListener.Event> Of() => [.. listener.Events.Where(e => e.Task == task)];
    }

    private async Task GoneAsync(WebhookListener listener, string path)
    {
        listener.Gone = true;
        var (_, isOpen) = await HandInAsync();
        if (!isOpen)
        {
            _sheet.Skip(PlatformChecks.Ends, $"Here {_settings.Department} decides by rule, and is told of nothing.");
            return;
        }
        Answer? now = null;
        var disabled = await UntilAsync(async () => (now = await System.GetAsync(path, _cancel)).Body?["state"]?.ToString() == "disabled");
        Holds(PlatformChecks.Ends, disabled, now!);
    }

    private void NoWebhooks(string why)
    {
        foreach (var check in PlatformChecks.OfWebhooks)
            _sheet.Skip(check, why);
    }
}
