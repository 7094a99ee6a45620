using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;

namespace OneVisit.Kit.Polling;

/// <content>One step with one task.</content>
internal sealed partial class Polling
{
    private sealed partial class Asked
    {
        /// <summary>False: the system is left alone for now. What came of a request is written down whatever else stops.</summary>
        private async Task<bool> StepAsync(PolledRow found, CancellationToken cancel)
        {
            var (row, task) = (found.Row with { Seen = found.Version }, found.Task);
            switch (row.Next(system, task, Now))
            {
                case PollingStep.Wait:
                    await _store.SaveAsync(row, cancel);
                    return true;
                case PollingStep.Rest:
                    await _store.SaveAsync(row with { DueAt = null, Failures = 0 }, cancel);
                    return true;
                case PollingStep.Forget:
                    await _store.ForgetAsync(row.Task, cancel);
                    return true;
                case PollingStep.Abandon:
                    Troubled(polling.Log, system.Department, system.Id, row.Task, "it could not be withdrawn there in all the time, and is left as it is");
                    await _store.ForgetAsync(row.Task, cancel);
                    return true;
                case PollingStep.GiveUp:
                    await _door.GiveBackAsync(system, task, row.Since);
                    GaveUp(polling.Log, system.Department, system.Id, row.Task, row.Since);
                    await _store.SaveAsync(row with { Phase = PolledTask.GivenUp, DueAt = null }, CancellationToken.None);
                    return true;
                case PollingStep.Find:
                    return await FindAsync(row, task, cancel);
                case PollingStep.HandIn:
                    return await HandInAsync(row, task, cancel);
                case PollingStep.Order:
                    return await OrderAsync(row, task, cancel);
                case PollingStep.Withdraw:
                    return await WithdrawAsync(row, task, cancel);
                default:
                    return await AskAsync(row, task, found.Version, cancel);
            }
        }

        private async Task<bool> FindAsync(PolledTask row, TaskState task, CancellationToken cancel)
        {
            if (system.Find!.Request.Fill(ViewOf(row, task), out var missing) is not { } request)
                return await TroubledAsync(row, $"it cannot be looked for: nothing is at {missing}");
            var reply = await SendAsync(request, null, cancel);
            if (reply is { Kind: ReplyKind.Answered, Json: { } json } && Said.ReferenceIn(json, system.Find.Reference!) is { } reference)
            {
                // As it was handed in at first: what the applicant has added since follows.
                await _store.SaveAsync(row with { Reference = reference, Round = 0, Papers = 0, Failures = 0, DueAt = Now }, CancellationToken.None);
                return true;
            }
            if (reply.Kind is not (ReplyKind.Unknown or ReplyKind.Answered) || (reply.Kind == ReplyKind.Answered && reply.Json is null))
                return await FailedAsync(row, reply);
            // It does not know of it, so nothing came of the attempts before.
            if (!task.HasEnded)
                return await HandInAsync(row, task, cancel);
            await _store.ForgetAsync(row.Task, CancellationToken.None);
            return true;
        }

        private async Task<bool> HandInAsync(PolledTask row, TaskState task, CancellationToken cancel)
        {
            var adds = row.Reference is not null && system.Supplement is not null;
            var template = adds ? system.Supplement! : system.Submit.Request;
            if (template.Fill(ViewOf(row, task), out var missing) is not { } request)
                return await TroubledAsync(row, $"it cannot be handed in: nothing is at {missing}");
            // Written before it is sent: whoever comes after a kill knows that it may be there.
            row = row with { Tries = row.Tries + 1, Since = row.Failures == 0 ? Now : row.Since };
            await _store.SaveAsync(row, cancel);
            var reply = await SendAsync(request, KeyOf(task), cancel);
            if (reply.Kind != ReplyKind.Answered)
                return await FailedAsync(row, reply);
            var reference = adds ? row.Reference
                : system.Submit.Reference is not { } at ? $"{row.Task}"
                : (reply.Json is { } json ? Said.ReferenceIn(json, at) : null) ?? row.Reference;
            if (reference is null)
                return await TroubledAsync(row, $"its answer to handing in has no number at {system.Submit.Reference}");
            var now = Now;
            await _store.SaveAsync(row with
            {
                Reference = reference, Round = task.Round, Papers = PolledTask.PapersOf(task), Failures = 0, Word = null, Unchanged = 0, Told = null, Since = now, DueAt = now + system.DelayAfterAnswer(0, polling.Random()),
            }, CancellationToken.None);
            // Whoever took it into their hands meanwhile keeps it; and where a kill comes between, the next answer makes up for it.
            if (task.IsOpen && !IsReceived(task, reference))
                await _door.ReceiveAsync(system, task, reference);
            return true;
        }

