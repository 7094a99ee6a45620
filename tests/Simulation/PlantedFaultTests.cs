using System.Globalization;
using OneVisit.Simulation.Checks;
using Xunit.Abstractions;

namespace OneVisit.Simulation;

/// <summary>The simulation can fail: each classic fault, planted alone, is found within a bounded number of schedules, by an invariant that is there for it.</summary>
public sealed class PlantedFaultTests(ITestOutputHelper output)
{
    /// <summary>Most are found within ten schedules; a race between two copies of a service takes about a thousand.</summary>
    private const int Most = 10_000;

    /// <summary>Lost work shows in one of these ways, depending on what was lost.</summary>
    private static readonly string[] Lost = [Invariants.EndsOrWaits, Invariants.PartiesAgree, Invariants.ComesToRest, Invariants.CompensationComplete, Invariants.RegisterHolds, Invariants.OneVisit, Invariants.NoSeparateVisit];

    private static readonly Dictionary<Planted, string[]> FoundBy = new()
    {
        [Planted.AcknowledgedBeforeCommit] = Lost,
        [Planted.PublishedBeforeCommit] = [Invariants.OnlyWhatIsCommittedIsSent],
        [Planted.NoInbox] = [Invariants.OneEffect],
        [Planted.LastWriterWins] = [.. Lost, Invariants.JournalCount, Invariants.JournalVerifies, Invariants.LicenceNeedsReviews],
        [Planted.MemoryNotAsserted] = [.. Lost, Invariants.LicenceNeedsReviews],
        [Planted.DeletedBeforeConfirm] = Lost,
        [Planted.ConfirmedAtHandOver] = Lost,
        [Planted.NoSweep] = [Invariants.ComesToRest],
        [Planted.NewIdOnRepublish] = [Invariants.OnlyWhatIsCommittedIsSent],
        [Planted.WakeForgotten] = Lost,
        [Planted.IdempotencyForgotten] = [Invariants.SameAnswer, Invariants.OneCasePerSubmission],
        [Planted.JournalEntryLost] = [Invariants.JournalCount],
        [Planted.RegisterNotUnique] = [Invariants.OneHolder],
        [Planted.NumberGivenTwice] = [Invariants.NoDeadLetters, Invariants.NumbersUnique],
        [Planted.FailedAttemptLeaks] = [.. Lost, Invariants.NothingRefused, Invariants.NobodyLosesATask, Invariants.TerminalIsTerminal, Invariants.SameAnswer, Invariants.JournalCount, Invariants.LicenceNeedsReviews, Invariants.OneHolder, Invariants.WhoStopsIsTold],
        [Planted.SignatureNotNeeded] = [Invariants.FourEyes],
        [Planted.ProposalOutlivesHolder] = [Invariants.ProposalIsItsHolders],
        [Planted.EventLost] = [Invariants.ToldOnce],
        [Planted.TellingForgotten] = [Invariants.ToldInOneNotice],
        [Planted.NoticeNotGiven] = [Invariants.ToldInOneNotice],
        [Planted.AskingForgotten] = [Invariants.NothingTwice],
        [Planted.AllBranchesStand] = [Invariants.OnlyWhoAsksStands],
        [Planted.VisitForgotten] = [Invariants.NoSeparateVisit, Invariants.NoSecondEffect],
        [Planted.AbsentTwice] = [Invariants.OneVisit],
        [Planted.ClaimedFromHolder] = [Invariants.NobodyLosesATask],
        [Planted.NotAwaited] = [Invariants.AskedIsAwaited],
        [Planted.NamedNotNeeded] = [Invariants.SignersAreNamed],
        [Planted.AnswerHeardAnew] = [Invariants.NoSecondEffect],
        [Planted.FailureNeverFinal] = [Invariants.AnswersItsAttempt],
        [Planted.WokenLate] = [Invariants.InItsTime],
        [Planted.OthersWorkLost] = [Invariants.NothingGivenIsLost],
        [Planted.ConditionLost] = [Invariants.SeenIsHeeded],
        [Planted.StopNotTold] = [Invariants.WhoStopsIsTold],
        [Planted.NoticeUnwritten] = [Invariants.SaidIsWritten],
        [Planted.LeftOutOfEnvelope] = [Invariants.SaidIsWritten],
        [Planted.RegisterNotReleased] = [Invariants.RegisterHolds, Invariants.CompensationComplete, Invariants.OneHolder],
    };

    public static TheoryData<string> Faults => [.. Enum.GetNames<Planted>().Where(n => n != nameof(Planted.None))];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_planted_fault_is_found(string fault)
    {
        var planted = Enum.Parse<Planted>(fault);

        var run = Schedules.Run(Most, planted, from: 0);

        Assert.True(run.Failure is not null, $"{fault} was not found in {run.Schedules} schedules");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"found by seed {run.Failure.Seed} at step {run.Failure.Trace.Steps}: {run.Failure.Violation}"));
        Assert.Contains(run.Failure.Invariant, FoundBy[planted]);
    }
}
