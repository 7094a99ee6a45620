using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OneVisit.Contracts.Api;

namespace OneVisit.Conformance.StandIn;

/// <summary>The tasks of the stand-in, and what may be done with them: the contract's codes, and nothing of a platform besides.</summary>
internal sealed class TaskBook(TimeProvider time)
{
    /// <summary>The only caller there is.</summary>
    private const string Caller = "the-system";
    private const int MostOnAPage = 4;

    private readonly Lock _lock = new();
    private readonly List<StandInTask> _tasks = [];
    private readonly List<Deed> _deeds = [];
    private TaskCompletionSource _changed = New();

    public IReadOnlyList<Deed> Deeds
    {
        get
        {
            lock (_lock)
                return [.. _deeds];
        }
    }

    public IEnumerable<Deed> Of(StandInTask task) => Deeds.Where(d => d.Task == task.Id);

    /// <summary>Completes at the next change of any task.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    public void Note(Deed deed)
    {
        lock (_lock)
            _deeds.Add(deed);
    }

    public void Add(StandInTask task)
    {
        lock (_lock)
            _tasks.Add(task);
    }

    /// <summary>From now on the inbox has it.</summary>
    public void List(StandInTask task)
    {
        lock (_lock)
        {
            task.Listed = true;
            Pulse();
        }
    }

    /// <summary>What happens to a task on the platform's side.</summary>
    public void Change(StandInTask task, Action<StandInTask> change)
    {
        lock (_lock)
        {
            change(task);
            task.Version++;
            Pulse();
        }
    }

    public StandInTask? Find(Guid id)
    {
        lock (_lock)
            return _tasks.Find(t => t.Id == id);
    }

    /// <summary>A page smaller than was asked for: <c>next</c> says whether there is more, and not the number of items.</summary>
    public (JsonObject Page, string Tag) Page(string? state, Guid? after, int limit)
    {
        lock (_lock)
        {
            var found = _tasks.Where(t => t.Listed && t.Id.CompareTo(after ?? Guid.Empty) > 0 && (state is null || t.IsInInbox == (state == "open"))).OrderBy(t => t.Id).ToList();
            var page = found.Take(Math.Min(limit, MostOnAPage)).ToList();
            var next = found.Count > page.Count ? page[^1].Id.ToString() : null;
            var tag = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', page.Select(t => $"{t.Id}:{t.Version}")) + next)))[..20];
            return (new JsonObject { ["items"] = new JsonArray([.. page.Select(t => t.View(whole: false))]), ["next"] = next }, $"W/\"{tag}\"");
        }
    }

    public Reply Read(StandInTask task)
    {
        lock (_lock)
        {
            if (task.Trouble == Trouble.Gone)
                return NotFound;
            if (task.Trouble == Trouble.Busy && task.Troubled.Add("read"))
                return Reply.Busy;
            var seen = Reply.Task(task);
            if (task.Trouble == Trouble.CancelledMeanwhile && task.Troubled.Add("read"))
                (task.Lifecycle, task.Holder, task.Version) = ("cancelled", "", task.Version + 1);
            return seen;
        }
    }

    public Reply Decide(StandInTask task, JsonNode? body, string? ifMatch)
    {
        lock (_lock)
        {
            if (task.Trouble == Trouble.Gone)
                return NotFound;
            if (task.Trouble == Trouble.Busy && task.Troubled.Add("decision"))
                return Reply.Busy;
            if (ifMatch is null)
                return Reply.Problem(428, "precondition-required", "Send If-Match with the ETag you have seen last.");
            var faults = Bodies.OfDecision(body);
            if (faults.Count > 0)
                return Reply.Invalid(faults);
            var outcome = body!["outcome"]!.ToString();
            if (task.Decision?["outcome"]?.ToString() == outcome && task.Decider == Caller)
                return Reply.Task(task);
            if (task.Trouble == Trouble.ChangedMeanwhile && task.Troubled.Add("decision"))
                task.Version++;
            if (ifMatch != "*" && ifMatch != task.ETag)
                return Stale(task);
            if (!task.IsOpen)
                return Reply.Overtaken(task, 409, "task-not-open", "The task is closed.");
            if (task.Trouble == Trouble.HeldByAnother)
                return Reply.Overtaken(task, 409, "held-by-another", $"The task is held by {task.Holder}.");
            if (task.Lifecycle == "supplement-requested")
                return Reply.Overtaken(task, 409, "supplement-awaited", "The applicant has been asked for a supplement; decide when it is here.");
            if (outcome == "supplement" && !TryAsk(task, body))
                return Reply.Overtaken(task, 409, "told-once", "Everything that is missing is told once: this has been asked for before.");
            task.Decision = new JsonObject
            {
                ["outcome"] = outcome,
                ["by"] = $"system:{Caller}",
                ["at"] = time.GetUtcNow().ToString("O"),
                ["reason"] = body["reason"]?.DeepClone(),
                ["legalBasis"] = body["legalBasis"]?.DeepClone(),
            };
            (task.Decider, task.Holder) = (Caller, Caller);
            task.Lifecycle = outcome switch
            {
                "pass" => "review-passed",
                "refuse" => "refused",
                "not-accepted" => "not-accepted",
                "supplement" => "supplement-requested",
                "inspect" => "inspection-requested",
                _ => "special-procedure",
            };
            return Kept(task, Trouble.DecisionAnswerLost);
        }
    }

