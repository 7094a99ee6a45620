using OneVisit.Kit.Departments;

namespace OneVisit.Kit.Polling;

/// <content>One closed system.</content>
internal sealed partial class Polling
{
    /// <summary>A system that did not answer for longer than this and does again is asked at once whatever waits for a later attempt.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(1);

    /// <summary>For what a step does beside its requests, and for a clock that is some seconds ahead.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>One closed system: its tasks a few at a time, and each step of a task written down before the next.</summary>
    private sealed partial class Asked(Polling polling, ClosedSystem system)
    {
        private readonly PolledStore _store = new(polling.Running.Store);
        private readonly DepartmentDoor _door = new(() => polling.Running, polling.Rules);
        private SystemCondition _condition = new();
        private ClosedSystemClient _client = null!;
        private DateTimeOffset _leftAloneUntil;
        private long _leasedAt;
        private bool _registered;

        /// <summary>Something was said in this process that its tasks may have to do with.</summary>
        public bool IsAnnounced { get; set; }

        /// <summary>To the millisecond, as the store keeps it: what is compared with what was kept must be the same.</summary>
        private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(polling.Clock.GetUtcNow().ToUnixTimeMilliseconds());

        public void LeaveAlone(TimeSpan pause) => _leftAloneUntil = Now + pause;

        /// <summary>Does what is due.</summary>
        /// <param name="changes">True: looks for new tasks too, and for those that have changed.</param>
        public async Task PassAsync(ClosedSystemClient client, bool changes, CancellationToken cancel)
        {
            _client = client;
            if (!_registered)
                await _store.RegisterAsync(system, cancel);
            _registered = true;
            if (changes)
                await _store.EnrolAsync(system, Now, cancel);
            _condition = await _store.ConditionAsync(system.Id, cancel);
            var due = Now >= _leftAloneUntil && (await _store.DueAsync(system.Id, changes, Now, 1, cancel)).Count > 0;
            if ((!due && !IsToBeTold()) || !await LeaseAsync(cancel))
                return;
            try
            {
                _condition = await _store.ConditionAsync(system.Id, cancel);
                await TellAsync(cancel);
                // Read once more under the lease: whoever had it before may have done it.
                while (due && !cancel.IsCancellationRequested && Now >= _leftAloneUntil && await KeepLeaseAsync(cancel)
                    && await _store.DueAsync(system.Id, changes, Now, system.AtOnce, cancel) is { Count: > 0 } rows)
                    due = (await Task.WhenAll(rows.Select(r => StepAsync(r, cancel)))).All(goesOn => goesOn);
                await TellAsync(cancel);
            }
            finally
            {
                await _store.ReleaseAsync(system.Id, polling._holder, CancellationToken.None);
            }
        }

        private async Task<bool> LeaseAsync(CancellationToken cancel)
        {
            _leasedAt = polling.Clock.GetTimestamp();
            return await _store.TryLeaseAsync(system.Id, polling._holder, Now, system.Lease, cancel);
        }

        /// <summary>Early enough that a step that begins now ends before the lease does: a question, its repeat, and what is handed in after it.</summary>
        private async Task<bool> KeepLeaseAsync(CancellationToken cancel) =>
            polling.Clock.GetElapsedTime(_leasedAt) < system.Lease - (system.Timeout * 3) - Margin || await LeaseAsync(cancel);

        /// <summary>What the system as a whole is seen to be by an answer, or by there being none.</summary>
        private async Task<Reply> SendAsync(FilledRequest request, string? key, CancellationToken cancel)
        {
            var reply = await _client.SendAsync(request, key, cancel);
            var now = Now;
            if (reply.IsSystemDown)
            {
                await _store.FailingAsync(system.Id, reply.Error!, now, CancellationToken.None);
                _condition = _condition with { FailingSince = _condition.FailingSince ?? now, LastError = reply.Error };
            }
            else if (reply.Kind != ReplyKind.Withheld && _condition.FailingSince is { } since)
            {
                _condition = _condition with { FailingSince = null, LastError = null };
                await _store.RecoveredAsync(system.Id, now - since > Outage, now, CancellationToken.None);
            }
            return reply;
        }

        private bool IsToBeTold() => _condition.ToldSince is null
            ? _condition.FailingSince + system.TellAfter <= Now
            : _condition.FailingSince is null;

        /// <summary>Head and supervisor learn of an outage that lasts, and of its end: by a message of the task that waits longest.</summary>
        private async Task TellAsync(CancellationToken cancel)
        {
            if (!IsToBeTold())
                return;
            var (waiting, longest) = await _store.WaitingAsync(system.Id, cancel);
            if (_condition.FailingSince is { } since)
            {
                if (longest is not { } task)
                    return;
                await _door.ReportAsync(new ReportOutage(task, system.Subject, since, null, waiting));
                Unreachable(polling.Log, system.Department, system.Id, since, _condition.LastError, waiting);
                await RememberAsync(since, task, cancel);
            }
            else
            {
                var now = Now;
                await _door.ReportAsync(new ReportOutage(_condition.ToldTask!.Value, system.Subject, _condition.ToldSince!.Value, now, waiting));
                Back(polling.Log, system.Department, system.Id, (now - _condition.ToldSince.Value).TotalHours, waiting);
                await RememberAsync(null, null, cancel);
            }
        }

        private async Task RememberAsync(DateTimeOffset? since, Guid? task, CancellationToken cancel)
        {
            await _store.ToldAsync(system.Id, since, task, cancel);
            _condition = _condition with { ToldSince = since, ToldTask = task };
        }
    }

    private Hosting.Running<TaskState> Running => running();

    private TaskRules Rules => rules;

    private TimeProvider Clock => clock;

    private Microsoft.Extensions.Logging.ILogger Log => log;

    private double Random() => random?.Invoke() ?? System.Random.Shared.NextDouble();
}
