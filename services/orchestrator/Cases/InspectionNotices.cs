using System.Globalization;
using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>Who is told what of a joint inspection.</summary>
internal static class InspectionNotices
{
    /// <summary>Those who could need a visit too learn that one is planned.</summary>
    public static IEnumerable<Notice> Planned(CaseState state, InspectionState inspection, IEnumerable<ItemState> others, DateOnly joinBy, CityClock clock)
    {
        var asks = clock.NameOf(inspection.Participants[0].Item);
        return others.Select(i => new Notice(
            Officers(i.Department, i.Authority), "inspection-planned",
            new Text(
                $"“{asks.Zh}”需要现场踏勘;“{clock.NameOf(i.Item).Zh}”如需踏勘,请于{joinBy:yyyy-MM-dd}前提出,以便一次踏勘",
                $"{asks.En} needs a visit; if {clock.NameOf(i.Item).En} needs one too, say so by {joinBy:yyyy-MM-dd}, so that there is one visit for all"),
            new { i.Item, inspection.Number, joinBy }));
    }

    public static Notice Proposed(CaseState state, InspectionState inspection, DateOnly answerBy, CityClock clock)
    {
        var (names, times) = (Names(inspection, clock), inspection.Slots.Select(Said).ToList());
        return new Notice(
            Audiences.Applicant(state), "inspection-proposed",
            new Text(
                $"{names.Zh}需要一次联合踏勘。可选时间:{string.Join("、", times.Select(t => t.Zh))}。请于{answerBy:yyyy-MM-dd}前选择,逾期按最早的时间安排",
                $"One visit is needed for {names.En}. It can be made on {string.Join("; ", times.Select(t => t.En))}. Choose by {answerBy:yyyy-MM-dd}; after that the earliest is fixed"),
            new { inspection.Number, inspection.Slots, answerBy });
    }

    /// <summary>The authorities have no time in common: the supervisor sees to it.</summary>
    public static Notice NothingInCommon(CaseState state, InspectionState inspection, CityClock clock)
    {
        var names = Names(inspection, clock);
        return new Notice(
            new Audience(Role.Supervisor, Region: state.Region), "inspection-no-common-time",
            new Text($"{names.Zh}的部门没有共同的踏勘时间,已按牵头部门的时间安排", $"The departments of {names.En} have no time for a visit in common; the leader's times are offered"),
            new { inspection.Number, inspection.Leader, Items = inspection.Participants.Select(p => p.Item), inspection.Slots });
    }

    public static Notice Appointed(CaseState state, InspectionState inspection, CityClock clock)
    {
        var (names, time) = (Names(inspection, clock), Said(inspection.Appointment!));
        return new Notice(
            Audiences.Applicant(state), "inspection-appointed",
            new Text($"联合踏勘定于{time.Zh}:{names.Zh}", $"The joint visit is on {time.En}: {names.En}"), DataOf(inspection));
    }

    public static Notice AppointedTo(CaseState state, InspectionState inspection, InspectionParticipant participant, CityClock clock)
    {
        var (name, time) = (clock.NameOf(participant.Item), Said(inspection.Appointment!));
        return new Notice(
            Officers(participant.Department, participant.Authority), "inspection-appointed",
            new Text(
                $"“{name.Zh}”的联合踏勘定于{time.Zh};{inspection.Terms.Absence.Rule.Zh}({inspection.Terms.Absence.Basis})",
                $"The joint visit for {name.En} is on {time.En}. {inspection.Terms.Absence.Rule.En} ({inspection.Terms.Absence.Basis})"),
            DataOf(inspection));
    }

    public static Notice Moved(CaseState state, InspectionState inspection, Text reason, CityClock clock)
    {
        var (names, time) = (Names(inspection, clock), Said(inspection.Appointment!));
        return new Notice(
            Audiences.Applicant(state), "inspection-appointed",
            new Text($"联合踏勘改为{time.Zh}:{names.Zh}。原因:{reason.Zh}", $"The joint visit is moved to {time.En}: {names.En}. Because: {reason.En}"), DataOf(inspection));
    }

