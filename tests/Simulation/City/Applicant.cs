using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Api;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.Checks;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.City;

/// <summary>One applicant: submits until there is an answer, always under one Idempotency-Key; may withdraw, and answers when asked for more.</summary>
internal sealed class Applicant(World world, Town town, Moods moods, int number, SubmitCase application)
{
    private const long Patience = 10_000_000;

    /// <summary>How the papers begin that come with an answer to a request.</summary>
    public const string GivenPaper = "given-";

    private readonly Idempotency _once = new($"applicant/{number}", "hash");
    private Answer? _answer;
    private Answer? _delivered;
    private int _supplements;
    private int _sent;
    private int _offers;

    /// <summary>Null until an answer was seen.</summary>
    public Guid? Accepted { get; private set; }

    public string Key => _once.Key;

    public void Submit()
    {
        var retry = world.Agenda.Plan(Patience, Submit);
        var command = Applications.WithNewIds(application, world.Dice, ProcessClock.Beginning + TimeSpan.FromMicroseconds(world.Agenda.Now));
        world.Note("submits", Key, -1, command.CaseId);
        town.Ask(l => l.Cases, new Command<CaseState>(command, Render, _once), answer =>
        {
            world.Agenda.Cancel(retry);
            Answered(answer);
        }, () => { });
    }

    /// <summary>The case shows that a department asks for something, though nobody may have been told.</summary>
    public void BeShown(Guid id)
    {
        if (world.Dice.Chance(moods.AnswersEarly))
            world.Agenda.Plan(world.Hesitation(20), () => FillIn(id));
    }

    /// <summary>The case asks for a supplement.</summary>
    public void BeAsked(Guid id)
    {
        if (_supplements++ < 3 && !world.Dice.Chance(moods.LeavesUnanswered))
            world.Agenda.Plan(world.Hesitation(100), () => FillIn(id));
    }

    /// <summary>A paper was promised and did not come: too late it is brought after all.</summary>
    public void BeLate(Guid id) => world.Agenda.Plan(world.Hesitation(10), () => Deliver(id, "brings too late what was promised"));

    /// <summary>Reads what stands there, and is on the way with the paper for a while.</summary>
    private void Deliver(Guid id, string what)
    {
        var read = town.Cases.Aggregates[id];
        world.Agenda.Plan(world.Hesitation(20), () => Deliver(id, what, read));
    }

    private void Deliver(Guid id, string what, AggregateRow row)
    {
        var state = row.Read(CaseJson.Default.CaseState) with { Submission = row.Enclosure! };
        world.Note(what, Key, -1, id);
        var body = JsonSerializer.SerializeToElement(new { materials = new[] { new { material = state.Promises![0].Material, name = "late.pdf", @ref = "late" } } });
        var read = Submissions.DeliveryOf(state, body, new Caller(Key, null, Role.Applicant, null, null));
        var command = read.Value ?? new DeliverMaterials(id, Key, [], Utf8Json.Empty, Utf8Json.Empty, read.Faults);
        var once = new Idempotency($"{Key}/brings", "hash");
        var first = _delivered;
        // Overtaken by something else, or nobody there to take it: read again, and bring it again.
        town.Ask(l => l.Cases, new Command<CaseState>(command, Render, once), answer =>
        {
            if (first is not null && answer != first)
                world.Violate(Invariants.SameAnswer, $"{Key} brought a paper and was told {first.Status}, and then {answer.Status} {answer.Body}");
            if (answer.Status == 201)
                _delivered ??= answer;
            if (answer.Body == "delivery-overtaken" || world.Dice.Chance(moods.Repeats / 2))
                world.Agenda.Plan(world.Hesitation(10), () => Deliver(id, what));
        }, () => world.Agenda.Plan(Patience, () => Deliver(id, what)));
    }

    /// <summary>Times for a visit are offered.</summary>
    public void BeOffered(Guid id)
    {
        if (_offers++ < 5 && !world.Dice.Chance(moods.LeavesUnanswered))
            world.Agenda.Plan(world.Hesitation(100), () => Agree(id));
    }

    private static Answer Render(CaseState? state, long version, Refusal? refusal) =>
        refusal is null ? new Answer(201, state!.CaseId.ToString()) : new Answer(refusal.Status, refusal.Code);

