using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.Checks;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.City;

/// <summary>Those who act when something waits for them: officers on open tasks, the operator on parked cases, applicants on supplement notices.</summary>
internal sealed class People(World world, Town town, Moods moods, IReadOnlyList<Applicant> applicants, Visits visits)
{
    private const int MostActs = 6;
    private static readonly ReviewOutcome[] Outcomes =
    [
        ReviewOutcome.Pass, ReviewOutcome.Pass, ReviewOutcome.Pass, ReviewOutcome.Pass, ReviewOutcome.Refuse,
        ReviewOutcome.Supplement, ReviewOutcome.Supplement, ReviewOutcome.Inspect, ReviewOutcome.NotAccepted,
    ];

    private static readonly string[] Papers = ["one", "another", "third"];

    private static readonly Text Because = new("因", "because");

    private readonly Dictionary<Guid, int> _acts = [];
    private readonly HashSet<Guid> _busy = [];

    public void Watch()
    {
        town.Cases.Changed = CaseChanged;
        foreach (var department in town.Departments)
            department.Changed = (id, row) => TaskChanged(department, id, row);
    }

    private void CaseChanged(Guid id, AggregateRow row)
    {
        if (row.Before is null && StateText.Has(row.State, "\"lifecycle\":\"submitted\""u8) && !world.Dice.Chance(moods.LeavesUnanswered))
            Plan(id, () => Receive(id));
        if (StateText.Has(row.State, "\"lifecycle\":\"supplement-requested\""u8) && !StateText.Has(row.Before?.State, "\"lifecycle\":\"supplement-requested\""u8))
            applicants[world.Dice.Below(applicants.Count)].BeShown(id);
        if (StateText.Count(row.State, "\"toldAt\":"u8) > StateText.Count(row.Before?.State, "\"toldAt\":"u8))
            applicants[world.Dice.Below(applicants.Count)].BeAsked(id);
        if (StateText.Has(row.State, "\"lapsedAt\":"u8) && !StateText.Has(row.Before?.State, "\"lapsedAt\":"u8))
            applicants[world.Dice.Below(applicants.Count)].BeLate(id);
        if (StateText.Has(row.State, "\"phase\":\"proposed\""u8) && !StateText.Has(row.Before?.State, "\"phase\":\"proposed\""u8))
            applicants[world.Dice.Below(applicants.Count)].BeOffered(id);
        if (world.Dice.Chance(moods.Terminates))
            world.Agenda.Plan(world.Hesitation(50), () => Terminate(id));
        if (StateText.Has(row.State, "\"holder\":\"operator\""u8) && !StateText.Has(row.Before?.State, "\"holder\":\"operator\""u8))
            Plan(id, () => Resolve(id));
    }

    /// <summary>A clerk looks at what was received; or nobody does, and the law accepts it.</summary>
    private void Receive(Guid id)
    {
        var answer = new AnswerReceipt(id, "clerk", Accepted: world.Dice.Chance(0.8), Because, "§32");
        world.Note($"the clerk {(answer.Accepted ? "accepts" : "does not accept")}", "clerk", -1, id);
        town.Ask(l => l.Cases, new Command<CaseState>(answer, RenderCase), _ => { }, () => Plan(id, () => Receive(id)));
    }

    private void TaskChanged(Database department, Guid id, AggregateRow row)
    {
        if (StateText.Has(row.State, "\"slot\":"u8) && !StateText.Has(row.Before?.State, "\"slot\":"u8))
            visits.Appoint(department, id, row.Read(TaskJson.Default.TaskState));
        if (StateText.LifecycleOf(row.State) is "reviewing" or "claimed" or "inspection-requested")
            Plan(id, () => Handle(department, id));
        else if (StateText.LifecycleOf(row.State) is "issuing")
            Plan(id, () => Issue(department, id));
        else if (StateText.LifecycleOf(row.State) is "issued" && StateText.Has(row.State, "\"checkDue\":"u8) && !StateText.Has(row.Before?.State, "\"checkDue\":"u8))
            Plan(id, () => Check(department, id));
        else if (StateText.LifecycleOf(row.State) is "issued" or "revoked" && world.Dice.Chance(moods.Slips))
            Plan(id, () => Correct(department, id));
    }

