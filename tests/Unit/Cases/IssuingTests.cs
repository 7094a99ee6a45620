using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

public sealed class IssuingTests
{
    [Fact]
    public void Issuing_begins_with_the_items_that_need_no_licence_of_another()
    {
        var play = new CaseInPlay().Passed(All);

        Assert.Equal([Registrar, SignOffice], play.Last.Messages.Select(m => m.To));
        Assert.All(play.Last.Messages, m => Assert.Equal(1, Assert.IsType<RequestIssue>(m.Message).Attempt));
        Assert.Equal(["review-decided", "issuing-begun", "issue-requested", "issue-requested"], play.Last.Journal.Select(e => e.Kind));
        Assert.Equal([ItemLifecycle.Issuing, ItemLifecycle.Issuing, ItemLifecycle.ReviewPassed, ItemLifecycle.ReviewPassed], All.Select(d => play[d].Lifecycle));
    }

    [Fact]
    public void Tax_and_seals_are_issued_only_after_the_business_licence_and_receive_it()
    {
        var play = new CaseInPlay().Passed(All).Issued(SignOffice);
        Assert.Empty(play.Last.Messages);

        play.Issued(Registrar);
        Assert.Equal([TaxOffice, SealOffice], play.Last.Messages.Select(m => m.To));
        Assert.All(play.Last.Messages, m => Assert.Equal("market-registration-1", Assert.Single(Assert.IsType<RequestIssue>(m.Message).Inputs).Number));
    }

    [Fact]
    public void A_case_with_every_item_issued_is_granted()
    {
        var play = new CaseInPlay().Passed(All).Issued(Registrar, TaxOffice, SignOffice);
        Assert.Equal(CaseLifecycle.Issuing, play.State.Lifecycle);

        play.Now = Start.AddSeconds(3);
        play.Issued(SealOffice);
        Assert.Equal(CaseLifecycle.Completed, play.State.Lifecycle);
        Assert.Equal(CaseOutcome.Granted, play.State.Outcome);
        Assert.Equal(Start.AddSeconds(3), play.State.EndedAt);
        Assert.Equal(["licences-issued", "completed"], play.Last.Journal.Select(e => e.Kind));
    }

    [Fact]
    public void Each_licence_is_entered_in_the_register_under_its_number()
    {
        var play = new CaseInPlay().Passed(All).Issued(Registrar);

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
                items[Registrar],
                items[SealOffice] with { Required = false, DependsOn = [ItemOf(TaxOffice)] },
                items[TaxOffice] with { Required = false, DependsOn = [ItemOf(SignOffice)] },
                items[SignOffice] with { Required = false },
            ],
        });
        play.Passed(Registrar, SealOffice, TaxOffice).Issued(Registrar);
        play.Answered(SignOffice, ReviewOutcome.Refuse);

        Assert.Equal(ItemLifecycle.Cancelled, play[TaxOffice].Lifecycle);
        Assert.Equal(ItemLifecycle.Cancelled, play[SealOffice].Lifecycle);
        Assert.Equal([TaxOffice, SealOffice], play.Last.Messages.Where(m => m.Message is CancelTask).Select(m => m.To));
        Assert.Equal(CaseOutcome.PartlyGranted, play.State.Outcome);
    }

    [Fact]
    public void Licences_of_another_attempt_change_nothing()
    {
        var play = new CaseInPlay().Passed(All);

        Assert.Same(play.State, play.Give(Licences(Registrar, attempt: 2)).State);
        Assert.Equal(ItemLifecycle.Issuing, play[Registrar].Lifecycle);
    }
}
