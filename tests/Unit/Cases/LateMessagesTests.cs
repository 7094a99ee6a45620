using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>
/// Every message in every lifecycle, listed. The messages are about the tax item; a cell says what comes of it: "-" nothing at all,
/// "recorded" in the journal and no more, "changes", or the code with which a command is refused.
/// </summary>
public sealed class LateMessagesTests
{
    private static readonly string[] Columns = ["held", "answer", "repeat", "issued", "failed", "revoked", "wake", "withdraw", "supplement", "resolve"];

    // Columns:             held     answer    repeat issued   failed   revoked  wake     withdraw           supplement  resolve
    private const string Table = """
        reviewing           changes  changes   -      -        -        -        -        changes            none-asked  not-parked
        passed              -        recorded  -      -        -        -        -        changes            none-asked  not-parked
        supplement          changes  changes   -      -        -        -        -        changes            changes     not-parked
        issuing             -        recorded  -      changes  changes  -        -        issuing-has-begun  none-asked  not-parked
        waiting             -        recorded  -      changes  -        -        changes  issuing-has-begun  none-asked  not-parked
        parked              -        recorded  -      -        -        -        -        issuing-has-begun  none-asked  changes
        issued              -        recorded  -      -        -        -        -        issuing-has-begun  none-asked  not-parked
        revoking            -        recorded  -      -        -        changes  -        issuing-has-begun  none-asked  not-parked
        completed           -        recorded  -      -        -        -        -        case-has-ended     none-asked  not-parked
        refused             -        recorded  -      -        -        -        -        case-has-ended     none-asked  not-parked
        not-accepted        -        recorded  -      -        -        -        -        case-has-ended     none-asked  not-parked
        withdrawn           -        recorded  -      -        -        -        -        -                  none-asked  not-parked
        terminated          -        recorded  -      -        -        -        -        case-has-ended     none-asked  not-parked
        """;