    private void Answered(Answer answer)
    {
        world.Note($"answered {answer.Status}", Key);
        if (answer.Status != 201)
        {
            world.Violate(Invariants.SameAnswer, $"{Key} was answered {answer.Status} {answer.Body}");
            return;
        }
        if (_answer is not null && _answer != answer)
            world.Violate(Invariants.SameAnswer, $"{Key} was told {_answer.Body}, and then {answer.Body}");
        var id = Guid.Parse(answer.Body);
        if (!town.Cases.Aggregates.ContainsKey(id))
            world.Violate(Invariants.AcceptedExists, $"{Key} was told of case {id}, which is not there");
        if (_answer is null && world.Dice.Chance(moods.Withdraws))
            world.Agenda.Plan(world.Hesitation(world.Dice.Below(200) + 1), () => Withdraw(id));
        if (world.Dice.Chance(moods.Repeats))
            world.Agenda.Plan(world.Hesitation(10), Submit);
        if (_answer is null && application.Promises is not null && !world.Dice.Chance(moods.BreaksPromise))
            world.Agenda.Plan(world.Hesitation(world.Dice.Below(100) + 1), () => Deliver(id, "brings what was promised"));
        _answer = answer;
        Accepted = id;
    }

    private void Withdraw(Guid id)
    {
        world.Note("withdraws", Key, -1, id);
        town.Ask(l => l.Cases, new Command<CaseState>(new WithdrawCase(id, Key, "changed my mind"), Render), _ => { }, () => { });
        if (world.Dice.Chance(moods.Repeats))
            world.Agenda.Plan(world.Hesitation(10), () => Withdraw(id));
    }

    private void Agree(Guid id)
    {
        if (town.Cases.Aggregates[id].Read(CaseJson.Default.CaseState).Inspection is not { Slots.Count: > 0 } inspection)
            return;
        world.Note("agrees", Key, -1, id);
        town.Ask(l => l.Cases, new Command<CaseState>(new AgreeToInspection(id, Key, world.Dice.Pick(inspection.Slots)), Render), _ => { }, () => BeOffered(id));
        if (world.Dice.Chance(moods.Repeats))
            world.Agenda.Plan(world.Hesitation(10), () => Agree(id));
    }

    /// <summary>Reads what stands there, and fills in the rest for a while.</summary>
    private void FillIn(Guid id)
    {
        var row = town.Cases.Aggregates[id];
        world.Agenda.Plan(world.Hesitation(20), () => Supplement(id, row));
        // Somebody else brings a promised paper meanwhile.
        if (application.Promises is not null && world.Dice.Chance(0.4))
            world.Agenda.Plan(world.Hesitation(5), () => Deliver(id, "brings what was promised"));
    }

    private void Supplement(Guid id, AggregateRow read)
    {
        world.Note("supplements", Key, -1, id);
        // Each answer brings a paper of its own, by which it is found again.
        var paper = new MaterialReference { Material = $"{GivenPaper}{number}-{++_sent}", Name = "given.pdf", Ref = "given" };
        var content = read.Enclosure!.Read(CaseJson.Default.SubmissionContent);
        var command = new AnswerSupplement(
            id, Key, [.. application.Items.Select(i => new SupplementedItem(i.Item, i.Form, [.. i.Materials, paper]))], read.Enclosure!,
            Utf8Json.Of(content with { Materials = [.. content.Materials, paper] }, CaseJson.Default.SubmissionContent),
            world.Dice.Chance(moods.AnswersInPart) ? InPart(read) : null);
        Send(id, new Command<CaseState>(command, Render, new Idempotency($"{Key}/supplement/{_sent}", "hash")), null);
    }

    private void Send(Guid id, Command<CaseState> supplement, Answer? first) => town.Ask(l => l.Cases, supplement, answer =>
    {
        if (first is not null && answer != first)
            world.Violate(Invariants.SameAnswer, $"{Key} answered a request and was told {first.Status}, and then {answer.Status} {answer.Body}");
        if (answer.Status == 201 && first is null && world.Dice.Chance(moods.Repeats))
            world.Agenda.Plan(world.Hesitation(10), () => Send(id, supplement, answer));
        // What was sent answers nobody, or something else came first: it is read again, and all of it is sent.
        if (answer.Body is "supplement-incomplete" or "supplement-overtaken")
            world.Agenda.Plan(world.Hesitation(10), () => FillIn(id));
    }, () => BeAsked(id));

    /// <summary>What one of the items asks for, or something that nobody does; sometimes it is said which item it is for.</summary>
    private SupplementGiven InPart(AggregateRow row)
    {
        var state = row.Read(CaseJson.Default.CaseState);
        var asking = state.Items.Where(i => i.AsksForSupplement).ToList();
        if (asking.Count == 0)
            return new SupplementGiven(null, ["nobody's"], null);
        var one = world.Dice.Pick(asking);
        world.Note("answers in part", Key, -1, state.CaseId);
        return new SupplementGiven(
            world.Dice.Chance(0.5) ? application.Items[0].Form : null, [.. (one.Decision!.Requested?.Materials ?? []).Select(m => m.Material)], world.Dice.Chance(0.3) ? [one.Item] : null);
    }
}