    public Reply Issue(StandInTask task, JsonNode? body, string? ifMatch)
    {
        lock (_lock)
        {
            var faults = Bodies.OfIssue(body, task.Types);
            if (faults.Count > 0)
                return Reply.Invalid(faults);
            if (task.IssueAnswer is { } before && JsonNode.DeepEquals(Bodies.WithoutAttempt(before), Bodies.WithoutAttempt(body!.AsObject())))
                return Reply.Task(task);
            if (ifMatch is not (null or "*") && ifMatch != task.ETag)
                return Stale(task);
            if (task.IssueAnswer is not null)
                return Reply.Overtaken(task, 409, "issued-already", "The item has been issued; what was issued cannot be answered anew.");
            if (task.Lifecycle != "issuing")
                return Reply.Overtaken(task, 409, task.IsOpen || task.Lifecycle == "review-passed" ? "issue-not-requested" : "task-not-open", "Nothing is to be issued at present.");
            if (body!["attempt"]?.GetValue<int>() is { } attempt && attempt != task.Attempt)
                return Reply.Overtaken(task, 409, "another-attempt", $"The item is to be issued at attempt {task.Attempt}.");
            task.IssueAnswer = body.AsObject().DeepClone().AsObject();
            task.Lifecycle = body["failure"] is null ? "issued" : "issue-failed";
            task.Licences = body["licences"]?.DeepClone().AsArray() ?? [];
            return Kept(task, Trouble.IssueAnswerLost);
        }
    }

    /// <summary>Taken, given back, handed over, received: a change of hands.</summary>
    public Reply Hands(StandInTask task, string verb, JsonNode? body, string? ifMatch)
    {
        lock (_lock)
        {
            if (task.Trouble == Trouble.Gone)
                return NotFound;
            if (verb == "receipt" && (body as JsonObject)?["reference"]?.ToString().Trim() is null or "")
                return Reply.Invalid([new Fault("/reference", FaultCodes.Missing, "A text is expected.")]);
            if (verb == "assign" && (body as JsonObject)?["to"]?.ToString().Trim() is null or "")
                return Reply.Invalid([new Fault("/to", FaultCodes.Missing, "The subject of the officer who takes over is expected.")]);
            if (verb != "release" && task.Holder == Caller)
                return Reply.Task(task);
            if (ifMatch is not (null or "*") && ifMatch != task.ETag)
                return Stale(task);
            if (!task.IsOpen)
                return Reply.Overtaken(task, 409, "task-not-open", "The task is closed.");
            if (task.Trouble == Trouble.HeldByAnother && verb != "assign")
                return Reply.Overtaken(task, 409, verb == "release" ? "not-the-holder" : "held-by-another", $"The task is held by {task.Holder}.");
            if (verb == "receipt")
                task.Receipt = new JsonObject { ["reference"] = body!["reference"]!.DeepClone(), ["by"] = Caller, ["at"] = time.GetUtcNow().ToString("O") };
            task.Holder = verb switch { "release" => task.Holder, "assign" => body!["to"]!.ToString(), _ => Caller };
            return Kept(task, Trouble.None);
        }
    }

    /// <summary>Keeps what is asked for; false when some of it was asked for before, by the law where nothing is named.</summary>
    private static bool TryAsk(StandInTask task, JsonNode body)
    {
        string[] materials = [.. Bodies.Asked(body, "materials", "material")], fields = [.. Bodies.Asked(body, "fields", "pointer")];
        string[] laws = materials.Length + fields.Length == 0 ? [body["legalBasis"]!.ToString()] : [];
        var asked = new[] { ("materials", materials), ("fields", fields), ("laws", laws) };
        if (asked.Any(a => a.Item2.Intersect(Before(a.Item1)).Any()))
            return false;
        var all = new JsonObject { ["times"] = (task.Asked?["times"]?.GetValue<int>() ?? 0) + 1 };
        foreach (var (list, names) in asked)
            all[list] = new JsonArray([.. Before(list).Concat(names).Select(n => (JsonNode)n)]);
        task.Asked = all;
        return true;

        IEnumerable<string> Before(string list) => (task.Asked?[list] as JsonArray ?? []).Select(n => n!.ToString());
    }

    public static Reply NotFound => Reply.Problem(404, "not-found", "There is nothing here that you may know of.");

    private static Reply Stale(StandInTask task) => Reply.Overtaken(task, 412, "precondition-failed", "It has changed since you saw it; read it again.");

    /// <summary>It is kept; and the answer is on its way, unless it is this task's trouble that it gets lost.</summary>
    private Reply Kept(StandInTask task, Trouble lost)
    {
        task.Version++;
        Pulse();
        return lost != Trouble.None && task.Trouble == lost && task.Troubled.Add("answer") ? Reply.Busy : Reply.Task(task);
    }

    private void Pulse()
    {
        _changed.TrySetResult();
        _changed = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
