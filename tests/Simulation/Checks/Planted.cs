namespace OneVisit.Simulation.Checks;

/// <summary>
/// A classic fault, planted in what surrounds the product here: store, broker, or a wrapper around the rules. The product has no switch for
/// any of them. Each shows that the simulation can fail.
/// </summary>
internal enum Planted
{
    None,
    /// <summary>The broker is told that an envelope was taken before its effect is committed.</summary>
    AcknowledgedBeforeCommit,
    /// <summary>Envelopes leave before the transaction that decided them is committed.</summary>
    PublishedBeforeCommit,
    /// <summary>The store takes every envelope for a new one.</summary>
    NoInbox,
    /// <summary>
    /// Neither the version nor the number of a journal entry is checked. One without the other changes nothing: every decision enters the
    /// journal, whose key stops a second writer too.
    /// </summary>
    LastWriterWins,
    /// <summary>What a worker remembers of an aggregate that it does not change is taken to be so still.</summary>
    MemoryNotAsserted,
    /// <summary>A send counts as confirmed when it is begun, so that its outbox row goes too early.</summary>
    DeletedBeforeConfirm,
    /// <summary>In one process: handed over in memory counts as confirmed, though the receiver has committed nothing.</summary>
    ConfirmedAtHandOver,
    /// <summary>Nobody looks for what a process that died left in the outbox.</summary>
    NoSweep,
    /// <summary>What is sent again has a new id.</summary>
    NewIdOnRepublish,
    /// <summary>The moment an aggregate waits for is not written with its state.</summary>
    WakeForgotten,
    /// <summary>First answers are not kept.</summary>
    IdempotencyForgotten,
    /// <summary>Some journal entries are not written.</summary>
    JournalEntryLost,
    /// <summary>Two tasks can enter the same key in the register.</summary>
    RegisterNotUnique,
    /// <summary>Two transactions can take the same number of a sequence, and are slow enough to meet.</summary>
    NumberGivenTwice,
    /// <summary>A state decided in an attempt that failed is there at the next attempt.</summary>
    FailedAttemptLeaks,
    /// <summary>Of the events of a transaction the first is not written.</summary>
    EventLost,
    /// <summary>What a department has revoked stays in its register.</summary>
    RegisterNotReleased,
    /// <summary>An answer holds without the second signature.</summary>
    SignatureNotNeeded,
    /// <summary>A task goes into other hands with what its holder has proposed.</summary>
    ProposalOutlivesHolder,
    /// <summary>That an applicant was told of a request is not kept.</summary>
    TellingForgotten,
    /// <summary>The notice of what departments ask for is not given.</summary>
    NoticeNotGiven,
    /// <summary>A department does not know any more what it has asked for.</summary>
    AskingForgotten,
    /// <summary>One branch's request pauses the others too.</summary>
    AllBranchesStand,
    /// <summary>A department forgets what it was told of the joint inspection.</summary>
    VisitForgotten,
    /// <summary>That a department was absent from it is recorded twice.</summary>
    AbsentTwice,
    /// <summary>Somebody claims a task that another holds.</summary>
    ClaimedFromHolder,
    /// <summary>A department decides while its applicant is asked for a supplement.</summary>
    NotAwaited,
    /// <summary>Who was named to sign need not.</summary>
    NamedNotNeeded,
    /// <summary>The number of a department's last answer is forgotten, so that an earlier one counts once more.</summary>
    AnswerHeardAnew,
    /// <summary>A failure for good is taken for one that passes.</summary>
    FailureNeverFinal,
    /// <summary>Whoever waits for a moment is woken a day late.</summary>
    WokenLate,
    /// <summary>An answer of an applicant takes the place of what has come since it was begun.</summary>
    OthersWorkLost,
    /// <summary>The version that a sender has seen is not told to the unit of work.</summary>
    ConditionLost,
    /// <summary>Nobody is told that what they have in hand is stopped.</summary>
    StopNotTold,
    /// <summary>Notices are not written with the effect they tell of.</summary>
    NoticeUnwritten,
    /// <summary>Of several messages in one envelope the first is left out.</summary>
    LeftOutOfEnvelope,
}
