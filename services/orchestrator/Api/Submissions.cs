using System.Security.Cryptography;
using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Identity;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>Turns what an applicant sent into a command: compiled, with each item given only what it declares.</summary>
internal static class Submissions
{
    /// <param name="subject">The applicant's own subject; null when a clerk submits.</param>
    /// <param name="catalogue">The catalogue it was read with.</param>
    public static SubmitCase CommandOf(ValidSubmission submission, string? subject, CityCatalogue catalogue, DateTimeOffset now)
    {
        var plan = submission.Plan;
        List<SubmittedItem> items =
        [
            .. plan.Items.Select(i => new SubmittedItem(
                Guid.CreateVersion7(now), i.Item.Id, i.Item.Department.Id, i.Authority, i.Required, i.DependsOn,
                i.FormOf(submission.Form), i.MaterialsOf(submission.Materials),
                Budgets: new ItemBudgets(Days(i.Item.Limits.Committed), Days(i.Item.Limits.Statutory)),
                Service: i.Item.Department.Desk ? ServiceNames.Desk : null,
                HandedOverBy: i.Item.AuthorityFor(plan.Region) is { } first && first != i.Authority ? first : null,
                Terms: TermsOf(i.Item, catalogue.Limits.Single!))),
        ];
        var content = new SubmissionContent
        {
            IdNumber = submission.Applicant.IdNumber,
            Phone = submission.Applicant.Phone,
            Answers = submission.Answers,
            Form = submission.Form,
            Materials = submission.Materials,
            Parts = plan.Bundle.AcceptedBy == AcceptedBy.Window ? [.. items.Select(i => new ItemPart(i.Item, i.Form, i.Materials, i.HandedOverBy))] : null,
            Salt = NewSalt(),
        };
        return new SubmitCase(
            Guid.CreateVersion7(now),
            subject,
            plan.Bundle.Id,
            plan.Bundle.Version,
            plan.Region.Code,
            new CaseApplicant(submission.Applicant.Kind, submission.Applicant.Name, Mask(submission.Applicant.IdNumber)),
            new CaseFee(plan.Fees.Total, plan.Fees.Currency, [.. plan.Fees.PerItem.Select(f => new ItemFee(f.Item, f.Amount, KebabCase.Of(f.PaidBy)))]),
            plan.Visits.Promised,
            submission.Acceptance is { } a ? new Cases.Acceptance(a.Window, a.Region) : null,
            new IssuePolicy(
                plan.Bundle.OnIssueFailure == IssueFailurePolicy.Compensate ? OnIssueFailure.Compensate : OnIssueFailure.Park,
                plan.Bundle.IssueRetry.Attempts, plan.Bundle.IssueRetry.FirstDelaySeconds, plan.Bundle.IssueRetry.MaxDelaySeconds),
            items,
            Utf8Json.Of(content, CaseJson.Default.SubmissionContent),
            new CaseLimits(plan.Bundle.Limits is { } own ? Days(own.Committed) : null, Days(plan.Bundle.Limits?.Statutory ?? catalogue.Limits.JointHandling.Limit)),
            catalogue.Text.Digest,
            plan.Bundle.AcceptedBy == AcceptedBy.Window ? new ReceiptTerms(Days(catalogue.Limits.Single!.Acceptance), catalogue.Limits.Single.Acceptance.Basis) : null,
            submission.Promises.Count == 0 ? null : [.. submission.Promises.Select(p => PromiseOf(p, plan))]);
    }

    /// <summary>An item that asks for the paper less strictly may look at it, and does not wait for it.</summary>
    private static Promise PromiseOf(MaterialPromise promise, Plan plan)
    {
        var asking = plan.Items.Where(i => i.Materials.Contains(promise.Material.Id)).ToLookup(i => i.Item.Materials.First(m => m.Id == promise.Material.Id).Tolerance is not null, i => i.Item.Id);
        return new Promise(promise.Material.Id, promise.Material.Name, promise.Limit, [.. asking[true]], asking[false].Any() ? [.. asking[false]] : null);
    }

    /// <summary>The papers that are brought, for every item that declares them.</summary>
    public static ReadResult<DeliverMaterials> DeliveryOf(CaseState state, JsonElement body, Caller caller)
    {
        var promises = state.Promises ?? [];
        var read = DeliveryReader.Read(
            body, promises.Where(state.Awaits).Select(p => p.Material).ToHashSet(), promises.Where(p => p.ProvidedAt is not null).Select(p => p.Material).ToHashSet());
        if (!read.IsValid)
            return new ReadResult<DeliverMaterials>(null, read.Faults);
        var content = state.Submission.Read(CaseJson.Default.SubmissionContent);
        var whole = content with
        {
            Salt = content.Salt ?? NewSalt(),
            Materials = With(content.Materials, read.Value),
            Parts = content.Parts is null ? null
                : [.. content.Parts.Select(part => part with { Materials = With(part.Materials, [.. read.Value.Where(m => promises.Any(p => p.Material == m.Material && p.IsDeclaredBy(part.Item)))]) })],
        };
        return new ReadResult<DeliverMaterials>(
            new DeliverMaterials(state.CaseId, caller.Subject, read.Value, state.Submission, Utf8Json.Of(whole, CaseJson.Default.SubmissionContent)), []);
    }

