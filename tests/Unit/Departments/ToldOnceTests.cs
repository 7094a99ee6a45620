using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

/// <summary>What a department asks for it asks for once.</summary>
public sealed class ToldOnceTests
{
    [Fact]
    public void The_request_names_every_paper_and_field_and_the_task_keeps_them()
    {
        var play = Requested("doubtful").Give(Ask("li", ["photo", "plan"], "/word"));

        var demand = play.Sent<ReviewDecided>().Decision.Requested!;
        Assert.Equal(["photo", "plan"], demand.Materials.Select(m => m.Material));
        Assert.Equal(["/word"], demand.Fields.Select(f => f.Pointer));
        Assert.Equal(["photo", "plan"], play.State!.Asked!.Materials);
        Assert.Equal(["/word"], play.State.Asked.Fields);
        Assert.Equal(1, play.State.Asked.Times);
    }

    [Fact]
    public void Asking_again_for_what_was_told_is_refused_and_every_repeated_ground_is_pointed_at()
    {
        var play = Requested("doubtful").Give(Ask("li", ["photo"], "/bench/width", "/colour")).Give(Supplement(1));

        play.IsUnchangedBy(Ask("li", ["plan", "photo"], "/bench", "/place", "/colour/0"));

        Assert.Equal((409, "told-once"), (play.Last.Refusal!.Status, play.Last.Refusal.Code));
        Assert.Equal(
            ["/supplement/materials/1 told-once", "/supplement/fields/0 told-once", "/supplement/fields/2 told-once"],
            play.Last.Refusal.Faults!.Select(e => $"{e.Pointer} {e.Code}"));
    }

    [Fact]
    public void A_new_ground_may_be_asked_for_and_is_counted()
    {
        var play = Requested("doubtful").Give(Ask("li", ["photo"])).Give(Supplement(1)).Give(Ask("li", ["plan"], "/bench/widths"));

        Assert.Null(play.Last.Refusal);
        Assert.Equal((1, 2), (play.Sent<ReviewDecided>().Round, play.State!.Asked!.Times));
        Assert.Equal(["photo", "plan"], play.State.Asked.Materials);
        play.Give(Supplement(2)).IsUnchangedBy(Ask("li", ["photo"]));
        Assert.Equal("told-once", play.Last.Refusal!.Code);
    }

    [Fact]
    public void A_longer_name_is_another_place_of_the_form() =>
        Assert.Null(Requested("doubtful").Give(Ask("li", [], "/bench/width")).Give(Supplement(1)).Give(Ask("li", [], "/bench/widths")).Last.Refusal);

    [Theory]
    [InlineData("the law, art 1", true)]
    [InlineData(" The  law,art 1 ", true)]
    [InlineData("the law, art 11", false)]
    public void Where_nothing_is_named_the_law_is_the_ground(string law, bool repeated)
    {
        var play = Requested("doubtful").Give(Decide("li", ReviewOutcome.Supplement)).Give(Supplement(1)).Give(Decide("li", ReviewOutcome.Supplement) with { LegalBasis = law });

        Assert.Equal(repeated ? "/legalBasis" : null, play.Last.Refusal?.Faults?[0].Pointer);
    }

    [Fact]
    public void What_lapsed_was_told_all_the_same()
    {
        var play = Requested("doubtful").Give(Ask("li", ["photo"])).Give(new SupplementLapsed { CaseId = Case, TaskId = TaskId, Round = 1, LapsedAt = Now });

        Assert.Equal("told-once", play.Give(Ask("li", ["photo"])).Last.Refusal!.Code);
    }

    [Fact]
    public void Another_officer_of_the_authority_cannot_ask_for_it_again_either()
    {
        var play = Requested("doubtful").Give(Ask("li", ["photo"])).Give(Supplement(1)).Give(new AssignTask(TaskId, "li", "wang"));

        Assert.Equal("told-once", play.Give(Ask("wang", ["photo"])).Last.Refusal!.Code);
    }

    [Fact]
    public void The_same_request_again_is_harmless_and_one_for_more_is_not_dropped_in_silence()
    {
        var play = Requested("doubtful").Give(Ask("li", ["photo", "plan"], "/word"));

        play.IsUnchangedBy(Ask("li", ["photo", "plan"], "/word"));
        Assert.Null(play.Last.Refusal);
        play.IsUnchangedBy(Decide("li", ReviewOutcome.Supplement));
        Assert.Null(play.Last.Refusal);
        play.IsUnchangedBy(Ask("li", ["photo", "deed"]));
        Assert.Equal("supplement-awaited", play.Last.Refusal!.Code);
    }

    [Fact]
    public void What_the_applicant_changed_is_kept_for_whoever_reviews_and_replaced_by_the_next_answer()
    {
        var play = Requested("doubtful").Give(Ask("li", ["photo"])).Give(Supplement(1) with { Changed = new SupplementChanges(["/word"], ["photo"]) });
        Assert.Equal(["/word"], TaskView.Of("parks", play.State!, 3, whole: true).Changed!.Fields);
        Assert.Equal(["photo"], play.State!.Changed!.Materials);

        play.Give(new ClaimTask(TaskId, "li"));
        Assert.NotNull(play.State!.Changed);
        play.Give(Ask("li", ["plan"])).Give(Supplement(2));
        Assert.Null(play.State!.Changed);
    }

    [Fact]
    public void What_the_item_does_not_declare_is_asked_of_nobody()
    {
        var sign = CityCatalogue.Load().FindItem("signage.shop-sign")!;
        var rules = new TaskRules([], new CityTime(TimeZoneInfo.Utc)) { DeclarationOf = _ => sign };
        var task = rules.Decide(null, Request("doubtful", "signage.shop-sign"), Facts.None, Now).State;

        Decision<TaskState> Decided(DecideTask decide) => rules.Decide(task, decide, Facts.None, Now);

        // A paper that only some answers ask for is declared too.
        Assert.Null(Decided(Ask("li", ["sign-rendering", "sign-structural-drawing"], "/sign", "/sign/widthMetres", "/enterprise/domicile/address")).Refusal);
        var refused = Decided(Ask("li", ["horoscope", "sign-rendering", "domicile-proof"], "/sign/colour", "/sign/widthMetres/0", "/legalRepresentative/idNumber"));
        Assert.Equal((422, "invalid"), (refused.Refusal!.Status, refused.Refusal.Code));
        Assert.Equal(
            [
                "/supplement/materials/0/material unknown-material", "/supplement/materials/2/material unknown-material",
                "/supplement/fields/0/pointer unknown-field", "/supplement/fields/1/pointer unknown-field", "/supplement/fields/2/pointer unknown-field",
            ],
            refused.Refusal.Faults!.Select(e => $"{e.Pointer} {e.Code}"));
        Assert.Same(task, refused.State);
    }
}