        /// <summary>The same for the same content: whoever has acted upon it need not again.</summary>
        private static string KeyOf(TaskState task) => (task.Round, PolledTask.PapersOf(task)) switch
        {
            (0, 0) => $"{task.TaskId}",
            (var round, 0) => $"{task.TaskId}-{round}",
            var (round, papers) => $"{task.TaskId}-{round}-{papers}",
        };

        private bool IsReceived(TaskState task, string reference) => task.Holder == system.Subject && task.Receipt?.Reference == reference;

        private async Task<bool> OrderAsync(PolledTask row, TaskState task, CancellationToken cancel)
        {
            var now = Now;
            if (system.Issue is { } template)
            {
                if (template.Fill(ViewOf(row, task), out var missing) is not { } request)
                    return await TroubledAsync(row, $"it cannot be told that it is to issue: nothing is at {missing}");
                row = row with { Since = row.Failures == 0 ? now : row.Since };
                var reply = await SendAsync(request, $"{row.Task}-issue-{task.Order!.Attempt}", cancel);
                if (reply.Kind != ReplyKind.Answered)
                    return await FailedAsync(row, reply);
            }
            await _store.SaveAsync(row with { Attempt = task.Order!.Attempt, Since = now, Failures = 0, Word = null, Unchanged = 0, Told = null, DueAt = now }, CancellationToken.None);
            return true;
        }

        private async Task<bool> WithdrawAsync(PolledTask row, TaskState task, CancellationToken cancel)
        {
            if (row.Phase != PolledTask.Withdrawing)
                row = row with { Phase = PolledTask.Withdrawing, Since = Now, Failures = 0, DueAt = Now };
            if (system.Cancel!.Fill(ViewOf(row, task), out var missing) is not { } request)
            {
                Troubled(polling.Log, system.Department, system.Id, row.Task, $"it cannot be withdrawn there: nothing is at {missing}");
                await _store.ForgetAsync(row.Task, cancel);
                return true;
            }
            await _store.SaveAsync(row, cancel);
            var reply = await SendAsync(request, $"{row.Task}-cancel", cancel);
            if (reply.Kind is not (ReplyKind.Answered or ReplyKind.Unknown or ReplyKind.Refused))
                return await FailedAsync(row, reply);
            if (reply.Kind == ReplyKind.Refused)
                Troubled(polling.Log, system.Department, system.Id, row.Task, $"it was not withdrawn there: {reply.Error}");
            await _store.ForgetAsync(row.Task, CancellationToken.None);
            return true;
        }

