using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>Days granted on top.</summary>
public sealed class ExtensionTests : TimedCase
{
    [Fact]
    public void A_granted_extension_moves_the_dates_and_the_applicant_is_told_why()
    {
        var play = Play().Woken();
        var extended = new LimitExtended
        {
            CaseId = Id,
            TaskId = TaskOf(TaxOffice),
            Extension = new LimitExtension(10, play.Now, OfPromise: true),
            By = "wang",
            Reason = new Text("需进一步核实", "it has to be looked into"),
            LegalBasis = "the law, art 42",
        };

        play.Give(extended);

        var told = Assert.Single(play.Last.Notices);
        Assert.Equal(new Audience(Role.Applicant, "zhang"), told.To);
        Assert.Contains("looked into", told.Text.En, StringComparison.Ordinal);
        Assert.Empty(play[TaxOffice].Warned!);
        Assert.Same(play.State, play.Give(extended).State);
        // Red for the three others; tax, promised for 10 December now, is warned of again on the 9th.
        play.Woken();
        Assert.DoesNotContain(play.Last.Journal, e => Told(e, TaxOffice));
        play.Passed(Registrar, SignOffice, SealOffice);
        Assert.Equal(DayAt(2026, 12, 9), play.WakesAt);
    }

    [Fact]
    public void The_joint_limit_is_extended_once_and_before_it_is_up()
    {
        var play = Play();
        ExtendCase By(int days) => new(Id, "mayor", days, 15, new Text("案情复杂", "it is complex"), "the law, art 42");

        Assert.Equal(["/days extension-too-long"], play.Give(By(16)).Refusal!.Faults!.Select(f => $"{f.Pointer} {f.Code}"));
        play.Give(By(15));
        Assert.Equal(15, play.State.Extension!.Days);
        Assert.Equal("extended-already", play.Give(By(5)).Refusal!.Code);

        var late = Play();
        late.Now = DayAt(2027, 3, 1);
        late.Answered(TaxOffice, ReviewOutcome.Supplement);
        Assert.Equal("time-is-up", late.Give(By(15)).Refusal!.Code);

        var paused = Play().Answered(TaxOffice, ReviewOutcome.Supplement);
        paused.Now = DayAt(2027, 3, 1);
        Assert.Null(paused.Give(By(15)).Refusal);
    }
}
