using CsCheck;
using OneVisit.Support.Histories;

namespace OneVisit.Unit.Histories;

/// <summary>The checker of histories passes what an honest desk tells, and finds each way in which a desk can lie.</summary>
public sealed class HistoryCheckTests
{
    private readonly HonestDesk _desk = new();

    [Fact]
    public void Passes_every_order_in_which_three_officers_can_meet_at_an_honest_desk()
    {
        var step = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 4], Gen.Int[0, 9], Gen.Bool);
        step.Array[1, 40].Sample(steps =>
        {
            var desk = new HonestDesk();
            var underWay = new Dictionary<int, (TaskAct Act, bool Decided)>();
            var seen = new long[3];
            foreach (var (officer, kind, luck, slow) in steps)
            {
                if (!underWay.Remove(officer, out var before))
                {
                    var act = desk.Sent($"officer-{officer}", (ActKind)new[] { 0, 1, 2, 5, 5 }[kind], kind == 0 ? null : Math.Max(1, seen[officer]), kind < 3 ? null : new[] { "pass", "refuse" }[kind - 3]);
                    underWay[officer] = (slow ? act : desk.Decided(act), !slow);
                }
                else if (luck == 0)
                {
                    desk.Lose(before.Act);
                }
                else
                {
                    seen[officer] = desk.Answer(before.Decided ? before.Act : desk.Decided(before.Act)).Shown!.Version;
                }
            }
            foreach (var (act, decided) in underWay.Values)
                desk.Lose(act);
            Assert.Empty(desk.Faults());
        }, iter: 5000);
    }

    [Fact]
    public void Passes_two_who_decide_at_once_of_whom_one_is_refused_with_the_other_s_decision()
    {
        var (li, wang) = (_desk.Sent("li", ActKind.Decide, 1, "pass"), _desk.Sent("wang", ActKind.Decide, 1, "refuse"));
        (li, wang) = (_desk.Decided(li), _desk.Decided(wang));
        Assert.Equal((200, 412), (_desk.Answer(li).Status, _desk.Answer(wang).Status));
        Assert.Empty(_desk.Faults());
    }

    [Fact]
    public void Finds_a_lost_update()
    {
        _desk.Do("li", ActKind.Claim, 1);
        var lost = _desk.Do("wang", ActKind.Claim, 1);
        // Both were made on what they had seen, and the second has overwritten nothing that anybody will find.
        _desk.Replace(lost, lost with { Status = 200, Shown = new TaskSight(2, "wang", null, null) });
        Assert.Contains(HistoryFault.Lost, _desk.Faults());
    }

    [Fact]
    public void Finds_an_answer_that_was_acknowledged_and_is_not_in_the_journal()
    {
        _desk.Do("li", ActKind.Claim, 1);
        _desk.Journal.RemoveAt(1);
        Assert.Contains(HistoryFault.Lost, _desk.Faults());
    }

    [Fact]
    public void Finds_a_decision_made_twice()
    {
        _desk.Do("li", ActKind.Decide, 1, "pass");
        _desk.Acts.Add(_desk.Sent("wang", ActKind.Decide, 2, "refuse") with { Status = 200, Answered = 99, Shown = new TaskSight(3, "wang", "officer:wang", "refuse") });
        _desk.Journal.Add(new TaskEntry(3, "review-decided", "officer:wang", "refuse"));
        Assert.Equal([HistoryFault.DecidedTwice], _desk.Faults());
    }

    [Fact]
    public void Finds_an_act_that_was_accepted_on_a_version_long_gone()
    {
        _desk.Do("li", ActKind.Claim, 1);
        _desk.Do("li", ActKind.Release, 2);
        var act = _desk.Do("wang", ActKind.Claim, 3);
        _desk.Replace(act, act with { Seen = 1 });
        Assert.Equal([HistoryFault.StaleAccepted], _desk.Faults());
    }

    [Theory]
    [InlineData(3, "zhao", "officer:zhao", "pass")]
    [InlineData(3, "li", "officer:zhao", "pass")]
    [InlineData(3, "li", "officer:li", "refuse")]
    [InlineData(3, "li", null, null)]
    [InlineData(2, "li", "officer:li", "pass")]
    [InlineData(7, "li", "officer:li", "pass")]
    public void Finds_a_refusal_that_names_nobody_s_decision(long version, string holder, string? by, string? outcome)
    {
        _desk.Do("li", ActKind.Claim, 1);
        _desk.Do("li", ActKind.Decide, 2, "pass");
        var refused = _desk.Do("wang", ActKind.Decide, 1, "refuse");
        Assert.Equal(412, refused.Status);
        Assert.Empty(_desk.Faults());
        _desk.Replace(refused, refused with { Shown = new TaskSight(version, holder, by, outcome) });
        Assert.Contains(HistoryFault.Untrue, _desk.Faults());
    }

    [Fact]
    public void Finds_a_refusal_that_says_nothing_of_what_stands()
    {
        _desk.Do("li", ActKind.Decide, 1, "pass");
        var refused = _desk.Do("wang", ActKind.Decide, 1, "refuse");
        _desk.Replace(refused, refused with { Shown = null });
        Assert.Equal([HistoryFault.Untold], _desk.Faults());
    }

    [Fact]
    public void Finds_a_refusal_for_a_change_that_had_not_happened()
    {
        var act = _desk.Do("li", ActKind.Claim, 1);
        _desk.Replace(act, act with { Status = 412, Shown = new TaskSight(1, "pool:430602.civil-affairs", null, null) });
        Assert.Equal([HistoryFault.RefusedAndDone, HistoryFault.Untrue], _desk.Faults());
    }

    [Fact]
    public void Finds_a_refusal_with_a_decision_that_was_sent_only_afterwards()
    {
        var refused = _desk.Answer(_desk.Sent("wang", ActKind.Decide, 1, "refuse"));
        _desk.Do("li", ActKind.Decide, 1, "pass");
        _desk.Replace(refused, refused with { Status = 412, Shown = new TaskSight(2, "li", "officer:li", "pass") });
        Assert.Equal([HistoryFault.Premature], _desk.Faults());
    }

    [Fact]
    public void Finds_an_act_that_nobody_sent()
    {
        _desk.Do("li", ActKind.Claim, 1);
        _desk.Acts.Clear();
        Assert.Equal([HistoryFault.NotAsked], _desk.Faults());
    }

    [Theory]
    [InlineData("li")]
    [InlineData("wang")]
    public void Finds_a_read_that_goes_backwards(string reader)
    {
        _desk.Do("li", ActKind.Claim, 1);
        var read = _desk.Do(reader, ActKind.Read);
        _desk.Replace(read, read with { Shown = new TaskSight(1, "pool:430602.civil-affairs", null, null) });
        Assert.Equal([HistoryFault.Backwards], _desk.Faults());
    }

    [Fact]
    public void Finds_acts_that_stand_in_another_order_than_they_were_made()
    {
        _desk.Do("li", ActKind.Claim);
        _desk.Do("li", ActKind.Release);
        // By the journal the claim of somebody who asked only then comes first.
        _desk.Journal[1] = new TaskEntry(2, "claimed", "wang");
        _desk.Journal[2] = new TaskEntry(3, "claimed", "li");
        _desk.Acts.Clear();
        _desk.Acts.Add(new TaskAct(HonestDesk.Task, "li", ActKind.Claim) { Sent = 1, Answered = 2, Status = 200, Shown = new TaskSight(3, "li", null, null) });
        _desk.Acts.Add(new TaskAct(HonestDesk.Task, "wang", ActKind.Claim) { Sent = 3, Status = 0 });
        Assert.Contains(HistoryFault.OutOfOrder, _desk.Faults());
    }

    [Fact]
    public void Finds_a_number_that_the_journal_leaves_out()
    {
        _desk.Do("li", ActKind.Claim, 1);
        _desk.Do("li", ActKind.Decide, 2, "pass");
        _desk.Journal.RemoveAt(1);
        Assert.Equal([HistoryFault.Gap], _desk.Faults());
    }

    [Theory]
    [InlineData(404)]
    [InlineData(428)]
    public void Finds_an_answer_that_nobody_who_acts_by_the_contract_should_meet(int status)
    {
        var act = _desk.Do("li", ActKind.Read);
        _desk.Replace(act, act with { Status = status, Shown = null });
        Assert.Equal([HistoryFault.Unexpected], _desk.Faults());
    }

    [Fact]
    public void Takes_an_act_without_an_answer_for_done_or_not_done()
    {
        _desk.Lose(_desk.Decided(_desk.Sent("li", ActKind.Claim, 1)));
        _desk.Lose(_desk.Sent("wang", ActKind.Claim, 1));
        Assert.Empty(_desk.Faults());
    }

    [Fact]
    public void Reads_what_the_journal_says_of_a_decision_and_of_a_delegation()
    {
        Assert.Equal(new TaskEntry(3, "review-decided", "officer:li", "pass"), TaskEntry.Of(3, "review-decided", """{"outcome":"pass","by":"officer:li","at":"x"}"""));
        Assert.Equal(new TaskEntry(2, "delegated", "li", "wang"), TaskEntry.Of(2, "delegated", """{"by":"li","to":"wang","note":null}"""));
    }
}
