using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>A case in which tax and signage have no code of their own: the service desk handles their items.</summary>
public sealed class DeskCaseTests
{
    private const string Desk = "desk";
    private static readonly string[] Desks = [TaxOffice, SignOffice];

    [Fact]
    public void Everything_about_a_desk_s_item_goes_to_the_desk_and_nothing_else_does()
    {
        var refused = At(Desk).Answered(TaxOffice, ReviewOutcome.Supplement);
        refused.Give(SupplementForAll(refused.State));
        refused.Answered(Registrar, ReviewOutcome.Refuse);
        var revoked = At(Desk, Compensates).Passed(All).Issued(Registrar, TaxOffice, SignOffice).Failed(SealOffice, final: true).Revoked(SignOffice).Revoked(TaxOffice);

        var sent = refused.Sent.Concat(revoked.Sent).Select(m => (m.To, Message: (TaskMessage)m.Message)).ToList();

        Assert.All(sent, m => Assert.Equal(Desks.Select(TaskOf).Contains(m.Message.TaskId), m.To == Desk));
        Assert.Equal(
            [nameof(CancelTask), nameof(ProvideSupplement), nameof(RequestIssue), nameof(RequestReview), nameof(RevokeLicences)],
            sent.Where(m => m.To == Desk).Select(m => m.Message.GetType().Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_desk_answers_for_its_tasks_and_for_no_department_that_has_code()
    {
        var (rules, play) = (QuietCity.Rules, At(Desk));

        Assert.True(rules.MaySend(Desk, play.State, play.Answer(TaxOffice, ReviewOutcome.Pass, 1)));
        Assert.False(rules.MaySend(TaxOffice, play.State, play.Answer(TaxOffice, ReviewOutcome.Pass, 1)));
        Assert.False(rules.MaySend(Desk, play.State, play.Answer(Registrar, ReviewOutcome.Pass, 1)));
        Assert.True(rules.MaySend(Registrar, play.State, play.Answer(Registrar, ReviewOutcome.Pass, 1)));
    }

    [Fact]
    public void A_case_names_the_department_and_not_the_desk()
    {
        var play = At(Desk).Answered(TaxOffice, ReviewOutcome.Pass);

        Assert.Equal(All.Order(), play.State.Items.Select(i => i.Department).Order());
        Assert.Equal(TaxOffice, play[TaxOffice].Holder);
        Assert.DoesNotContain(play.Journal, e => e.Data.ToString()!.Contains(Desk, StringComparison.Ordinal));
    }

    private static CaseInPlay At(string service, IssuePolicy? policy = null)
    {
        var play = new CaseInPlay(policy: policy, submitted: false);
        play.Give(play.Submission with { Items = [.. play.Submission.Items.Select(i => Desks.Contains(i.Department) ? i with { Service = service } : i)] });
        return play;
    }
}
