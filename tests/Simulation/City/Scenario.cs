using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.City;

/// <summary>
/// What one schedule is about, drawn from its seed: who runs what, which applications come, how people behave, and how bad the weather gets. Each
/// schedule has only some of the troubles: all of them at once would hide what each does alone.
/// </summary>
internal sealed record Scenario
{
    /// <summary>All services in one process, with its memory as the bus; otherwise a process each, with a broker between them.</summary>
    public required bool OneProcess { get; init; }
    public required IReadOnlyList<string> Departments { get; init; }
    /// <summary>Copies of each service on one store, the orchestrator's first.</summary>
    public required IReadOnlyList<int> Copies { get; init; }
    public required int Cases { get; init; }
    /// <summary>The applicants want the same name for their business; only one can have it.</summary>
    public required bool SameName { get; init; }
    /// <summary>Applications are received at a window, and a clerk accepts them; or nobody answers in time.</summary>
    public required bool AtWindow { get; init; }
    /// <summary>The second item may be left out of the bundle.</summary>
    public required bool SecondOptional { get; init; }
    /// <summary>Silence is consent once the promised time is up.</summary>
    public required bool Consent { get; init; }
    /// <summary>Limits are warned of.</summary>
    public required bool Warns { get; init; }
    /// <summary>Now and then everybody who waits is woken to derive their moment anew, as after a new edition of the calendar.</summary>
    public required bool CalendarChanges { get; init; }
    public required IssuePolicy Policy { get; init; }
    /// <summary>Whether every item whose request for a supplement is not answered in time is withdrawn; null: as the catalogue has it.</summary>
    public required bool? WithdrawnUnanswered { get; init; }
    /// <summary>The paper that applicants bring later; null when everything is handed in.</summary>
    public required string? Promised { get; init; }
    /// <summary>The department whose own system reviews beside its officers, and issues; null: none has one.</summary>
    public required string? WithSystem { get; init; }
    /// <summary>Whether a final answer by an officer holds only once another has signed it.</summary>
    public required bool FourEyes { get; init; }
    /// <summary>Whether what is issued is checked: all of it, or a sample; null: nothing.</summary>
    public required bool? Checked { get; init; }
    /// <summary>Departments' requests for a supplement are gathered for some days; otherwise each is told at once.</summary>
    public required bool Gathers { get; init; }
    public required Moods Moods { get; init; }
    public required Weather Storm { get; init; }
    /// <summary>Microseconds of virtual time.</summary>
    public required long StormLasts { get; init; }
    /// <summary>The most a process's clock is wrong.</summary>
    public required TimeSpan Skew { get; init; }

    public static Scenario Draw(Dice dice)
    {
        // Two applicants at once, and two copies of everything between them: where most races are.
        var rivals = dice.Chance(0.1);
        var oneProcess = !rivals && dice.Chance(0.2);
        var departments = !rivals && dice.Chance(0.06)
            ? Applications.Departments
            : ["market-registration", rivals ? "seals" : dice.Below(5) switch { 0 => "signage", 1 or 2 => "tax", _ => "seals" }];
        return new Scenario
        {
            OneProcess = oneProcess,
            Departments = departments,
            Copies = [.. Enumerable.Range(0, departments.Count + 1).Select(_ => rivals || (!oneProcess && dice.Chance(0.3)) ? 2 : 1)],
            Cases = !rivals && (departments.Count > 2 || dice.Chance(0.85)) ? 1 : 2,
            SameName = dice.Chance(0.3),
            AtWindow = dice.Chance(0.1),
            SecondOptional = dice.Chance(0.2),
            Consent = dice.Chance(0.1),
            Warns = dice.Chance(0.1),
            CalendarChanges = dice.Chance(0.1),
            Policy = new IssuePolicy(dice.Chance(0.5) ? OnIssueFailure.Park : OnIssueFailure.Compensate, dice.Below(3) + 1, 2, 300),
            WithdrawnUnanswered = dice.Chance(0.5) ? dice.Chance(0.5) : null,
            Promised = dice.Chance(0.3) ? departments.Contains("signage") && dice.Chance(0.6) ? "sign-site-agreement" : "domicile-proof" : null,
            WithSystem = dice.Chance(0.3) ? departments[1] : null,
            FourEyes = dice.Chance(0.4),
            Checked = dice.Chance(0.3) ? dice.Chance(0.5) : null,
            Gathers = dice.Chance(0.7),
            Moods = Moods.Draw(dice),
            Storm = new Weather
            {
                Crash = Some(dice, 0.012),
                LostSend = Some(dice, 0.2),
                LostConfirm = Some(dice, 0.2),
                LostAcknowledgement = Some(dice, 0.2),
                Repeat = Some(dice, 0.3),
                StoreDown = Some(dice, 0.006),
                BrokenCommit = Some(dice, 0.1),
                Conflict = Some(dice, 0.15),
                // Mostly few; now and then up to a third of all, so that hardly anything comes in the order in which it was sent.
                SlowIn65536 = dice.Chance(0.5) ? dice.Below(dice.Chance(0.1) ? 20_000 : 6_000) : 0,
            },
            StormLasts = dice.Between(500_000, 20_000_000),
            Skew = dice.Chance(0.5) ? TimeSpan.FromMilliseconds(dice.Below(20_000)) : TimeSpan.Zero,
        };
    }

