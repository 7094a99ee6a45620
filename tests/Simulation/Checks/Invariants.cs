namespace OneVisit.Simulation.Checks;

/// <summary>What must hold, by name. The first group is looked at with every step, the second when everything has come to rest.</summary>
internal static class Invariants
{
    public const string OnlyWhatIsCommittedIsSent = "only what is committed is sent";
    public const string OneEffect = "each message has at most one effect per consumer";
    public const string JournalCount = "the journal has as many entries as the state says";
    public const string OneHolder = "what one task holds in the register no other can take";
    public const string TerminalIsTerminal = "nothing changes after the end";
    public const string AcceptedExists = "an accepted case exists";
    public const string SameAnswer = "a repeated submission gets the first answer";
    public const string NothingRefused = "no message is refused";
    public const string NoSecondEffect = "what has had its effect has none when it is heard again, however late";
    public const string NobodyLosesATask = "nobody loses a task but by an act of their own, of a head, or of who takes it over";
    public const string SignersAreNamed = "who is named signs, and is named by who holds the task";
    public const string AskedIsAwaited = "what the applicant is asked for is awaited";
    public const string AnswersItsAttempt = "an answer counts for the attempt it is of, and attempts are as many as the policy grants";
    public const string InItsTime = "what time does it does at its moment";
    public const string WhoStopsIsTold = "an officer who has an item in hand is told when it stops";
    public const string SeenIsHeeded = "a change is made to the version its sender has seen, and a repeat is harmless";
    public const string SaidIsWritten = "what is said to others is written with the effect";

    public const string ComesToRest = "once the faults stop, everything comes to rest";
    public const string OneCasePerSubmission = "one submission is one case";
    public const string NoDeadLetters = "there is no dead letter";
    public const string OutboxEmpty = "the outbox drains";
    public const string NoWakesAfterTheEnd = "an ended case waits for no moment";
    public const string JournalVerifies = "the journal's chain verifies";
    public const string EndsOrWaits = "every case has ended or waits for somebody";
    public const string OneDecision = "one decision per item";
    public const string FourEyes = "what wants four eyes is no one person's answer";
    public const string ProposalIsItsHolders = "a proposal and a delegation are of whoever holds the task";
    public const string LicenceNeedsReviews = "a licence exists only after every required review has passed, its papers are there and its issue succeeded";
    public const string NumbersUnique = "numbers are unique";
    public const string RegisterHolds = "what is held stands in the register, and what is not does not";
    public const string CompensationComplete = "after compensation nothing is valid";
    public const string ToldOnce = "what happens to a task in others' hands is told once, and in order";
    public const string ToldInOneNotice = "every request is told in one notice, or answered or ended before";
    public const string NothingTwice = "what was told is not told again";
    public const string OnlyWhoAsksStands = "a branch stands for its own requests alone";
    public const string OneVisit = "there is one visit for all who need one, and absence counts once";
    public const string NoSeparateVisit = "there is no separate visit after the joint one";
    public const string VerifyFindsNothing = "verify finds nothing wrong with what is whole";
    public const string NothingGivenIsLost = "what an applicant gave is there";
    public const string PartiesAgree = "the orchestrator and the departments agree";
}
