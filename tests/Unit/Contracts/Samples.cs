using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;

namespace OneVisit.Unit.Snapshots;

/// <summary>One sample of each message, with every member set.</summary>
internal static class Samples
{
    private static readonly Guid Case = new("019ab000-0000-7000-8000-0000000000aa");
    private static readonly Guid Task = new("019ab000-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset At = new(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly Text Reason = new("门头超宽", "the sign is wider than its frontage");

    private static readonly Licence Licence = new()
    {
        Number = "91350100M000100Y43",
        Type = "business-licence",
        Item = "market-registration.company-set-up",
        IssuedAt = At,
        ValidUntil = new DateOnly(2056, 11, 23),
        Data = Json("""{"unifiedSocialCreditCode":"91350100M000100Y43"}"""),
        Version = 2,
    };

    private static readonly VisitSlot Slot = new(new DateOnly(2026, 12, 1), DayPart.Afternoon);

    private static readonly AbsenceRule Absence = new(new Text("缺席视为同意", "absence is agreement"), "the rule, art 3");

    private static readonly MaterialReference Material = new() { Material = "domicile-proof", Name = "租赁合同.pdf", Digest = "sha256:00", Ref = "blob/1" };

    public static IReadOnlyList<object> All { get; } =
    [
        new RequestReview
        {
            CaseId = Case,
            TaskId = Task,
            Item = "signage.shop-sign",
            Bundle = "business-start-up",
            BundleVersion = "2026.1",
            Region = "430602",
            Authority = "430602.signage",
            HandedOverBy = "430600.signage",
            Applicant = new ApplicantName { Kind = ApplicantKind.NaturalPerson, Name = "张三" },
            Form = Json("""{"sign":{"widthMetres":5.2}}"""),
            Materials = [Material],
            SubmittedAt = At,
            Catalogue = "5f0c1a",
            Clock = new TaskClock
            {
                Start = At,
                Committed = new DayLimit(2, DayUnit.WorkingDay),
                Statutory = new DayLimit(5, DayUnit.NaturalDay),
                Suspensions = [new Suspension(At, At.AddDays(1), SuspensionCause.SpecialProcedure, Reason)],
                Extension = new LimitExtension(3, At, OfPromise: true),
            },
            Terms = new ItemTerms
            {
                Extension = 10,
                Supplement = new DayLimit(10, DayUnit.WorkingDay),
                WithdrawnUnanswered = true,
                Inspection = new DayLimit(3, DayUnit.WorkingDay),
                Issuing = new DayLimit(10, DayUnit.WorkingDay),
                AfterCheck = new DayLimit(20, DayUnit.WorkingDay),
                RevokedBy = "the law, art 69",
                Procedures = [new ProcedureTerms("load-test", new DayLimit(10, DayUnit.NaturalDay), Counts: true)],
                DeemedApproved = "the law, art 2",
                FourEyes = true,
                Sample = new SampleTerms(0.05m, new DayLimit(20, DayUnit.WorkingDay)),
                IssuedBySystem = ["sign-permit"],
            },
            Promised = [new PromisedMaterial("site-agreement", new DateOnly(2026, 12, 8))],
        },
        new ProvideSupplement
        {
            CaseId = Case,
            TaskId = Task,
            Round = 1,
            Form = Json("""{"sign":{"widthMetres":4.8}}"""),
            Materials = [Material],
            AnsweredAt = At,
            Changed = new SupplementChanges(["/sign/widthMetres"], ["domicile-proof"]),
        },
        new ProvideMaterials { CaseId = Case, TaskId = Task, Materials = [Material], ProvidedAt = At },
        new RequestIssue { CaseId = Case, TaskId = Task, Attempt = 2, Inputs = [Licence] },
        new CancelTask { CaseId = Case, TaskId = Task, Cause = StopCause.CaseRefused, Reason = Reason },
        new RevokeLicences { CaseId = Case, TaskId = Task, Reason = Reason },
        new TaskHeld { CaseId = Case, TaskId = Task, Holder = "pool:430602.signage", Lifecycle = ItemLifecycle.Reviewing, Sequence = 3 },
        new ReviewDecided
        {
            CaseId = Case,
            TaskId = Task,
            Decision = new Decision
            {
                Outcome = ReviewOutcome.Refuse,
                By = "rule:shop-sign/1",
                At = At,
                Reason = Reason,
                LegalBasis = "the law, art 1",
                Findings = [new Finding { Code = "sign-wider-than-frontage", Reason = Reason, LegalBasis = "the law, art 1", Pointer = "/sign/widthMetres" }],
                Procedure = "load-test",
                Notice = new WrittenNotice("signage 2026-17", new DateOnly(2026, 11, 24)),
                Requested = new SupplementDemand([new DemandedMaterial("site-agreement", Reason)], [new DemandedField("/sign/widthMetres", Reason)]),
                Signatures = [new Signature("wang", At, "agreed")],
            },
            Round = 1,
            Sequence = 4,
        },
        new LicencesIssued { CaseId = Case, TaskId = Task, Attempt = 1, Licences = [Licence] },
        new IssueFailed { CaseId = Case, TaskId = Task, Attempt = 1, Code = "printer-broken", Reason = Reason, Final = false },
        new SupplementLapsed { CaseId = Case, TaskId = Task, Round = 1, LapsedAt = At },
        new LimitExtended { CaseId = Case, TaskId = Task, Extension = new LimitExtension(3, At, OfPromise: true), By = "wang", Reason = Reason, LegalBasis = "the law, art 42" },
        new AfterChecked { CaseId = Case, TaskId = Task, Passed = true, By = "li", At = At, Reason = Reason, LegalBasis = "the law, art 69" },
        new LicenceCorrected
        {
            CaseId = Case,
            TaskId = Task,
            Attempt = 1,
            Licences = [Licence with { Version = 3 }],
            Corrections = [new LicenceCorrection { Superseded = Licence, Fields = ["name"], By = "officer:li", At = At, Reason = Reason, LegalBasis = "the law, art 8", Shared = true }],
        },
        new SystemOutage { CaseId = Case, TaskId = Task, Since = At, Until = At, Waiting = 12 },
        new InspectionAppointed
        {
            CaseId = Case,
            TaskId = Task,
            Inspection = 1,
            Revision = 2,
            Request = 4,
            Slot = Slot,
            Leader = "signage",
            Participants = [new InspectionParty("signage.shop-sign", "signage")],
            Absence = Absence,
        },
        new InspectionHeld
        {
            CaseId = Case,
            TaskId = Task,
            Inspection = 1,
            Record = new InspectionRecord
            {
                Slot = Slot,
                Region = "430602",
                Leader = "signage",
                Findings =
                [
                    new InspectionFinding
                    {
                        Item = "signage.shop-sign",
                        Department = "signage",
                        Agrees = false,
                        Finding = Reason,
                        Photographs = [new Photograph("front.jpg", "sha256:00")],
                        By = "li",
                        At = At,
                        AbsenceBasis = "the rule, art 3",
                    },
                ],
            },
            Absence = Absence,
        },
        new InspectionFound { CaseId = Case, TaskId = Task, Inspection = 1, Agrees = false, Finding = Reason, Photographs = [new Photograph("front.jpg", "sha256:00")], By = "li", At = At },
        new InspectionMoved { CaseId = Case, TaskId = Task, Inspection = 1, Revision = 2, Slot = Slot, By = "li", Reason = Reason },
        new LicencesRevoked { CaseId = Case, TaskId = Task, Numbers = ["91350100M000100Y43"] },
    ];

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
