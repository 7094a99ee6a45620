using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Departments;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

/// <summary>A task whose applicant brings a paper later.</summary>
public sealed class TaskPromiseTests
{
    private const string Paper = "lease";
    private static readonly DateOnly LastDay = new(2026, 12, 8);

    private static MaterialReference Called(string name, string material = Paper) => new() { Material = material, Name = name };

    private static RequestReview Promised(string word) => Request(word) with { Promised = [new PromisedMaterial(Paper, LastDay)], Materials = [Called("photo.png", "photo")] };

    private static ProvideMaterials Provide(string name = "lease.pdf") => new() { CaseId = Case, TaskId = TaskInPlay.TaskId, Materials = [Called(name)], ProvidedAt = Now.AddDays(1) };

    [Fact]
    public void The_department_sees_what_is_promised_and_what_has_come()
    {
        var play = new TaskInPlay().Give(Promised("doubtful"));
        Assert.Equal(new PromisedPaper(Paper, LastDay), Assert.Single(View(play).Promised!));

        play.Give(Provide());

        Assert.Equal(new PromisedPaper(Paper, LastDay, Now.AddDays(1)), Assert.Single(View(play).Promised!));
        Assert.Equal(["photo.png", "lease.pdf"], View(play).Materials!.Select(m => m.Name));
        Assert.Empty(play.Last.Messages);
        Assert.Equal("materials-provided", Assert.Single(play.Last.Journal).Kind);
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("doubtful")]
    public void A_paper_changes_nothing_of_the_review(string word)
    {
        var (play, before) = (new TaskInPlay().Give(Promised(word)), new TaskInPlay().Give(Promised(word)).State!);

        play.Give(Provide());

        Assert.Equal((before.Lifecycle, before.Holder, before.Sequence, before.Round), (play.State!.Lifecycle, play.State.Holder, play.State.Sequence, play.State.Round));
    }

    [Fact]
    public void A_repeat_changes_nothing_nor_does_a_later_one_of_the_same_paper()
    {
        var play = new TaskInPlay().Give(Promised("doubtful")).Give(Provide());

        play.IsUnchangedBy(Provide());
        play.IsUnchangedBy(Provide("another.pdf"));
    }

    [Fact]
    public void A_paper_that_comes_before_its_task_is_ignored()
    {
        var play = new TaskInPlay().Give(Provide());
        Assert.Null(play.State);

        play.Give(Promised("doubtful")).Give(Provide());
        Assert.NotNull(play.State!.Promised![0].ProvidedAt);
    }

    [Fact]
    public void A_paper_that_comes_after_the_end_is_ignored()
    {
        new TaskInPlay().Give(Promised("bad")).IsUnchangedBy(Provide());
        new TaskInPlay().Give(Promised("clean")).Give(Cancel).IsUnchangedBy(Provide());
        new TaskInPlay().Give(Cancel).IsUnchangedBy(Provide());
    }

    [Fact]
    public void A_supplement_from_before_the_paper_that_comes_after_it_does_not_take_it_away()
    {
        var play = new TaskInPlay().Give(Promised("doubtful")).Give(Decide("li", ReviewOutcome.Supplement)).Give(Provide());

        play.Give(Supplement(1) with { Materials = [Called("photo-2.png", "photo")] });

        Assert.Equal(["photo-2.png", "lease.pdf"], View(play).Materials!.Select(m => m.Name));
    }

    [Fact]
    public void A_supplement_that_brings_the_paper_wins_over_an_older_one_that_comes_after_it()
    {
        var play = new TaskInPlay().Give(Promised("doubtful")).Give(Decide("li", ReviewOutcome.Supplement)).Give(Supplement(1) with { Materials = [Called("corrected.pdf")], AnsweredAt = Now.AddDays(2) });
        Assert.Equal(Now.AddDays(2), play.State!.Promised![0].ProvidedAt);

        play.IsUnchangedBy(Provide());
        Assert.Equal(["corrected.pdf"], View(play).Materials!.Select(m => m.Name));
    }

    private static TaskView View(TaskInPlay play) => TaskView.Of("parks", play.State!, 1, whole: true);
}
