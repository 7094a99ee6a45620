using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>
/// The joint inspection (联合踏勘). It follows from the items and the time alone: after every message it is looked at what they come to, so that the order
/// in which departments ask, leave and find, and how often each is heard, makes no difference.
/// </summary>
public sealed partial class CaseRules
{
    /// <summary>Goes on with the joint inspection as far as the decision and the time allow.</summary>
    private Decision<CaseState> Inspected(Decision<CaseState> decision, DateTimeOffset now)
    {
        if (decision is not { State: { } state, Refusal: null } || !ConcernsInspection(state))
            return decision;
        var clock = clockOf(state.Region);
        while (NextOf(decision.State!, clock, now) is { } next)
            decision = Then(decision, next);
        return decision;
    }

    // Asked after every message of every case, almost none of which has to do with a visit.
    private static bool ConcernsInspection(CaseState state)
    {
        if (state.Inspection is { IsOpen: true })
            return true;
        for (var i = 0; i < state.Items.Count; i++)
        {
            if (state.Items[i].AsksForInspection)
                return true;
        }
        return false;
    }

    private static Decision<CaseState>? NextOf(CaseState state, CityClock clock, DateTimeOffset now)
    {
        if (state.Inspection is not { IsOpen: true } inspection)
            return !state.HasEnded && state.Items.Any(i => i.AsksForInspection && !IsBarred(state, i)) ? Opened(state, clock, now) : null;
        if (state.HasEnded)
            return Dropped(state, inspection, now);
        var today = clock.Deadlines.DateOf(now);
        // Through its day whoever asks comes along. After it only those who were to come are waited for.
        var joins = inspection.Appointment is null || today <= inspection.Appointment.Date;
        var next = inspection with
        {
            Participants = [.. Asking(state).Where(p => joins || inspection.Participants.Any(known => known.Task == p.Task))],
            CouldJoin = joins ? [.. inspection.CouldJoin.Union(Free(state))] : inspection.CouldJoin,
        };
        if (!next.Participants.SequenceEqual(inspection.Participants) || next.CouldJoin.Count != inspection.CouldJoin.Count)
            return Changed(state, inspection, next, clock, now);
        if (inspection.Participants.Count == 0)
            return inspection.Findings.Count == 0 ? Dropped(state, inspection, now) : Closed(state, inspection, now);
        var isDue = clock.Deadlines.LastDayOf(inspection) < today;
        return inspection.Phase switch
        {
            InspectionPhase.Planning when isDue || !state.Items.Any(i => CouldStillAsk(state, i)) => Proposed(state, inspection, clock, now),
            InspectionPhase.Proposed when isDue => Fixed(state, inspection, clock, now),
            InspectionPhase.Appointed when isDue || inspection.Participants.All(p => inspection.HasFound(p.Task)) => Closed(state, inspection, now),
            _ => null,
        };
    }

    /// <summary>A joint inspection that it took part in, or could have, is over: by law it makes no visit of its own.</summary>
    private static bool IsBarred(CaseState state, ItemState item) =>
        state.Inspection is { Phase: InspectionPhase.Held } held && held.CouldJoin.Contains(item.Task)
        || state.EarlierInspections?.Any(i => i.CouldJoin.Contains(item.Task)) == true;

    /// <summary>Not answered for now: it may still turn out to need a visit. Who waits for the applicant, or for a procedure, holds nobody up.</summary>
    private static bool CouldStillAsk(CaseState state, ItemState item) =>
        item is { InReview: true, AsksForInspection: false } and not { Lifecycle: ItemLifecycle.SupplementRequested or ItemLifecycle.SpecialProcedure } && !IsBarred(state, item);

    /// <summary>The tasks that somebody has in hand, and could ask for a visit of. A department that has not been heard of may not even have received its task.</summary>
    private static IEnumerable<Guid> Free(CaseState state) =>
        state.Items.Where(i => i.Lifecycle is ItemLifecycle.Claimed or ItemLifecycle.Reviewing or ItemLifecycle.InspectionRequested).Select(i => i.Task);

    private static IEnumerable<InspectionParticipant> Asking(CaseState state) =>
        state.Items.Where(i => i.AsksForInspection && !IsBarred(state, i)).Select(i => new InspectionParticipant(i.Task, i.Item, i.Department, i.Authority, i.DecisionSequence));

