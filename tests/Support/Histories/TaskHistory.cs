namespace OneVisit.Support.Histories;

/// <summary>The history of one task: its acts, and its journal, which says what each version is.</summary>
internal sealed class TaskHistory
{
    private readonly Guid _task;
    private readonly IReadOnlyList<TaskAct> _acts;
    private readonly IReadOnlyList<TaskEntry> _journal;
    private readonly List<Standing> _standings = [Standing.None];
    private readonly List<HistoryFinding> _findings = [];

    /// <summary>By version: between which moments it was made; null where the platform made it by itself.</summary>
    private readonly (long From, long Until)?[] _made;

    public TaskHistory(Guid task, IReadOnlyList<TaskAct> acts, IReadOnlyList<TaskEntry> journal)
    {
        _task = task;
        _acts = acts;
        _journal = journal;
        _made = new (long, long)?[journal.Count + 1];
        foreach (var entry in journal)
            _standings.Add(_standings[^1].After(entry));
    }

    public IReadOnlyList<HistoryFinding> Check()
    {
        for (var i = 0; i < _journal.Count; i++)
        {
            if (_journal[i].Version != i + 1)
            {
                Find(HistoryFault.Gap, $"after {i} comes {_journal[i].Version}");
                return _findings;
            }
        }
        foreach (var entry in _journal.Where(Standing.IsPeoples))
            _made[entry.Version] = MakerOf(entry);
        if (_journal.Count(Standing.IsFinalDecision) > 1)
            Find(HistoryFault.DecidedTwice, string.Join("; ", _journal.Where(Standing.IsFinalDecision)));
        foreach (var act in _acts.Where(a => a.Succeeded && a.Kind != ActKind.Read))
            Acknowledged(act);
        InOrderOfTime();
        foreach (var act in _acts.Where(a => !a.IsUncertain))
            Answered(act);
        NeverBackwards();
        return _findings;
    }

    /// <summary>What is in the journal was asked for. Of several who asked for the same, the first may have made it, and its first answer came afterwards.</summary>
    private (long From, long Until)? MakerOf(TaskEntry entry)
    {
        var asked = _acts.Where(a => Standing.IsOf(entry, a) && (a.Seen ?? entry.Version - 1) == entry.Version - 1).ToList();
        var makers = asked.Where(a => a.IsUncertain || (a.Succeeded && a.Shown?.Version == entry.Version)).ToList();
        if (makers.Count > 0)
            return (makers.Min(a => a.Sent), makers.Min(a => a.Answered));
        if (asked.FirstOrDefault(a => a.WasRefused) is { } refused)
            Find(HistoryFault.RefusedAndDone, $"version {entry.Version} is {entry}, and: {refused}");
        else if (!_acts.Any(a => a.Succeeded && Standing.IsOf(entry, a)))
            Find(HistoryFault.NotAsked, $"version {entry.Version} is {entry}");
        return null;
    }

    private void Acknowledged(TaskAct act)
    {
        if (act.Shown is not { } shown || shown.Version < 1 || shown.Version >= _standings.Count)
        {
            // Without what it shows it is found by Answered.
            if (act.Shown is not null)
                Find(HistoryFault.Lost, $"the journal ends at {_journal.Count}: {act}");
            return;
        }
        var made = Standing.IsOf(_journal[(int)shown.Version - 1], act);
        if (made && (act.Seen ?? shown.Version - 1) == shown.Version - 1)
            return;
        if (_standings[(int)shown.Version].Fulfils(act))
        {
            // A repeat, which may name any version; its first must have named the right one.
            if (made && !_acts.Any(a => a != act && Standing.IsOf(_journal[(int)shown.Version - 1], a) && (a.Seen ?? shown.Version - 1) == shown.Version - 1))
                Find(HistoryFault.StaleAccepted, $"{act}");
            return;
        }
        Find(HistoryFault.Lost, $"version {shown.Version} is {_journal[(int)shown.Version - 1]}: {act}");
    }

    private void InOrderOfTime()
    {
        var latest = long.MinValue;
        foreach (var entry in _journal)
        {
            if (_made[entry.Version] is not var (from, until))
                continue;
            if (until < latest)
                Find(HistoryFault.OutOfOrder, $"version {entry.Version}, {entry}, was answered before one that stands before it was sent");
            latest = Math.Max(latest, from);
        }
    }

    private void Answered(TaskAct act)
    {
        if (!act.Succeeded && !act.WasRefused)
            Find(HistoryFault.Unexpected, $"{act}");
        else if (act.Shown is not { } shown)
            Find(HistoryFault.Untold, $"{act}");
        else if (shown.Version < 1 || shown.Version >= _standings.Count || !_standings[(int)shown.Version].IsShownBy(shown))
            Find(HistoryFault.Untrue, $"{act}; the journal: {(shown.Version > 0 && shown.Version < _standings.Count ? _standings[(int)shown.Version] : "no such version")}");
        else if (act.Status == 412 && act.Seen == shown.Version)
            Find(HistoryFault.Untrue, $"nothing had changed: {act}");
        else if (_made[shown.Version] is var (from, _) && from > act.Answered)
            Find(HistoryFault.Premature, $"{act}");
    }

    /// <summary>What anybody has been shown is there for everybody who asks afterwards.</summary>
    private void NeverBackwards()
    {
        var answers = _acts.Where(a => a.Shown is not null && !a.IsUncertain).OrderBy(a => a.Answered).ToList();
        var (next, newest) = (0, (TaskAct?)null);
        foreach (var act in answers.OrderBy(a => a.Sent))
        {
            for (; answers[next].Answered < act.Sent; next++)
            {
                if (newest is null || answers[next].Shown!.Version > newest.Shown!.Version)
                    newest = answers[next];
            }
            if (newest is not null && act.Shown!.Version < newest.Shown!.Version)
                Find(HistoryFault.Backwards, $"{act}, after: {newest}");
        }
    }

    private void Find(HistoryFault fault, string what) => _findings.Add(new HistoryFinding(fault, _task, what));
}
