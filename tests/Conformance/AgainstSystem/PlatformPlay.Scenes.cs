using System.Text.Json.Nodes;
using OneVisit.Conformance.StandIn;

namespace OneVisit.Conformance.AgainstSystem;

/// <content>What happens to the tasks, each in a scene of its own; they are played at the same time.</content>
internal sealed partial class PlatformPlay
{
    private async Task WholeLifeAsync()
    {
        var (task, told, asked) = (New("the whole life"), WebhookCaller.NewId(), WebhookCaller.NewId());
        for (var times = 0; times < 3; times++)
            await TellAsync(task, "task.requested", told);
        if (!await DecidedAsync(task) || !await IssuedAsync(task, asked))
            return;
        for (var times = 0; times < 2; times++)
            await TellAsync(task, "task.issue-requested", asked);
        await LateAsync(task);
        _book.Change(task, t => (t.Lifecycle, t.Holder) = ("revoked", ""));
        await TellAsync(task, "task.revocation-requested");
    }

    /// <summary>Once more, under ids of their own, and nothing of it is news.</summary>
    private async Task LateAsync(StandInTask task)
    {
        if (_caller is null)
            return;
        var before = _book.Of(task).Count(d => d.Verb is "decision" or "issue");
        foreach (var type in (string[])["task.requested", "task.supplemented", "task.lapsed"])
            await TellAsync(task, type);
        await Pause.ForAsync(_settings.Quiet, _time, _cancel);
        var after = _book.Of(task).Count(d => d.Verb is "decision" or "issue");
        _sheet.Holds(SystemChecks.Late, after == before, () => Last(task));
    }

    private async Task<bool> IssuedAsync(StandInTask task, string? id = null)
    {
        if (task.Types.Count == 0 || task.Lifecycle != "review-passed")
        {
            _sheet.Skip(SystemChecks.Issues, task.Types.Count == 0 ? "The item issues nothing." : $"The system answered {task.Decision?["outcome"]}.");
            return false;
        }
        _book.Change(task, t => (t.Lifecycle, t.Holder, t.Attempt) = ("issuing", _settings.Department, 1));
        await TellAsync(task, "task.issue-requested", id);
        var answered = await UntilAsync(() => task.IssueAnswer is not null || _book.Of(task).Any(d => d is { Verb: "issue", Status: 422 }));
        _sheet.Holds(SystemChecks.Issues, answered, () => $"{task.Name} ({task.Id}) was not answered in {_settings.Patience.TotalSeconds} s. {Last(task)}");
        return task.IssueAnswer is not null;
    }

    private async Task ChangedMeanwhileAsync()
    {
        var task = New("changed meanwhile", Trouble.ChangedMeanwhile);
        await TellAsync(task, "task.requested");
        await DecidedAsync(task);
    }

    private async Task BusyAsync()
    {
        var task = New("the platform is busy", Trouble.Busy);
        await TellAsync(task, "task.requested");
        await DecidedAsync(task);
    }

    private async Task CancelledMeanwhileAsync()
    {
        var task = New("cancelled meanwhile", Trouble.CancelledMeanwhile);
        await TellAsync(task, "task.requested");
        if (await UntilAsync(() => task.Lifecycle == "cancelled"))
            await TellAsync(task, "task.cancelled");
        else
            _sheet.Holds(SystemChecks.Decides, false, () => $"{task.Name} ({task.Id}) was not looked at.");
    }

    private async Task DecisionLostAsync()
    {
        var task = New("the answer to the decision is lost", Trouble.DecisionAnswerLost);
        await TellAsync(task, "task.requested");
        if (!await DecidedAsync(task))
            return;
        await UntilAsync(() => _book.Of(task).Count(d => d.Verb == "decision") > 1);
        var sent = _book.Of(task).Where(d => d.Verb == "decision").ToList();
        _sheet.Holds(SystemChecks.RepeatsLost, sent.Count > 1 && sent[^1].Status == 200 && sent.Select(d => d.Outcome).Distinct().Count() == 1,
            () => sent.Count > 1 ? $"{sent[0].Outcome}, then {sent[^1].Outcome}: {sent[^1].Status} {sent[^1].Code}" : "It was not sent again.");
    }

    private async Task IssueLostAsync()
    {
        var task = New("the answer to the issue is lost", Trouble.IssueAnswerLost);
        await TellAsync(task, "task.requested");
        if (!await DecidedAsync(task) || !await IssuedAsync(task))
            return;
        await UntilAsync(() => _book.Of(task).Count(d => d.Verb == "issue") > 1);
        var sent = _book.Of(task).Where(d => d.Verb == "issue").ToList();
        _sheet.Holds(SystemChecks.RepeatsLostIssue, sent.Count > 1 && sent[^1].Status == 200, () => sent.Count > 1 ? $"The second was another: {sent[^1].Status} {sent[^1].Code}" : "It was not sent again.");
    }