    private static Decision<CaseState> Opened(CaseState state, CityClock clock, DateTimeOffset now)
    {
        var city = clock.Inspections.City;
        var inspection = new InspectionState
        {
            Number = (state.Inspection?.Number ?? 0) + 1,
            Phase = InspectionPhase.Planning,
            RequestedAt = now,
            Terms = new InspectionTerms(
                new DayLimit(city.Planning.Days, city.Planning.Unit), new DayLimit(city.Consent.Days, city.Consent.Unit), new DayLimit(city.Findings.Days, city.Findings.Unit), city.Absence,
                SameDay: city.Slots.DaysAhead == 0),
            Participants = [.. Asking(state)],
            CouldJoin = [.. Free(state)],
        };
        var first = inspection.Participants[0];
        return new Decision<CaseState>
        {
            State = state with
            {
                Inspection = inspection,
                EarlierInspections = state.Inspection is { Phase: InspectionPhase.Held } held ? [.. state.EarlierInspections ?? [], held] : state.EarlierInspections,
            },
            Journal =
            [
                new JournalEntry("inspection-planned", new { inspection.Number, first.Item, first.Department }),
                .. inspection.Participants.Skip(1).Select(p => new JournalEntry("inspection-joined", new { inspection.Number, p.Item, p.Department })),
            ],
            Notices = [.. InspectionNotices.Planned(state, inspection, state.Items.Where(i => CouldStillAsk(state, i)), clock.Deadlines.LastDayOf(inspection), clock)],
        };
    }

    /// <summary>Somebody joins or leaves. A time that has been offered or fixed stays wherever that can be.</summary>
    private static Decision<CaseState> Changed(CaseState state, InspectionState inspection, InspectionState next, CityClock clock, DateTimeOffset now)
    {
        var joined = next.Participants.Where(p => inspection.Participants.All(known => known.Task != p.Task)).ToList();
        var left = inspection.Participants.Where(p => next.Participants.All(still => still.Task != p.Task)).ToList();
        var decision = new Decision<CaseState>
        {
            State = state with { Inspection = next },
            Journal =
            [
                .. joined.Select(p => new JournalEntry("inspection-joined", new { next.Number, p.Item, p.Department })),
                .. left.Select(p => new JournalEntry("inspection-left", new { next.Number, p.Item, p.Department })),
            ],
        };
        if (next.Participants.Count == 0 || next.Participants.SequenceEqual(inspection.Participants))
            return decision;
        var (city, calendar) = (clock.Inspections.City, clock.Deadlines.Calendar);
        switch (next.Phase)
        {
            case InspectionPhase.Proposed:
                next = next with { Leader = LeaderOf(state, next.Participants, clock), Slots = [.. next.Slots.Where(s => joined.TrueForAll(p => VisitCalendar.MakesVisits(city, calendar, p.Authority, s)))] };
                if (next.Slots.Count == inspection.Slots.Count)
                    return decision with { State = state with { Inspection = next } };
                if (next.Slots.Count == 0)
                    return Then(decision, Proposed(state, next, clock, now));
                return decision with { State = state with { Inspection = next }, Notices = [InspectionNotices.Proposed(state, next, clock.Deadlines.LastDayOf(next), clock)] };
            case InspectionPhase.Appointed:
                next = next with { Leader = LeaderOf(state, next.Participants, clock), Revision = next.Revision + 1 };
                return decision with
                {
                    State = state with { Inspection = next },
                    Messages = Appointments(state, next),
                    Notices =
                    [
                        .. joined.Select(p => InspectionNotices.AppointedTo(state, next, p, clock)),
                        .. joined.Where(p => !VisitCalendar.MakesVisits(city, calendar, p.Authority, next.Appointment!)).SelectMany(p => InspectionNotices.Clash(state, next, p, clock)),
                    ],
                };
            default:
                return decision;
        }
    }

    /// <summary>The applicant is offered times at which everybody who takes part makes visits.</summary>
    private static Decision<CaseState> Proposed(CaseState state, InspectionState inspection, CityClock clock, DateTimeOffset now)
    {
        var leader = LeaderOf(state, inspection.Participants, clock);
        var (slots, common) = VisitCalendar.Offer(
            clock.Inspections.City, clock.Deadlines.Calendar, clock.Deadlines.DateOf(now), clock.Deadlines.EndOf(now, inspection.Terms.Consent).AddDays(1), [.. inspection.Participants.Select(p => p.Authority).Distinct()],
            inspection.Participants.First(p => p.Department == leader).Authority);
        inspection = inspection with { Phase = InspectionPhase.Proposed, ProposedAt = now, Leader = leader, Slots = slots };
        var answerBy = clock.Deadlines.LastDayOf(inspection);
        return new Decision<CaseState>
        {
            State = state with { Inspection = inspection },
            Journal = [new JournalEntry("inspection-proposed", new { inspection.Number, leader, Participants = inspection.Participants.Select(p => p.Item), slots, common, answerBy })],
            Notices = [InspectionNotices.Proposed(state, inspection, answerBy, clock), .. common ? [] : new[] { InspectionNotices.NothingInCommon(state, inspection, clock) }],
        };
    }

    private const string Unanswered = "rule:inspection-unanswered/1";