    public static TheoryData<string, string, string> Cells()
    {
        var cells = new TheoryData<string, string, string>();
        foreach (var line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var row = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (var column = 0; column < Columns.Length; column++)
                cells.Add(row[0], Columns[column], row[column + 1]);
        }
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_message_is_listed_in_every_lifecycle(string lifecycle, string message, string expected)
    {
        var play = In(lifecycle);
        var before = play.State;

        var decision = play.Give(Message(message, play));

        Assert.Equal(expected, WhatCameOf(decision, before));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void What_is_not_to_change_anything_sends_nothing_either(string lifecycle, string message, string expected)
    {
        if (expected == "changes")
            return;
        var play = In(lifecycle);

        var decision = play.Give(Message(message, play));

        Assert.Empty(decision.Messages);
        Assert.Empty(decision.Claims);
        Assert.False(decision.ReleasesRegister);
    }

    [Fact]
    public void A_case_cannot_be_submitted_twice()
    {
        var play = new CaseInPlay();

        Assert.Equal("case-exists", play.Give(play.Submission).Refusal!.Code);
        Assert.Empty(play.Last.Messages);
    }

    [Theory]
    [InlineData("held")]
    [InlineData("answer")]
    [InlineData("issued")]
    [InlineData("failed")]
    [InlineData("revoked")]
    [InlineData("wake")]
    public void Nothing_comes_of_a_message_about_a_case_that_is_not_there(string message)
    {
        var decision = QuietCity.Rules.Decide(null, Message(message, new CaseInPlay()), Facts.None, Start);

        Assert.Null(decision.State);
        Assert.Empty(decision.Messages);
    }

    [Theory]
    [InlineData("withdraw")]
    [InlineData("supplement")]
    [InlineData("resolve")]
    public void A_command_about_a_case_that_is_not_there_is_not_found(string message) =>
        Assert.Equal(404, QuietCity.Rules.Decide(null, Message(message, new CaseInPlay()), Facts.None, Start).Refusal!.Status);

    [Fact]
    public void A_message_about_a_task_that_is_not_of_the_case_changes_nothing()
    {
        var play = new CaseInPlay().Passed(All);
        var stranger = Guid.Empty;

        foreach (TaskMessage message in (TaskMessage[])[play.Answer(TaxOffice, ReviewOutcome.Refuse, 9), Licences(TaxOffice, 1), Failure(TaxOffice, 1, true), new LicencesRevoked { CaseId = Id, TaskId = stranger, Numbers = [] }])
            Assert.Same(play.State, play.Give(message with { TaskId = stranger }).State);
    }

    [Fact]
    public void A_department_answers_for_its_own_tasks_alone()
    {
        var (rules, play) = (QuietCity.Rules, new CaseInPlay());

        foreach (var message in (TaskMessage[])[play.Answer(TaxOffice, ReviewOutcome.Refuse, 9), Licences(TaxOffice, 1), Failure(TaxOffice, 1, true), new LicencesRevoked { CaseId = Id, TaskId = TaskOf(TaxOffice), Numbers = [] }])
        {
            Assert.True(rules.MaySend(TaxOffice, play.State, message));
            Assert.False(rules.MaySend(SealOffice, play.State, message));
            Assert.False(rules.MaySend("", play.State, message));
        }
        Assert.False(rules.MaySend(TaxOffice, play.State, new WithdrawCase(Id, "tax", "not theirs to say")));
    }

    [Fact]
    public void A_message_that_no_rule_lists_is_an_error() =>
        Assert.Throws<UnknownMessageException>(() => QuietCity.Rules.Decide(new CaseInPlay().State, "hello", Facts.None, Start));

    private static CaseInPlay In(string lifecycle) => lifecycle switch
    {
        "reviewing" => new CaseInPlay(),
        "passed" => new CaseInPlay().Passed(TaxOffice),
        "supplement" => new CaseInPlay().Answered(TaxOffice, ReviewOutcome.Supplement),
        "issuing" => Reviewed().Issued(Registrar),
        "waiting" => Reviewed().Issued(Registrar).Failed(TaxOffice),
        "parked" => Reviewed().Issued(Registrar).Failed(TaxOffice, final: true),
        "issued" => Reviewed().Issued(Registrar, TaxOffice),
        "revoking" => Reviewed(Compensates).Issued(Registrar, SignOffice, TaxOffice).Failed(SealOffice, final: true),
        "completed" => Reviewed().Issued(Registrar, TaxOffice, SealOffice, SignOffice),
        "refused" => new CaseInPlay().Answered(SealOffice, ReviewOutcome.Refuse),
        "not-accepted" => new CaseInPlay().Answered(SealOffice, ReviewOutcome.NotAccepted),
        "withdrawn" => Withdrawn(),
        "terminated" => Reviewed(Compensates).Issued(Registrar, SignOffice, TaxOffice).Failed(SealOffice, final: true).Revoked(TaxOffice).Revoked(SignOffice).Revoked(Registrar),
        _ => throw new ArgumentOutOfRangeException(nameof(lifecycle)),
    };

    private static CaseInPlay Reviewed(IssuePolicy? policy = null) => new CaseInPlay(policy: policy).Passed(All);

    private static CaseInPlay Withdrawn()
    {
        var play = new CaseInPlay();
        play.Give(new WithdrawCase(Id, "zhang", "changed plans"));
        return play;
    }

    private static object Message(string name, CaseInPlay play) => name switch
    {
        "held" => new TaskHeld { CaseId = Id, TaskId = TaskOf(TaxOffice), Holder = "li", Lifecycle = ItemLifecycle.Claimed, Sequence = 9 },
        "answer" => play.Answer(TaxOffice, ReviewOutcome.Pass, sequence: 9),
        "repeat" => play.Answer(TaxOffice, ReviewOutcome.Pass, play[TaxOffice].Sequence),
        "issued" => Licences(TaxOffice, attempt: 1),
        "failed" => Failure(TaxOffice, attempt: 1, final: true),
        "revoked" => new LicencesRevoked { CaseId = Id, TaskId = TaskOf(TaxOffice), Numbers = ["tax-1"] },
        "wake" => Come(play),
        "withdraw" => new WithdrawCase(Id, "zhang", "changed plans"),
        "supplement" => SupplementForAll(play.State),
        "resolve" => new ResolveParkedCase(Id, "chen", ParkedResolution.Retry, "try again"),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static Wake Come(CaseInPlay play)
    {
        play.Now = play.WakesAt ?? play.Now;
        return new Wake(Id);
    }

    private static string WhatCameOf(Decision<CaseState> decision, CaseState before)
    {
        if (decision.Refusal is { } refusal)
            return refusal.Code switch { "no-supplement-requested" => "none-asked", "case-not-parked" => "not-parked", var code => code };
        if (ReferenceEquals(decision.State, before))
            return "-";
        return decision.Journal.Select(e => e.Kind).SequenceEqual(["late-answer"]) ? "recorded" : "changes";
    }
}