    /// <summary>Who joined late makes no visits then: the leader can move the appointment.</summary>
    public static IEnumerable<Notice> Clash(CaseState state, InspectionState inspection, InspectionParticipant late, CityClock clock)
    {
        var (name, time) = (clock.NameOf(late.Item), Said(inspection.Appointment!));
        var text = new Text(
            $"“{name.Zh}”加入了{time.Zh}的联合踏勘,而其部门当时不安排踏勘;牵头部门可以改期",
            $"{name.En} has joined the visit on {time.En}, when its department makes none; the leader can move it");
        var leader = inspection.Participants.First(p => p.Department == inspection.Leader);
        return new[] { Officers(leader.Department, leader.Authority), new Audience(Role.Supervisor, Region: state.Region) }
            .Select(to => new Notice(to, "inspection-clash", text, new { late.Item, inspection.Number, Slot = inspection.Appointment }));
    }

    public static Notice Held(CaseState state, InspectionState inspection)
    {
        var (all, against) = (inspection.Findings.Count, inspection.Findings.Count(f => !f.Finding.Agrees));
        return new Notice(
            Audiences.Applicant(state), "inspection-held",
            against == 0
                ? new Text("联合踏勘已结束,各部门均无异议", "The joint visit is over; no department objects to what was seen")
                : new Text($"联合踏勘已结束,{all}项中有{against}项提出意见", $"The joint visit is over; what was seen is objected to in {against} of {all} matters"),
            new { inspection.Number, Findings = inspection.Findings.Select(f => new { f.Finding.Item, f.Finding.Agrees, Absent = f.Finding.AbsenceBasis is not null }) });
    }

    /// <summary>Whoever was absent, and the head of the authority, read what that counts as.</summary>
    public static IEnumerable<Notice> Absent(CaseState state, InspectionState inspection, InspectionParticipant absent)
    {
        var absence = inspection.Terms.Absence;
        var text = new Text($"未参加联合踏勘:{absence.Rule.Zh}({absence.Basis})", $"Absent from the joint visit. {absence.Rule.En} ({absence.Basis})");
        return new[] { Officers(absent.Department, absent.Authority), Officers(absent.Department, absent.Authority) with { Role = Role.Head } }
            .Select(to => new Notice(to, "inspection-absence", text, new { absent.Item, inspection.Number, LegalBasis = absence.Basis }));
    }

    public static IEnumerable<Notice> Dropped(CaseState state, InspectionState inspection)
    {
        var text = new Text("不再需要联合踏勘", "The joint visit is not needed any more");
        if (inspection.Phase != InspectionPhase.Planning)
            yield return new Notice(Audiences.Applicant(state), "inspection-dropped", text, new { inspection.Number });
        if (inspection.Phase != InspectionPhase.Appointed)
            yield break;
        foreach (var participant in inspection.Participants)
            yield return new Notice(Officers(participant.Department, participant.Authority), "inspection-dropped", text, new { participant.Item, inspection.Number });
    }

    public static Notice RefusedAfterAbsence(CaseState state, ItemState item, Decision decision) => new(
        new Audience(Role.Supervisor, Region: AuthorityId.RegionOf(item.Authority)), "refused-after-absence",
        new Text(
            $"{item.Authority}未参加联合踏勘、视为同意,其后不予许可:{decision.Reason.Zh}",
            $"{item.Authority} was absent from the joint visit, which counts as agreement, and has refused since: {decision.Reason.En}"),
        new { item.Item, decision.LegalBasis });

    /// <summary>A time in words.</summary>
    public static Text Said(VisitSlot slot)
    {
        ArgumentNullException.ThrowIfNull(slot);
        return new Text(
            $"{slot.Date.Year}年{slot.Date.Month}月{slot.Date.Day}日{(slot.Part == DayPart.Morning ? "上午" : "下午")}",
            string.Create(CultureInfo.InvariantCulture, $"{slot.Date:d MMMM yyyy}, {KebabCase.Of(slot.Part)}"));
    }

    private static object DataOf(InspectionState inspection) =>
        new { inspection.Number, Slot = inspection.Appointment, inspection.Leader, Items = inspection.Participants.Select(p => p.Item) };

    private static Text Names(InspectionState inspection, CityClock clock)
    {
        var names = inspection.Participants.Select(p => clock.NameOf(p.Item)).ToList();
        return new Text(string.Join("、", names.Select(n => $"“{n.Zh}”")), string.Join(", ", names.Select(n => n.En)));
    }

    private static Audience Officers(string department, string authority) => new(Role.Officer, Department: department, Region: AuthorityId.RegionOf(authority));
}
