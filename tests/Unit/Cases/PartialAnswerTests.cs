using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Orchestrator.Api;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>An answer goes to those who got what they asked for, or whom it names; the others wait on.</summary>
public sealed class PartialAnswerTests : CollectingCase
{
    [Fact]
    public void An_item_is_answered_once_it_has_every_paper_and_field_it_asked_for()
    {
        var play = Told().Asked(TaxOffice, ["a", "b"], ["/tax/kind"]).Asked(SealOffice, ["c"]);

        play.Give(play.AnswerOf(["a", "b"], """{"tax":{"kind":"small"}}"""));

        Assert.Equal([TaxOffice], play.Last.Messages.Select(m => m.To));
        Assert.Equal((ItemLifecycle.Reviewing, ItemLifecycle.SupplementRequested), (play[TaxOffice].Lifecycle, play[SealOffice].Lifecycle));
        Assert.Equal("""{"Items":["tax.item"],"Waiting":["seals.item"]}""", Without(play.Last.Journal[0].Data, "By", "Digest"));
    }

    [Fact]
    public void What_is_not_answered_waits_on_and_its_time_runs_on()
    {
        var play = Told().Asked(TaxOffice, ["a"]).Asked(SealOffice, ["b"]);
        var before = play[SealOffice];
        play.Now = DayAt(11, 30);

        play.Give(play.AnswerOf(["a"]));

        Assert.Equal((before.Step, before.ToldAt, before.Holder, before.Clock, before.Round), (play[SealOffice].Step, play[SealOffice].ToldAt, play[SealOffice].Holder, play[SealOffice].Clock, play[SealOffice].Round));
        Assert.Equal(DayAt(12, 9), play.WakesAt);
        play.Woken();
        Assert.Equal(1, Assert.Single(play.LastTo<SupplementLapsed>(SealOffice)).Round);
    }

    [Fact]
    public void An_item_that_named_nothing_is_answered_by_any_answer()
    {
        var play = Told().Asked(TaxOffice).Asked(SealOffice, ["b"]);

        play.Give(play.AnswerOf(["x"]));

        Assert.Equal([TaxOffice], play.Last.Messages.Select(m => m.To));
    }

    [Fact]
    public void An_answer_that_answers_nobody_changes_nothing_and_is_told_what_every_item_still_lacks()
    {
        var play = Told().Asked(SignOffice, ["sign-rendering"], ["/sign/widthMetres", "/sign/text"]).Asked(TaxOffice, ["a", "b"]);

        var before = play.State;
        play.Give(play.AnswerOf(["a"], """{"sign":{"text":"x"}}"""));

        Assert.Same(before, play.State);
        Assert.Equal((422, "supplement-incomplete"), (play.Last.Refusal!.Status, play.Last.Refusal.Code));
        Assert.Equal(
            [
                "/materials missing-material signage.item still waits for 'sign-rendering' (门头效果图, Rendering of the sign)",
                "/form/sign/widthMetres missing signage.item still waits for '/sign/widthMetres' (招牌·宽(米), Sign: Width, m)",
                "/materials missing-material tax.item still waits for 'b'",
            ],
            play.Last.Refusal.Faults!.Select(e => $"{e.Pointer} {e.Code} {e.Message}"));
    }

    [Fact]
    public void What_was_given_with_an_earlier_answer_need_not_be_given_again()
    {
        var play = Told().Asked(TaxOffice, ["a", "b"], ["/tax/kind"]).Asked(SealOffice, ["c"]);
        play.Give(play.AnswerOf(["a", "c"], """{"tax":{"kind":"small"}}"""));
        var request = Assert.Single(CaseView.Of(play.State, 1, null, City).Supplement!.Requests);
        Assert.Equal([("a", true), ("b", false)], request.Materials.Select(m => (m.Material, m.Given)));
        Assert.True(Assert.Single(request.Fields).Given);

        play.Give(play.AnswerOf(["b"]));

        Assert.Equal([TaxOffice], play.Last.Messages.Select(m => m.To));
        Assert.Null(play[TaxOffice].Given);
    }

    [Fact]
    public void What_was_given_for_an_earlier_request_is_not_given_for_the_next()
    {
        var play = Told().Asked(TaxOffice, ["a", "b"]).Asked(SealOffice, ["c"]);
        play.Give(play.AnswerOf(["a", "c"]));
        play.Give(play.AnswerOf(["b"]));
        play.Asked(TaxOffice, ["a"]);

        Assert.Equal("supplement-incomplete", play.Give(play.AnswerOf(["x"])).Refusal!.Code);
    }

    [Fact]
    public void Named_items_are_answered_though_something_is_missing_and_no_other_is()
    {
        var play = Told().Asked(TaxOffice, ["a", "b"]).Asked(SealOffice);

        play.Give(play.AnswerOf(["a"], items: [ItemOf(TaxOffice)]));

        Assert.Equal([TaxOffice], play.Last.Messages.Select(m => m.To));
        Assert.True(play[SealOffice].AsksForSupplement);
    }