    /// <summary>A name in the licence is found to be wrong, in one of two ways: some correct what has been corrected just so, or what is being revoked meanwhile.</summary>
    private void Correct(Database department, Guid id)
    {
        var state = department.Aggregates[id].Read(TaskJson.Default.TaskState);
        if (state.Licences is not [var licence, ..] || !licence.Data.TryGetProperty("name", out _))
            return;
        var data = new Dictionary<string, JsonElement> { ["name"] = JsonSerializer.SerializeToElement(world.Dice.Chance(0.5) ? "甲" : "乙") };
        var correct = new CorrectLicence(id, "officer:officer-1", licence.Type, data, Because, TellOthers: true);
        world.Note("corrects a licence", department.Service, -1, id);
        Ask(department, correct);
        if (world.Dice.Chance(moods.Repeats))
            world.Agenda.Plan(world.Hesitation(10), () => Ask(department, correct));
    }

    private void Check(Database department, Guid id)
    {
        var check = new CheckAfterIssue(id, "officer-1", Passed: world.Dice.Chance(0.4), Because);
        world.Note("checks afterwards", department.Service, -1, id);
        town.Ask(l => l.Tasks.GetValueOrDefault(department.Service), new Command<TaskState>(check, RenderTask), _ => { }, () => Plan(id, () => Check(department, id)));
        // A colleague enters another result, or does so when it is revoked already.
        if (world.Dice.Chance(moods.Repeats))
            world.Agenda.Plan(world.Hesitation(50), () => Ask(department, check with { By = "officer-2", Passed = !check.Passed }));
    }

    private void Plan(Guid id, Action act)
    {
        var done = _acts.GetValueOrDefault(id);
        if (done >= MostActs || !_busy.Add(id))
            return;
        _acts[id] = done + 1;
        if (world.Dice.Chance(moods.DoesNothing))
            return;
        world.Agenda.Plan(world.Hesitation(50), () =>
        {
            _busy.Remove(id);
            act();
        });
    }

    /// <summary>Whatever has become of the case: it may be too late, or done already.</summary>
    private void Terminate(Guid id)
    {
        world.Note("the supervisor terminates", "supervisor", -1, id);
        var terminate = new TerminateCase(id, "supervisor", world.Dice.Chance(0.9) ? "applicant-died" : "law-changed", Because, "§70");
        town.Ask(l => l.Cases, new Command<CaseState>(terminate, RenderCase), _ => { }, () => { });
    }

    private void Resolve(Guid id)
    {
        var resolution = world.Dice.Chance(0.5) ? ParkedResolution.Retry : ParkedResolution.Compensate;
        world.Note($"the operator says {resolution}", "operator", -1, id);
        town.Ask(l => l.Cases, new Command<CaseState>(new ResolveParkedCase(id, "operator", resolution, "so"), RenderCase), _ => { }, () => Plan(id, () => Resolve(id)));
    }

    private void Handle(Database department, Guid id)
    {
        var state = department.Aggregates[id].Read(TaskJson.Default.TaskState);
        if (!state.IsOpen)
            return;
        // Who has asked for a visit mostly waits for it, and who has made it mostly decides, whether the others have or not.
        var beenThere = state.Inspection is { Finding: not null, IsOver: false };
        if (state.Lifecycle == ItemLifecycle.InspectionRequested && !beenThere && world.Dice.Chance(moods.WantsVisits))
            return;
        var officer = world.Dice.Chance(0.8) ? "officer-1" : "officer-2";
        TaskCommand command = state.Proposal is { } proposal && world.Dice.Chance(0.7)
            ? new SignTask(id, world.Dice.Chance(0.7) ? Other(proposal.By) : world.Dice.Chance(0.6) ? Third : proposal.By, world.Dice.Chance(0.7), "so")
            : state.Countersigners is [var named, ..] && world.Dice.Chance(0.5)
            ? new DropCountersigner(id, world.Dice.Chance(0.7) ? named.NamedBy : Other(named.NamedBy), named.Subject)
            : beenThere && world.Dice.Chance(0.6)
            ? Decide(id, officer, ReviewOutcome.Pass)
            : Act(id, officer, world.Dice.Chance(0.7) ? Other(officer) : Third, state.Round > 0);
        world.Note($"{command.By}: {command.GetType().Name}", department.Service, -1, id);
        Ask(department, command, world.Dice.Chance(0.5) ? department.Aggregates[id].Version : null);
        // An outage is told by whoever notices it.
        if (command is ReportOutage && world.Dice.Chance(moods.Repeats))
            world.Agenda.Plan(world.Hesitation(10), () => Ask(department, command));
        // They look again, whatever became of it.
        Plan(id, () => Handle(department, id));
    }

    /// <summary>The department's own system is away, or back: one of three outages, each of which may be told anew and late.</summary>
    private ReportOutage OutageOf(Guid id)
    {
        var since = ProcessClock.Beginning.AddMinutes(world.Dice.Below(3));
        return new ReportOutage(id, "system", since, world.Dice.Chance(0.5) ? since.AddHours(1) : null, 1);
    }