        private async Task<bool> AskAsync(PolledTask row, TaskState task, long version, CancellationToken cancel)
        {
            if (system.Status.Fill(ViewOf(row, task), out var missing) is not { } request)
                return await TroubledAsync(row, $"it cannot be asked about: nothing is at {missing}");
            var reply = await SendAsync(request, null, cancel);
            if (reply.Kind != ReplyKind.Answered)
                return await FailedAsync(row, reply);
            if (reply.Json is not { } json)
                return await TroubledAsync(row, "its answer is no JSON");
            var said = Said.Of(system, json);
            if (said.Word is null)
                return await TroubledAsync(row, said.Trouble!);
            var done = said.Trouble is null ? await ActAsync(row, task, version, said) : default;
            var isNew = said.Word != row.Word;
            row = row with { Word = said.Word, Unchanged = isNew ? 0 : row.Unchanged + 1, Failures = 0 };
            var trouble = said.Trouble ?? (done is { Refused: { } refused, IsOvertaken: false } ? $"its word was refused: {refused}" : null);
            // What has just been decided is looked at again at once, to see what is to be done with it next; not so a word that waits for others to sign it.
            var acted = isNew && said.Trouble is null && done.Refused is null && said.Meaning != MeaningKind.Received && !(said.Meaning == MeaningKind.Pass && !task.IsOpen);
            await _store.SaveAsync(Told(row, trouble) with { DueAt = acted ? Now : Now + system.DelayAfterAnswer(row.Unchanged, polling.Random()) }, CancellationToken.None);
            return true;
        }

        /// <summary>Does what a word means where the task stands.</summary>
        private async Task<DoorAnswer> ActAsync(PolledTask row, TaskState task, long version, Said said)
        {
            if (!task.IsOpen)
            {
                return said.Meaning switch
                {
                    MeaningKind.Issued => await _door.IssueAsync(system, task, said.Body!),
                    // It passed, and waits there for whatever it needs.
                    MeaningKind.Pass or MeaningKind.Received => default,
                    _ => new DoorAnswer($"it has passed the review here, and {KebabCase.Of(said.Meaning!.Value)} comes too late", 0),
                };
            }
            if (!IsReceived(task, row.Reference!))
            {
                var received = await _door.ReceiveAsync(system, task, row.Reference!, version);
                if (received.Refused is not null)
                    return received;
                version = received.Version;
            }
            // Whoever has issued has passed it; that it was issued is told once it is asked for.
            return said.Meaning switch
            {
                MeaningKind.Received => default,
                MeaningKind.Issued => await _door.DecideAsync(system, task, version, new JsonObject { ["outcome"] = "pass" }),
                _ => await _door.DecideAsync(system, task, version, said.Body!),
            };
        }

        /// <summary>The request came to nothing, and is repeated later. False: nothing was sent.</summary>
        private async Task<bool> FailedAsync(PolledTask row, Reply reply)
        {
            if (reply.Kind == ReplyKind.Withheld)
                return false;
            var delay = system.DelayAfterFailure(row.Failures + 1, polling.Random());
            if (reply.RetryAfter is { } asked && asked > delay)
                delay = asked < system.Longest ? asked : system.Longest;
            // That the system is down is told once, for all its tasks.
            var told = reply.IsSystemDown ? row : Told(row, $"it {reply.Error}");
            await _store.SaveAsync(told with { Failures = row.Failures + 1, DueAt = Now + delay }, CancellationToken.None);
            return true;
        }

        private async Task<bool> TroubledAsync(PolledTask row, string trouble)
        {
            await _store.SaveAsync(Told(row, trouble) with { Failures = row.Failures + 1, DueAt = Now + system.DelayAfterFailure(row.Failures + 1, polling.Random()) }, CancellationToken.None);
            return true;
        }

        /// <summary>Operators are told, once for as long as it is the same.</summary>
        private PolledTask Told(PolledTask row, string? trouble)
        {
            if (trouble is not null && trouble != row.Told)
                Troubled(polling.Log, system.Department, system.Id, row.Task, trouble);
            return row with { Told = trouble };
        }

        /// <summary>What requests may take from: the task as its department is shown it, and its number in the closed system.</summary>
        private JsonElement ViewOf(PolledTask row, TaskState task)
        {
            var view = JsonSerializer.SerializeToNode(TaskView.Of(system.Department, task, row.Seen, whole: true), JsonText.Options)!.AsObject();
            view["reference"] = row.Reference;
            return JsonSerializer.SerializeToElement(view);
        }
    }
}
