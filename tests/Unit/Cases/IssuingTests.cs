using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

public sealed class IssuingTests
{
    [Fact]
    public void Issuing_begins_with_the_items_that_need_no_licence_of_another()
    {
        var play = new CaseInPlay().Passed(All);

        Assert.Equal([Market, Signage], play.Last.Messages.Select(m => m.To));
        Assert.All(play.Last.Messages, m => Assert.Equal(1, Assert.IsType<RequestIssue>(m.Message).Attempt));
        Assert.Equal(["review-decided", "issuing-begun", "issue-requested", "issue-requested"], play.Last.Journal.Select(e => e.Kind));
        Assert.Equal([ItemLifecycle.Issuing, ItemLifecycle.Issuing, ItemLifecycle.ReviewPassed, ItemLifecycle.ReviewPassed], All.Select(d => play[d].Lifecycle));
    }

    [Fact]
    public void Tax_and_seals_are_issued_only_after_the_business_licence_and_receive_it()
    {
        var play = new CaseInPlay().Passed(All).Issued(Signage);
        Assert.Empty(play.Last.Messages);

        play.Issued(Market);
        Assert.Equal([Tax, Seals], play.Last.Messages.Select(m => m.To));
        Assert.All(play.Last.Messages, m => Assert.Equal("market-registration-1", Assert.Single(Assert.IsType<RequestIssue>(m.Message).Inputs).Number));
    }

    [Fact]
    public void A_case_with_every_item_issued_is_granted()
    {
        var play = new CaseInPlay().Passed(All).Issued(Market, Tax, Signage);
        Assert.Equal(CaseLifecycle.Issuing, play.State.Lifecycle);

        play.Now = Start.AddSeconds(3);
        play.Issued(Seals);
        Assert.Equal(CaseLifecycle.Completed, play.State.Lifecycle);
        Assert.Equal(CaseOutcome.Granted, play.State.Outcome);
        Assert.Equal(Start.AddSeconds(3), play.State.EndedAt);
        Assert.Equal(["licences-issued", "completed"], play.Last.Journal.Select(e => e.Kind));
    }

    [Fact]
    public void Each_licence_is_entered_in_the_register_under_its_number()
    {
        var play = new CaseInPlay().Passed(All).Issued(Market);

        var claim = Assert.Single(play.Last.Claims);
        Assert.Equal(new RegisterKey("licence", "market-registration-1/market-registration-licence"), claim.Key);
        Assert.True(claim.Lasting);
    }

    [Fact]
    public void An_optional_item_whose_licence_will_never_come_takes_those_that_need_it_along_whichever_is_listed_first()
    {
        // Seals need tax, tax needs signage, and seals stand before tax in the list of the case.
        var play = new CaseInPlay(submitted: false);
        var items = play.Submission.Items.ToDictionary(i => i.Department);
        play.Give(play.Submission with
        {
            Items =
            [
                items[Market],
                items[Seals] with { Required = false, DependsOn = [ItemOf(Tax)] },
                items[Tax] with { Required = false, DependsOn = [ItemOf(Signage)] },
                items[Signage] with { Required = false },
            ],
        });
        play.Passed(Market, Seals, Tax).Issued(Market);
        play.Answered(Signage, ReviewOutcome.Refuse);

        Assert.Equal(ItemLifecycle.Cancelled, play[Tax].Lifecycle);
        Assert.Equal(ItemLifecycle.Cancelled, play[Seals].Lifecycle);
        Assert.Equal([Tax, Seals], play.Last.Messages.Where(m => m.Message is CancelTask).Select(m => m.To));
        Assert.Equal(CaseOutcome.PartlyGranted, play.State.Outcome);
    }

    [Fact]
    public void Licences_of_another_attempt_change_nothing()
    {
        var play = new CaseInPlay().Passed(All);

        Assert.Same(play.State, play.Give(Licences(Market, attempt: 2)).State);
        Assert.Equal(ItemLifecycle.Issuing, play[Market].Lifecycle);
    }
}