    /// <summary>The applicant did not choose in time: the first time that still lies ahead. Where none does, because others have joined or nobody looked for days, times are offered anew.</summary>
    private static Decision<CaseState> Fixed(CaseState state, InspectionState inspection, CityClock clock, DateTimeOffset now) =>
        inspection.Slots.FirstOrDefault(s => inspection.IsAhead(s, clock.Deadlines.DateOf(now))) is { } slot
            ? Appointed(state, inspection, slot, Unanswered, clock)
            : Proposed(state, inspection, clock, now);

    private static Decision<CaseState> Appointed(CaseState state, InspectionState inspection, VisitSlot slot, string by, CityClock clock)
    {
        inspection = inspection with { Phase = InspectionPhase.Appointed, Appointment = slot, AgreedBy = by, Revision = inspection.Revision + 1 };
        return new Decision<CaseState>
        {
            State = state with { Inspection = inspection },
            Messages = Appointments(state, inspection),
            Journal = [new JournalEntry("inspection-appointed", new { inspection.Number, slot, by, inspection.Leader, Participants = inspection.Participants.Select(p => p.Item) })],
            Notices = [InspectionNotices.Appointed(state, inspection, clock), .. inspection.Participants.Select(p => InspectionNotices.AppointedTo(state, inspection, p, clock))],
        };
    }

    /// <summary>The record is closed: whoever has entered no finding was absent and agrees, and nobody who could have come makes a visit later.</summary>
    private static Decision<CaseState> Closed(CaseState state, InspectionState inspection, DateTimeOffset now)
    {
        var absent = inspection.Participants.Where(p => !inspection.HasFound(p.Task)).ToList();
        var absence = inspection.Terms.Absence;
        inspection = inspection with
        {
            Phase = InspectionPhase.Held,
            EndedAt = now,
            Findings =
            [
                .. inspection.Findings,
                .. absent.Select(p => new TaskFinding(p.Task, new InspectionFinding { Item = p.Item, Department = p.Department, Agrees = true, Finding = absence.Rule, At = now, AbsenceBasis = absence.Basis })),
            ],
        };
        var record = inspection.RecordOf(state)!;
        return new Decision<CaseState>
        {
            State = state with { Inspection = inspection },
            Messages =
            [
                .. state.Items.Where(i => i.InReview && inspection.CouldJoin.Contains(i.Task)).Select(i => new Outgoing(i.Queue, new InspectionHeld
                {
                    CaseId = state.CaseId,
                    TaskId = i.Task,
                    Inspection = inspection.Number,
                    // Whoever did not come along has no need to know what others saw.
                    Record = inspection.HasFound(i.Task) ? record : null,
                    Absence = absence,
                })),
            ],
            Journal =
            [
                .. absent.Select(p => new JournalEntry("agreed-by-absence", new { inspection.Number, p.Item, p.Department, absence.Rule, LegalBasis = absence.Basis })),
                new JournalEntry("inspection-held", new { inspection.Number, record.Slot, record.Leader, Findings = record.Findings.Select(f => new { f.Item, f.Department, f.Agrees, Absent = f.AbsenceBasis is not null }) }),
            ],
            Notices = [InspectionNotices.Held(state, inspection), .. absent.SelectMany(p => InspectionNotices.Absent(state, inspection, p))],
        };
    }

    private static Decision<CaseState> Dropped(CaseState state, InspectionState inspection, DateTimeOffset now) => new()
    {
        State = state with { Inspection = inspection with { Phase = InspectionPhase.Dropped, EndedAt = now } },
        Journal = [new JournalEntry("inspection-dropped", new { inspection.Number })],
        Notices = [.. InspectionNotices.Dropped(state, inspection)],
    };

    private static IReadOnlyList<Outgoing> Appointments(CaseState state, InspectionState inspection) =>
    [
        .. inspection.Participants.Select(p => new Outgoing(state.Items.First(i => i.Task == p.Task).Queue, new InspectionAppointed
        {
            CaseId = state.CaseId,
            TaskId = p.Task,
            Inspection = inspection.Number,
            Revision = inspection.Revision,
            Request = p.Request,
            Slot = inspection.Appointment!,
            Leader = inspection.Leader,
            Participants = [.. inspection.Participants.Select(other => new InspectionParty(other.Item, other.Department))],
            Absence = inspection.Terms.Absence,
        })),
    ];

    /// <summary>By the rule; where it names nobody who takes part, whose item stands first.</summary>
    private static string LeaderOf(CaseState state, IReadOnlyList<InspectionParticipant> participants, CityClock clock) =>
        clock.Inspections.LeadersOf(state.Bundle).FirstOrDefault(d => participants.Any(p => p.Department == d)) ?? participants[0].Department;
}
