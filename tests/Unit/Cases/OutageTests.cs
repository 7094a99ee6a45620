using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>A department's own system is down: who is told, and that nothing else comes of it.</summary>
public sealed class OutageTests
{
    private static readonly DateTimeOffset Since = Start.AddHours(1);

    [Fact]
    public void Head_and_supervisor_of_the_place_are_told_once_and_told_of_the_end_once()
    {
        var play = new CaseInPlay().Held(TaxOffice);

        play.Give(Outage());
        Assert.Equal(
            [("system-unreachable", Role.Head, "tax", "430602"), ("system-unreachable", Role.Supervisor, null, "430602")],
            play.Notices.Select(n => (n.Kind, n.To.Role, n.To.Department, n.To.Region)));
        Assert.All(play.Notices, n => Assert.Null(n.To.Subject));
        Assert.Same(play.State, play.Give(Outage()).State);

        play.Give(Outage(until: Since.AddDays(2)));
        Assert.Equal(["system-back", "system-back"], play.Last.Notices.Select(n => n.Kind));
        Assert.Same(play.State, play.Give(Outage(until: Since.AddDays(2))).State);
        Assert.Equal(4, play.Notices.Count);
        Assert.Equal(["system-unreachable", "system-back"], play.JournalKinds.TakeLast(2));
    }

    [Fact]
    public void An_end_that_overtakes_its_beginning_is_told_and_the_beginning_no_more()
    {
        var play = new CaseInPlay().Held(TaxOffice);
        play.Give(Outage(until: Since.AddDays(2)));

        Assert.Same(play.State, play.Give(Outage()).State);
        // Another outage afterwards is another one; what comes late of the first is too old.
        play.Give(Outage() with { Since = Since.AddDays(3) });
        Assert.Equal("system-unreachable", play.Last.Notices[0].Kind);
        Assert.Same(play.State, play.Give(Outage(until: Since.AddDays(2))).State);
    }

    [Theory]
    [InlineData("reviewing")]
    [InlineData("issuing")]
    [InlineData("withdrawn")]
    [InlineData("completed")]
    public void It_is_told_in_every_lifecycle_and_changes_no_other_thing(string lifecycle)
    {
        var play = new CaseInPlay();
        if (lifecycle is "issuing" or "completed")
            play.Passed(All);
        if (lifecycle == "completed")
            play.Issued(Registrar, SignOffice, TaxOffice, SealOffice);
        if (lifecycle == "withdrawn")
            play.Give(new WithdrawCase(Id, "zhang", "changed my mind"));
        var before = play.State;

        play.Give(Outage());

        Assert.Equal(lifecycle, KebabCase.Of(play.State.Lifecycle));
        Assert.Equal(2, play.Last.Notices.Count);
        Assert.Empty(play.Last.Messages);
        var down = new SystemDown(Since, null);
        Assert.Equal(down, play[TaxOffice].Down);
        Assert.Equal(before.Items.Select(i => i.Department == TaxOffice ? i with { Down = down } : i), play.State.Items);
    }

    [Fact]
    public void No_clock_stands_for_it()
    {
        var play = new CaseInPlay().Held(TaxOffice);
        var clock = play[TaxOffice].Clock;

        play.Give(Outage());

        Assert.Same(clock, play[TaxOffice].Clock);
        Assert.Null(play[TaxOffice].Clock!.Suspensions);
    }

    [Fact]
    public void A_department_tells_of_its_own_system_alone()
    {
        var play = new CaseInPlay().Held(TaxOffice);

        Assert.True(QuietCity.Rules.MaySend(TaxOffice, play.State, Outage()));
        Assert.False(QuietCity.Rules.MaySend(SealOffice, play.State, Outage()));
        Assert.Null(QuietCity.Rules.Decide(null, Outage(), Kit.UnitOfWork.Facts.None, Start).State);
        Assert.Same(play.State, play.Give(Outage() with { TaskId = Guid.Empty }).State);
    }

    private static SystemOutage Outage(DateTimeOffset? until = null) => new() { CaseId = Id, TaskId = TaskOf(TaxOffice), Since = Since, Until = until, Waiting = 12 };
}