    private async Task SupplementAsync(bool lapses)
    {
        var check = lapses ? SystemChecks.Lapsed : SystemChecks.Supplemented;
        if (_application["incomplete"] is not { } incomplete)
        {
            _sheet.Skip(check, "The tasks have no form that is incomplete.");
            return;
        }
        var task = New(lapses ? "a supplement that nobody brings" : "a supplement");
        var complete = task.Form;
        task.Form = incomplete.DeepClone().AsObject();
        await TellAsync(task, "task.requested");
        if (!await DecidedAsync(task))
            return;
        if (task.Lifecycle != "supplement-requested")
        {
            _sheet.Skip(check, $"The system answered {task.Decision?["outcome"]} to a form that is incomplete.");
            return;
        }
        _book.Change(task, t =>
        {
            (t.Lifecycle, t.Decision, t.Decider, t.Round) = ("reviewing", null, null, t.Round + 1);
            if (!lapses)
                t.Form = complete;
        });
        await TellAsync(task, lapses ? "task.lapsed" : "task.supplemented");
        _sheet.Holds(check, await UntilAsync(() => task.Decision is not null), () => $"It was not decided again. {Last(task)}");
    }

    private async Task OutOfOrderAsync()
    {
        if (_caller is null)
            return;
        var task = New("the issue request comes first");
        await TellAsync(task, "task.issue-requested");
        await TellAsync(task, "task.requested");
        var decided = await DecidedAsync(task);
        _sheet.Holds(SystemChecks.OutOfOrder, decided && !_book.Of(task).Any(d => d.Verb == "issue"), () => Last(task));
    }

    /// <summary>The promised time was up before anybody looked, and silence is consent: its request is news no more.</summary>
    private async Task DeemedApprovedAsync()
    {
        if (_caller is null)
            return;
        var task = New("approved by law");
        _book.Change(task, t => (t.Lifecycle, t.Decision) = ("review-passed", new JsonObject { ["outcome"] = "pass", ["by"] = "law:deemed-approved" }));
        await TellAsync(task, "task.deemed-approved");
        await TellAsync(task, "task.requested");
        await Pause.ForAsync(_settings.Quiet, _time, _cancel);
        _sheet.Holds(SystemChecks.Late, !_book.Of(task).Any(d => d.Verb is "decision" or "issue"), () => Last(task));
    }

    private async Task CancelledFirstAsync()
    {
        if (_caller is null)
            return;
        var task = New("cancelled before it is requested");
        _book.Change(task, t => (t.Lifecycle, t.Holder) = ("cancelled", ""));
        await TellAsync(task, "task.cancelled");
        await TellAsync(task, "task.requested");
    }

    private async Task UnknownAsync()
    {
        if (_caller is null)
            return;
        var strange = await _caller.SendAsync(WebhookCaller.NewId(), _caller.Body("city.celebrated", null, withUnknown: true), _cancel);
        _sheet.Holds(SystemChecks.AcceptsUnknown, strange is >= 200 and < 300, () => $"An unknown type was answered {strange}.");
        var task = New("told with members that nobody knows");
        _book.List(task);
        var status = await _caller.SendAsync(WebhookCaller.NewId(), _caller.Body("task.requested", task, withUnknown: true), _cancel);
        _sheet.Holds(SystemChecks.AcceptsUnknown, status is >= 200 and < 300, () => $"Unknown members were answered {status}.");
        await DecidedAsync(task);
    }

    private async Task ForgedAsync()
    {
        if (_caller is null)
            return;
        var task = New("told by a forger");
        var (id, body, other, hour) = (WebhookCaller.NewId(), _caller.Body("task.requested", task), WebhookSecret.New(), TimeSpan.FromHours(1));
        Refused(SystemChecks.RefusesSecret, await _caller.SendAsync(id, body, _cancel, signWith: [other]));
        Refused(SystemChecks.RefusesBody, await _caller.SendAsync(id, _caller.Body("task.requested", null), _cancel, sent: body));
        Refused(SystemChecks.RefusesId, await _caller.SendAsync(id, body, _cancel, sentId: WebhookCaller.NewId()));
        Refused(SystemChecks.RefusesOld, await _caller.SendAsync(id, body, _cancel, age: hour));
        Refused(SystemChecks.RefusesFuture, await _caller.SendAsync(id, body, _cancel, age: -hour));
        Refused(SystemChecks.RefusesUnsigned, await _caller.SendAsync(id, body, _cancel, unsigned: true));
        await Pause.ForAsync(_settings.Quiet, _time, _cancel);
        _sheet.Holds(SystemChecks.ForgedHasNoEffect, !_book.Of(task).Any(), () => Last(task));

        _book.List(task);
        var status = await _caller.SendAsync(id, body, _cancel, signWith: [other, _settings.Secret!]);
        _sheet.Holds(SystemChecks.Rotates, status is >= 200 and < 300, () => $"It was answered {status}.");
        await DecidedAsync(task);

        void Refused(Check check, int? status) => _sheet.Holds(check, status is >= 400 and < 500, () => $"It was answered {status}.");
    }

    /// <summary>A first page full of what cannot be decided, and behind it a task that can.</summary>
    private async Task BlockedAsync()
    {
        StandInTask[] blocked =
        [
            New("held by another", Trouble.HeldByAnother, place: 1), New("gone", Trouble.Gone, place: 2),
            New("held by another", Trouble.HeldByAnother, place: 3), New("gone", Trouble.Gone, place: 4),
        ];
        foreach (var task in blocked)
        {
            if (task.Trouble == Trouble.HeldByAnother)
                task.Holder = "officer-li";
            await TellAsync(task, "task.requested");
        }
        var behind = New("on the second page", place: 200);
        await TellAsync(behind, "task.requested");
        var decided = await DecidedAsync(behind);
        if (_caller is null)
            _sheet.Holds(SystemChecks.Pages, decided, () => "What stands on the second page was not decided.");
    }
}