    private static IReadOnlyList<MaterialReference> With(IReadOnlyList<MaterialReference> materials, IReadOnlyList<MaterialReference> more) =>
        [.. materials.Where(m => more.All(n => n.Material != m.Material)), .. more];

    private static ItemTerms TermsOf(ServiceItem item, SingleHandling usual)
    {
        var extension = item.Extension ?? usual.Extension;
        return new ItemTerms
        {
            // A limit in calendar days is not extended by working days.
            Extension = extension.Unit == item.Limits.Statutory.Unit && extension.Days > 0 ? extension.Days : null,
            Supplement = item.Supplement is { } supplement ? Days(supplement.Limit) : null,
            WithdrawnUnanswered = item.Supplement?.Unanswered == Unanswered.Withdraw,
            Inspection = item.Inspection is { } inspection ? Days(inspection) : null,
            Issuing = Days(item.Issuing ?? usual.Issuing),
            AfterCheck = item.AfterCheck is { } check ? Days(check) : null,
            Sample = item.Sample is { } sample ? new SampleTerms(sample.Share, Days(sample.Limit)) : null,
            RevokedBy = item.AfterCheck is null && item.Sample is null ? null : item.RevocationBasis ?? usual.RevocationBasis,
            Procedures = item.SpecialProcedures.Count == 0 ? null
                : [.. item.SpecialProcedures.Select(p => new ProcedureTerms(p.Id, new DayLimit(p.Limit.Days, p.Limit.Unit), p.CountsInStatutoryLimit))],
            IssuedBySystem = item.IssuedBy == IssuedBy.System ? item.Outputs : null,
            FourEyes = item.FourEyes is not null,
            DeemedApproved = item.WhenTimeIsUp == WhenTimeIsUp.DeemedApproved ? item.TimeIsUpBasis : null,
        };
    }

    private static string NewSalt() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static DayLimit Days(TimeLimit limit) => new(limit.Days, limit.Unit);

    /// <summary>What the applicant added, cut for every item of the case. Which of them it answers is for the rules to say.</summary>
    public static ReadResult<AnswerSupplement> SupplementOf(CaseState state, JsonElement body, Plan plan, Caller caller)
    {
        var content = state.Submission.Read(CaseJson.Default.SubmissionContent);
        var read = SupplementReader.Read(body, plan, content.Form, content.Materials);
        if (!read.IsValid)
            return new ReadResult<AnswerSupplement>(null, read.Faults);
        var whole = content with { Form = read.Value.Form, Materials = read.Value.Materials, Salt = content.Salt ?? NewSalt() };
        return new ReadResult<AnswerSupplement>(
            new AnswerSupplement(
                state.CaseId,
                caller.Subject,
                [.. plan.Items.Select(i => PartOf(i, state, plan, content, whole))],
                state.Submission,
                Utf8Json.Of(whole, CaseJson.Default.SubmissionContent),
                new SupplementGiven(read.Value.GivenForm, read.Value.GivenMaterials, read.Value.Items)),
            []);
    }

    private static SupplementedItem PartOf(PlanItem item, CaseState state, Plan plan, SubmissionContent before, SubmissionContent now)
    {
        var (form, materials) = (item.FormOf(now.Form), item.MaterialsOf(now.Materials, plan));
        var demand = state.Items.FirstOrDefault(i => i.Item == item.Item.Id)?.Decision?.Requested;
        string[] beyond =
        [
            .. (demand?.Fields ?? []).Select(f => f.Pointer).Where(f => plan.Form.TitleAt(f) is null),
            .. (demand?.Materials ?? []).Select(m => m.Material).Where(m => !item.Item.DeclaresMaterial(m)),
        ];
        return new SupplementedItem(
            item.Item.Id, form, materials,
            FormChanges.Between(item.FormOf(before.Form), item.MaterialsOf(before.Materials, plan), form, materials),
            beyond.Length == 0 ? null : beyond);
    }

    /// <summary>The plan the case was submitted under.</summary>
    /// <param name="submitted">The day it was submitted, in the city's zone.</param>
    public static Plan PlanOf(CityCatalogue catalogue, CaseState state, DateOnly submitted)
    {
        var content = state.Submission.Read(CaseJson.Default.SubmissionContent);
        var bundle = catalogue.FindBundle(state.Bundle, state.BundleVersion, submitted)
            ?? throw new InvalidOperationException($"the catalogue lacks version {state.BundleVersion} of the bundle {state.Bundle} of case {state.CaseId}");
        return catalogue.PlanOf(bundle, catalogue.FindRegion(state.Region)!, Answers.Read(bundle, content.Answers, "/answers", new List<Fault>()), submitted);
    }

    /// <summary>The first and the last four characters of an identity number.</summary>
    internal static string Mask(string number) =>
        number.Length <= 8 ? new string('*', number.Length) : $"{number[..4]}{new string('*', number.Length - 8)}{number[^4..]}";
}