    private static double Some(Dice dice, double most) => dice.Chance(0.4) ? most * (dice.Below(100) + 1) / 100 : 0;
}

/// <summary>How applicants, officers and issuing behave: probabilities.</summary>
internal sealed record Moods
{
    public double Refuses { get; init; }
    /// <summary>The rule leaves a review to people.</summary>
    public double LeavesToPeople { get; init; }
    public double IssueFailsPassingly { get; init; }
    public double IssueFailsForGood { get; init; }
    /// <summary>The authority finds a ground to end a case.</summary>
    public double Terminates { get; init; }
    /// <summary>A licence has a clerical error that somebody finds.</summary>
    public double Slips { get; init; }
    public double Withdraws { get; init; }
    /// <summary>Sends a request once more, though it was answered.</summary>
    public double Repeats { get; init; }
    /// <summary>Whoever has to act does nothing.</summary>
    public double DoesNothing { get; init; }
    /// <summary>An applicant leaves a request for a supplement, or the times offered for a visit, unanswered.</summary>
    public double LeavesUnanswered { get; init; }
    /// <summary>An applicant answers as soon as the case shows a request, and not only when it is told.</summary>
    public double AnswersEarly { get; init; }
    /// <summary>An applicant sends a part of what is asked.</summary>
    public double AnswersInPart { get; init; }
    /// <summary>An applicant does not bring what was promised, or only after the last day.</summary>
    public double BreaksPromise { get; init; }
    /// <summary>A department that was answered asks for something else.</summary>
    public double AsksAgain { get; init; }
    /// <summary>Who reviews asks for a visit, and who has asked waits for it.</summary>
    public double WantsVisits { get; init; }
    /// <summary>Nobody of a department comes to the visit.</summary>
    public double MissesVisits { get; init; }

    public static Moods Draw(Dice dice) => Draw(dice, visits: dice.Chance(0.12));

    private static Moods Draw(Dice dice, bool visits) => new()
    {
        WantsVisits = visits ? 0.7 : 0,
        MissesVisits = visits && dice.Chance(0.7) ? 0.4 : 0,
        Refuses = dice.Chance(0.25) ? 0.2 : 0,
        LeavesToPeople = visits ? 0.8 : dice.Chance(0.3) ? dice.Chance(0.3) ? 1 : 0.4 : 0,
        IssueFailsPassingly = dice.Chance(0.4) ? 0.5 : 0,
        IssueFailsForGood = dice.Chance(0.3) ? 0.3 : 0,
        Withdraws = dice.Chance(0.3) ? 0.6 : 0,
        Repeats = dice.Chance(0.5) ? 0.5 : 0,
        DoesNothing = dice.Chance(0.3) ? 0.2 : 0,
        LeavesUnanswered = dice.Chance(0.5) ? 0.5 : 0,
        AnswersEarly = dice.Chance(0.5) ? 0.5 : 0,
        AnswersInPart = dice.Chance(0.5) ? 0.6 : 0,
        BreaksPromise = dice.Chance(0.5) ? 0.5 : 0,
        AsksAgain = dice.Chance(0.5) ? 0.6 : 0,
        Slips = dice.Chance(0.3) ? 0.4 : 0,
        Terminates = dice.Chance(0.15) ? 0.1 : 0,
    };
}
