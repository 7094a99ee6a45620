using OneVisit.Conformance.StandIn;

namespace OneVisit.Conformance.AgainstSystem;

/// <content>What can be said once everything has been done: of every request that came.</content>
internal sealed partial class PlatformPlay
{
    private const int MostOnHeld = 2;
    private const int MostOnGone = 5;
    private const int MostUnchangedInASecond = 2;

    /// <summary>A clock that is read on two sides.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    private void Judge()
    {
        var deeds = _book.Deeds;
        Never(SystemChecks.Identified, d => d.Status == 401);
        Never(SystemChecks.WellFormed, d => d.Status is 400 or 415 or 422);
        Never(SystemChecks.Precondition, d => d is { Verb: "decision", Status: 428 } || (d.Verb == "decision" && d.IfMatch is null));
        Never(SystemChecks.Reasons, d => d is { Verb: "decision", Status: 422 } && d.Outcome != "pass");
        foreach (var task in _all)
            JudgeDecisions(task);
        foreach (var task in Those(Trouble.HeldByAnother))
            _sheet.Holds(SystemChecks.LeavesHeld, Count(task, "decision") <= MostOnHeld, () => $"It was decided {Count(task, "decision")} times.");
        foreach (var task in Those(Trouble.Gone))
            _sheet.Holds(SystemChecks.LeavesGone, _book.Of(task).Count() <= MostOnGone, () => $"It was asked for {_book.Of(task).Count()} times.");
        foreach (var task in Those(Trouble.CancelledMeanwhile))
            _sheet.Holds(SystemChecks.LeavesCancelled, Count(task, "decision") <= 1 && Count(task, "issue") == 0, () => Last(task));
        foreach (var task in Those(Trouble.Busy))
            JudgeRetry(task);
        if (_caller is null)
            JudgePulling([.. deeds.Where(d => d.Verb == "list")]);
        else
            JudgeWebhooks();

        void Never(Check check, Func<Deed, bool> wrong) => _sheet.Holds(check, !deeds.Any(wrong), () => deeds.First(wrong).ToString());
    }

    private void JudgeDecisions(StandInTask task)
    {
        foreach (var round in _book.Of(task).Where(d => d.Verb == "decision").GroupBy(d => d.Round))
        {
            var after = round.SkipWhile(d => d.Status != 200).Skip(1).ToList();
            var first = round.FirstOrDefault(d => d.Status == 200);
            // A visit, or a hearing, is decided again when it is over.
            if (first is { Outcome: not ("inspect" or "special-procedure") })
                _sheet.Holds(SystemChecks.Once, after.Count == 0, () => $"{task.Name}: {after[0]}");
        }
        var all = _book.Of(task).ToList();
        for (var at = all.FindIndex(d => d is { Verb: "decision", Status: 412 }); at >= 0; at = all.FindIndex(at + 1, d => d is { Verb: "decision", Status: 412 }))
        {
            var next = all.Skip(at + 1).FirstOrDefault(d => d.Verb is "read" or "decision");
            _sheet.Holds(SystemChecks.ReadsAgain, next?.Verb == "read", () => next is null ? $"{task.Name}: it was not looked at again." : $"{task.Name}: {next}");
        }
        if (task.Trouble == Trouble.ChangedMeanwhile && all.All(d => d.Status != 412))
            _sheet.Skip(SystemChecks.ReadsAgain, "No decision named a version that was stale: If-Match: * stands for any.");
        if (task.IssueAnswer is not null)
        {
            _sheet.Holds(SystemChecks.Types, all.All(d => d is not { Verb: "issue", Status: 422 }), () => Last(task));
            if (task.Trouble != Trouble.IssueAnswerLost)
                _sheet.Holds(SystemChecks.IssuesOnce, Count(task, "issue") == 1, () => $"{task.Name}: it was answered {Count(task, "issue")} times.");
        }
        else if (all.Any(d => d is { Verb: "issue", Status: 422 }))
            _sheet.Holds(SystemChecks.Types, false, () => all.First(d => d is { Verb: "issue", Status: 422 }).ToString());
        _sheet.Holds(SystemChecks.IssuesWhenAsked, all.All(d => d.Code is not ("issue-not-requested" or "task-not-open") || d.Verb != "issue"), () => Last(task));
    }

    private void JudgeRetry(StandInTask task)
    {
        foreach (var refused in _book.Of(task).Where(d => d.Status == 503))
        {
            var next = _book.Of(task).FirstOrDefault(d => d.At > refused.At && d.Verb == refused.Verb);
            _sheet.Holds(SystemChecks.RetryAfter, next is not null && next.At - refused.At >= TimeSpan.FromSeconds(1) - Tolerance,
                () => next is null ? $"It was not sent again: {refused}" : $"It was sent again after {(next.At - refused.At).TotalMilliseconds:N0} ms instead of a second: {next}");
        }
    }

    private void JudgePulling(IReadOnlyList<Deed> lists)
    {
        _sheet.Holds(SystemChecks.Conditional, lists.Any(d => d.IfNoneMatch is not null), () => $"{lists.Count} requests, and none said what it had seen.");
        var unchanged = lists.Where(d => d.Status == 304).Select(d => d.At).ToList();
        var most = unchanged.Count == 0 ? 0 : unchanged.Max(at => unchanged.Count(other => other >= at && other - at < TimeSpan.FromSeconds(1)));
        _sheet.Holds(SystemChecks.Patient, most <= MostUnchangedInASecond, () => $"It was asked {most} times within a second.");
    }

    private void JudgeWebhooks()
    {
        foreach (var task in _all.Where(t => t.Name == "the whole life" && t.Decision is not null))
            _sheet.Holds(SystemChecks.Repeats, _book.Of(task).Count(d => d is { Verb: "decision", Status: 200 }) == 1, () => Last(task));
        foreach (var task in _all.Where(t => t.Name == "cancelled before it is requested"))
            _sheet.Holds(SystemChecks.CancelledFirst, !_book.Of(task).Any(d => d.Verb is "decision" or "issue"), () => Last(task));
    }

    private IEnumerable<StandInTask> Those(Trouble trouble) => _all.Where(t => t.Trouble == trouble);

    private int Count(StandInTask task, string verb) => _book.Of(task).Count(d => d.Verb == verb);
}