    /// <summary>The department's own system answers, and again when it does not hear that it was heard: always the same, as long as it is asked for the same.</summary>
    private void Issue(Database department, Guid id)
    {
        var state = department.Aggregates[id].Read(TaskJson.Default.TaskState);
        if (state.Order is not { } order)
            return;
        var failure = world.Dice.Chance(moods.IssueFailsPassingly) ? new IssueFailure("mood", Because, Final: false)
            : world.Dice.Chance(moods.IssueFailsForGood) ? new IssueFailure("mood", Because, Final: true)
            : null;
        // One number is another task's now and then, and one is left out for the platform to draw.
        var number = world.Dice.Below(3) switch { 0 => null, 1 => "taken", _ => $"{id}" };
        var answer = new AnswerIssue(
            id, "system:officer-1", failure is null ? [.. state.Terms!.IssuedBySystem!.Select(t => new GivenLicence(t, number, null, JsonElement.Parse("{}")))] : null, failure, order.Attempt);
        world.Note(failure is null ? "the system issues" : "the system fails", department.Service, -1, id);
        Ask(department, answer);
        if (world.Dice.Chance(moods.Repeats))
            world.Agenda.Plan(world.Dice.Chance(0.5) ? world.Hesitation(10) : world.Dice.Between(1_000_000, 10_000_000), () => Ask(department, answer));
        // It looks again, whatever became of it.
        Plan(id, () => Issue(department, id));
    }

    /// <param name="seen">Some say which version they have seen, and are refused when it is another by now.</param>
    private void Ask(Database department, TaskCommand command, long? seen = null) =>
        town.Ask(l => l.Tasks.GetValueOrDefault(department.Service), new Command<TaskState>(command, (_, version, refusal) => SeenChecks.Render(world, command, seen, version, refusal), Expected: world.Planted == Planted.ConditionLost ? null : seen), answer =>
        {
            if (answer.Body == "told-once")
                world.Note("may not ask for it again", department.Service, -1, command.TaskId);
        }, () => { });

    private TaskCommand Act(Guid id, string officer, string other, bool answered) => world.Dice.Below(21) switch
    {
        0 or 1 => new ClaimTask(id, officer),
        2 or 3 => new ReleaseTask(id, officer),
        4 => new TakeOverTask(id, officer, "away"),
        5 => new DelegateTask(id, officer, other, "look"),
        6 => new ReturnTask(id, world.Dice.Chance(0.7) ? officer : other, "seen"),
        7 => new AssignTask(id, officer, other) { Role = world.Dice.Chance(0.5) ? Role.Head : Role.Officer },
        8 or 9 => new NameCountersigner(id, officer, other) { Role = world.Dice.Chance(0.5) ? Role.Head : Role.Officer },
        // The department's system takes over, and is an officer in all the rest.
        10 or 11 => new ReceiveTask(id, officer, $"ref-{world.Dice.Below(2)}"),
        12 or 13 => OutageOf(id),
        14 => new ExtendLimit(id, officer, world.Dice.Below(3) + 1, Because, "§42") { Role = Role.Head },
        _ => Decide(id, officer, answered && world.Dice.Chance(moods.AsksAgain) ? ReviewOutcome.Supplement : world.Dice.Chance(moods.WantsVisits) ? ReviewOutcome.Inspect : world.Dice.Pick(Outcomes)),
    };

    private const string Third = "officer-3";

    private static string Other(string officer) => officer == "officer-1" ? "officer-2" : "officer-1";

    /// <summary>One of few papers and places of the form, so that some are asked for again; or what the law says.</summary>
    private DecideTask Decide(Guid id, string officer, ReviewOutcome outcome) => new(
        id, officer, outcome, Because, "§2", Requested: outcome != ReviewOutcome.Supplement || world.Dice.Chance(0.3)
            ? null
            : new SupplementDemand(
                [.. world.Dice.Chance(0.7) ? [new DemandedMaterial(world.Dice.Pick(Papers))] : Array.Empty<DemandedMaterial>()],
                [.. world.Dice.Chance(0.3) ? [new DemandedField("/enterprise/name")] : Array.Empty<DemandedField>()]));

    private static Answer RenderCase(CaseState? state, long version, Refusal? refusal) => new(refusal?.Status ?? 200, "");

    private static Answer RenderTask(TaskState? state, long version, Refusal? refusal) => new(refusal?.Status ?? 200, refusal?.Code ?? "");
}
