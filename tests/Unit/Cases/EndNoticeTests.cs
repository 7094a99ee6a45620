using System.Text.Json;
using CsCheck;
using OneVisit.Contracts;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>Every end of a case is told to its applicant, and to whoever has something of it in hand: once.</summary>
public sealed class EndNoticeTests : TimedCase
{
    private static readonly Audience Zhang = new(Role.Applicant, "zhang");
    private static readonly string[] Ends = ["completed", "partly-completed", "refused", "not-accepted", "withdrawn", "compensated"];

    private static WithdrawCase Withdrawal => new(Id, "zhang", "改主意了");

    private static Audience Officers(string department) => new(Role.Officer, Department: department, Region: "430602");

    [Fact]
    public void What_is_granted_in_full_is_told_with_nothing_else()
    {
        var play = Play().Passed(All).Issued(Registrar, SignOffice, TaxOffice, SealOffice);

        var told = Assert.Single(play.Notices);
        Assert.Equal(("completed", Zhang), (told.Kind, told.To));
    }

    [Fact]
    public void What_was_not_granted_of_the_rest_is_named()
    {
        var play = Play(optional: [SignOffice]).Answered(SignOffice, ReviewOutcome.Refuse).Passed(Registrar, TaxOffice, SealOffice).Issued(Registrar, TaxOffice, SealOffice);

        var told = Assert.Single(play.Notices);
        Assert.Equal(("partly-completed", Zhang), (told.Kind, told.To));
        Assert.Contains(ItemOf(SignOffice), told.Text.En, StringComparison.Ordinal);
        Assert.DoesNotContain(ItemOf(TaxOffice), JsonSerializer.Serialize(told.Data), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReviewOutcome.Refuse, "refused")]
    [InlineData(ReviewOutcome.NotAccepted, "not-accepted")]
    public void A_required_item_that_is_not_granted_is_told_with_reason_and_law_and_those_who_were_at_it_stop(ReviewOutcome outcome, string kind)
    {
        var play = Play().Held(TaxOffice).Held(SignOffice, holder: "officer-li").Passed(Registrar);
        play.Answered(SealOffice, outcome);

        Assert.Equal(
            [("task-stopped", new Audience(Role.Officer, "officer-li", SignOffice)), ("task-stopped", Officers(TaxOffice)), (kind, Zhang)],
            play.Last.Notices.Select(n => (n.Kind, n.To)));
        Assert.All(play.Last.Notices, n => Assert.Contains("what seals found", n.Text.En, StringComparison.Ordinal));
        Assert.Contains("the law of seals, art 1", play.Last.Notices[^1].Text.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_window_does_not_accept_is_told_once_and_to_no_department()
    {
        var play = Received();
        var answer = new AnswerReceipt(Id, "wu", Accepted: false, new Text("不属于本机关职权", "not ours to decide"), "the law, art 32");
        play.Give(answer);
        play.Give(answer);

        Assert.Equal(("not-accepted", Zhang, "not ours to decide"), Assert.Single(play.Notices) is var told ? (told.Kind, told.To, told.Text.En) : default);
    }

    [Fact]
    public void A_withdrawal_is_told_to_the_applicant_and_to_who_has_a_review_in_hand_also_while_the_applicant_was_waited_for()
    {
        var play = Play().Held(TaxOffice).Asked(TaxOffice, materials: ["lease"]).Passed(Registrar);
        play.Give(Withdrawal);
        play.Give(Withdrawal);

        Assert.Equal([("task-stopped", Officers(TaxOffice)), ("withdrawn", Zhang)], play.Notices.Where(n => n.Kind is "task-stopped" or "withdrawn").Select(n => (n.Kind, n.To)));
        Assert.Contains("改主意了", play.Notices[^1].Text.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_parks_a_case_calls_the_operator_each_time_and_the_compensation_is_told_once_it_is_over()
    {
        var play = Play().Passed(All).Issued(Registrar).Failed(TaxOffice, final: true);
        Assert.Equal(
            [("parked", new Audience(Role.Supervisor, Region: "430602")), ("parked", new Audience(Role.Admin))], play.Last.Notices.Select(n => (n.Kind, n.To)));
        play.Resolved(ParkedResolution.Retry).Failed(TaxOffice, final: true);
        Assert.Equal(2, play.Last.Notices.Count);
        play.Issued(SignOffice, SealOffice).Resolved(ParkedResolution.Compensate).Revoked(SealOffice).Revoked(SignOffice);
        Assert.DoesNotContain(play.Notices, n => n.Kind == "compensated");

        play.Revoked(Registrar);

        Assert.Equal([Zhang, .. new[] { Registrar, SignOffice, SealOffice }.Select(Officers)], play.Last.Notices.Where(n => n.Kind == "compensated").Select(n => n.To));
        Assert.All(play.Last.Notices, n => Assert.Contains("the printer is repaired", n.Text.En, StringComparison.Ordinal));
    }

    [Fact]
    public void An_item_that_falls_away_alone_stops_who_was_at_it_and_ends_nothing()
    {
        var play = Play(Terms with { WithdrawnUnanswered = true }, optional: [SignOffice]).Held(SignOffice).Asked(SignOffice, materials: ["lease"]).Held(TaxOffice).Held(SealOffice).Held(Registrar);
        play.Passed(TaxOffice, SealOffice);
        while (!play.State.HasEnded && play[SignOffice].InReview)
            play.Woken();

        Assert.Equal(Officers(SignOffice), Assert.Single(play.Notices, n => n.Kind == "task-stopped").To);
        Assert.DoesNotContain(play.Notices, n => Ends.Contains(n.Kind));
    }

    /// <summary>Whatever departments answer, in whatever order and how often.</summary>
    [Fact]
    public void However_a_case_ends_its_applicant_is_told_of_exactly_one_end_and_of_none_before() => Gen.Select(
            Gen.Bool, Gen.Bool, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 7]).List[0, 30])
        .Sample((parks, optional, acts) =>
        {
            var play = new CaseInPlay(optional ? [SignOffice] : [], parks ? Parks : Compensates, clockOf: null);
            foreach (var (who, what) in acts.SelectMany(a => new[] { a, a }))
                Act(play, All[who], what);
            var ends = play.Notices.Where(n => n.To == Zhang && Ends.Contains(n.Kind)).ToList();
            Assert.Equal(play.State.HasEnded ? 1 : 0, ends.Count);
        });

    private static void Act(CaseInPlay play, string department, int what)
    {
        switch (what)
        {
            case 0:
                play.Held(department);
                break;
            case 1 or 2:
                play.Passed(department);
                break;
            case 3:
                play.Answered(department, ReviewOutcome.Refuse);
                break;
            case 4:
                play.Give(Licences(department, play[department].Attempt));
                break;
            case 5:
                play.Give(Failure(department, play[department].Attempt, final: true));
                break;
            case 6:
                play.Revoked(department);
                break;
            default:
                play.Give(play.State.Items.Any(i => i.IsParked) ? new ResolveParkedCase(Id, "chen", ParkedResolution.Compensate, "no") : Withdrawal);
                break;
        }
    }
}