    [Fact]
    public void An_item_that_does_not_ask_cannot_be_named()
    {
        var play = Told().Asked(TaxOffice, ["a"]);

        var before = play.State;
        play.Give(play.AnswerOf(["a"], items: [ItemOf(TaxOffice), ItemOf(Registrar), "x.y"]));

        Assert.Same(before, play.State);
        Assert.Equal(["/items/1 not-a-choice", "/items/2 not-a-choice"], play.Last.Refusal!.Faults!.Select(e => $"{e.Pointer} {e.Code}"));
    }

    [Theory]
    [InlineData("/tax/kind", """{"tax":{"kind":"small"}}""", true)]
    [InlineData("/tax", """{"tax":{"kind":"small"}}""", true)]
    [InlineData("/tax/kind", """{"tax":{}}""", false)]
    [InlineData("/tax/kind", """{"seals":{"kind":"small"}}""", false)]
    [InlineData("/tax/kinds/1", """{"tax":{"kinds":["a"]}}""", false)]
    public void A_field_is_given_when_it_is_sent(string field, string form, bool answers)
    {
        var play = Told().Asked(TaxOffice, fields: [field]);

        Assert.Equal(answers ? null : "supplement-incomplete", play.Give(play.AnswerOf([], form)).Refusal?.Code);
    }

    [Theory]
    [InlineData("/tax/kind", true)]
    [InlineData("/tax", true)]
    [InlineData("/tax/kind/of", true)]
    [InlineData("/tax/kinds", false)]
    public void A_field_is_given_too_when_the_answer_takes_it_away(string changed, bool answers)
    {
        var play = Told().Asked(TaxOffice, fields: ["/tax/kind"]);

        var answer = play.AnswerOf([], """{"tax":{}}""", changed: new SupplementChanges([changed], []));

        Assert.Equal(answers ? null : "supplement-incomplete", play.Give(answer).Refusal?.Code);
    }

    [Fact]
    public void What_the_plan_of_the_case_has_no_place_for_is_not_waited_for()
    {
        var play = Told().Asked(TaxOffice, ["a"], ["/enterprise/creditCode"]);
        var answer = play.AnswerOf(["a"]);

        answer = answer with { Items = [.. answer.Items.Select(i => i with { Beyond = ["/enterprise/creditCode"] })] };

        Assert.Null(play.Give(answer).Refusal);
    }

    [Fact]
    public void A_department_is_told_of_everything_that_changed_since_it_was_sent_the_application()
    {
        var play = Told().Asked(TaxOffice, ["a"]).Asked(SealOffice, ["b"]);
        play.Give(play.AnswerOf(["a"], changed: new SupplementChanges(["/enterprise/name"], ["a"])));
        Assert.Equal(["/enterprise/name"], Assert.Single(play.LastTo<ProvideSupplement>(TaxOffice)).Changed!.Fields);

        play.Give(play.AnswerOf(["b"], changed: new SupplementChanges(["/seals/kinds", "/enterprise/name"], ["b"])));

        var seals = Assert.Single(play.LastTo<ProvideSupplement>(SealOffice)).Changed!;
        Assert.Equal(["/enterprise/name", "/seals/kinds"], seals.Fields);
        Assert.Equal(["a", "b"], seals.Materials);
        Assert.Null(play[SealOffice].Unseen);
        // Those who had passed need not know; those who still review, and may ask later, are told then.
        Assert.Null(play[Registrar].Unseen);
    }

    [Fact]
    public void Who_asks_later_is_told_what_answers_to_others_had_changed_before()
    {
        var play = Play().Passed(Registrar, SealOffice).Answered(SignOffice, ReviewOutcome.Inspect).Asked(TaxOffice);
        play.Give(play.AnswerOf(["a"], changed: new SupplementChanges(["/enterprise/name"], [])));
        play.Asked(SignOffice);

        play.Give(play.AnswerOf(["c"], changed: new SupplementChanges([], ["c"])));

        var changed = Assert.Single(play.LastTo<ProvideSupplement>(SignOffice)).Changed!;
        Assert.Equal(["/enterprise/name"], changed.Fields);
        Assert.Equal(["c"], changed.Materials);
    }

    /// <summary>Who does not ask has passed or waits for a visit, so that what is asked is told when the last has asked.</summary>
    private static CaseInPlay Told() => Play(optional: [SignOffice]).Passed(Registrar).Answered(SignOffice, ReviewOutcome.SpecialProcedure);

    private static string Without(object data, params string[] members)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(data))!.AsObject();
        foreach (var member in members)
            json.Remove(member);
        return json.ToJsonString();
    }
}
