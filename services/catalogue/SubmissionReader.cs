using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>
/// Reads <c>POST /api/cases</c> and names every fault of the whole body at once. As long as the bundle or an answer is unclear, what depends
/// on it is neither asked for nor refused.
/// </summary>
public static class SubmissionReader
{
    /// <param name="today">The date in the city's zone: bundles are offered by day.</param>
    public static ReadResult<ValidSubmission> Read(JsonElement body, CityCatalogue catalogue, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var faults = new List<Fault>();
        Envelope.Submission.Validate(body, "", faults);
        if (body.ValueKind != JsonValueKind.Object)
            return new(null, faults);

        var bundle = BundleOf(body, catalogue, today, faults);
        var region = RegionOf(body, "/region", catalogue, bundle, faults);
        var plan = bundle is null ? null : PlanOf(body, catalogue, bundle, region, today, faults);
        var applicant = ApplicantOf(body, plan, faults);
        CheckForm(body, plan, faults);
        var materials = MaterialList.Check(body, plan, faults);
        if (plan is not null)
            MaterialList.RefuseMissing(plan, materials, faults);
        var promised = PromiseList.Check(body, plan, materials, today, catalogue.Calendar, faults);
        var acceptance = AcceptanceOf(body, catalogue, plan, faults);

        return ReadResult<ValidSubmission>.Of(faults, () => new()
        {
            Applicant = applicant!,
            Answers = body.GetProperty("answers"),
            Form = body.GetProperty("form"),
            Materials = MaterialList.Read(body),
            Promises = PromiseList.Of(plan!, materials, promised, today),
            Acceptance = acceptance,
            Plan = plan!,
        });
    }

    private static Bundle? BundleOf(JsonElement body, CityCatalogue catalogue, DateOnly today, List<Fault> faults)
    {
        if (Json.TextOf(body, "bundle"u8) is not { } id)
            return null;
        var bundle = catalogue.FindBundle(id, today);
        if (bundle is null)
            faults.Add(new("/bundle", FaultCodes.UnknownBundle, "is not a bundle of this city"));
        else if (!bundle.IsInForce(today))
            faults.Add(new("/bundle", FaultCodes.BundleNotInForce, "is not offered today"));
        return bundle;
    }

    /// <summary>The region of a request, if it is one in which the bundle's items are decided.</summary>
    internal static Region? RegionOf(JsonElement body, string pointer, CityCatalogue catalogue, Bundle? bundle, List<Fault> faults)
    {
        if (Json.TextOf(body, "region"u8) is not { } code || !TextFormat.Region.Matches(code))
            return null;
        if (catalogue.FindRegion(code) is not { } region)
        {
            faults.Add(new(pointer, FaultCodes.UnknownRegion, "is not a region of this city"));
            return null;
        }
        if (bundle is null || bundle.IsDecidedIn(region))
            return region;
        faults.Add(new(pointer, FaultCodes.RegionNotCompetent, "must be a region whose authorities decide, a district or county"));
        return null;
    }

    private static Plan? PlanOf(JsonElement body, CityCatalogue catalogue, Bundle bundle, Region? region, DateOnly today, List<Fault> faults)
    {
        var given = Json.MemberOf(body, "answers"u8) is { ValueKind: JsonValueKind.Object } member ? member : (JsonElement?)null;
        var answers = given is null ? Answers.None : Answers.Read(bundle, given.Value, "/answers", faults);
        new Situation(bundle, answers, region).RefuseAnswersNotAskedFor(bundle, "/answers", faults);
        if (region is null && bundle.RestsOnPlace)
            return null;
        // What is asked does not depend on the place: where that is unclear, any that decides will do to check the rest.
        var plan = catalogue.PlanOf(bundle, region ?? catalogue.Regions.First(bundle.IsDecidedIn), answers, today);
        foreach (var question in plan.OpenQuestions)
            if (question.Required && given is { } answered && Json.MemberOf(answered, question.Utf8Name) is null)
                faults.Add(new($"/answers/{JsonPointer.Escape(question.Name)}", FaultCodes.Missing, "is required"));
        return plan;
    }

    private static Applicant? ApplicantOf(JsonElement body, Plan? plan, List<Fault> faults)
    {
        if (Json.MemberOf(body, "applicant"u8) is not { ValueKind: JsonValueKind.Object } applicant)
            return null;
        ApplicantKind? kind = Json.TextOf(applicant, "kind"u8) switch
        {
            Envelope.NaturalPersonKind => ApplicantKind.NaturalPerson,
            Envelope.LegalPersonKind => ApplicantKind.LegalPerson,
            _ => null,
        };
        var form = kind switch
        {
            ApplicantKind.NaturalPerson => Envelope.NaturalPerson,
            ApplicantKind.LegalPerson => Envelope.LegalPerson,
            _ => Envelope.UnknownPerson,
        };
        var before = faults.Count;
        form.Validate(applicant, "/applicant", faults);
        if (kind is not { } known)
            return null;
        foreach (var item in plan?.Items ?? [])
            if (!item.Item.ApplicantKinds.Contains(known))
                faults.Add(new("/applicant/kind", FaultCodes.ApplicantNotEligible, $"{item.Item.Id} is not open to this kind of applicant"));
        return faults.Count > before ? null : new(
            known, Json.TextOf(applicant, "name"u8)!, Json.TextOf(applicant, "idNumber"u8)!, Json.TextOf(applicant, "phone"u8)!);
    }

    private static void CheckForm(JsonElement body, Plan? plan, List<Fault> faults)
    {
        if (plan is not null && Json.MemberOf(body, "form"u8) is { ValueKind: JsonValueKind.Object } form)
            plan.TolerantForm.Validate(form, "/form", faults);
    }

    private static Acceptance? AcceptanceOf(JsonElement body, CityCatalogue catalogue, Plan? plan, List<Fault> faults)
    {
        if (Json.MemberOf(body, "acceptance"u8) is not { } acceptance
            || RegionOf(acceptance, "/acceptance/region", catalogue, bundle: null, faults) is not { } region
            || Json.TextOf(acceptance, "window"u8) is not { } window)
            return null;
        foreach (var item in plan?.Items ?? [])
            if (!IsAcceptedIn(item, region, catalogue))
                faults.Add(new("/acceptance/region", FaultCodes.AcceptanceTooFar, $"is too far from the authority that decides {item.Item.Id}"));
        return new(window, region.Code);
    }

    // A level above the city's holds the whole city.
    private static bool IsAcceptedIn(PlanItem item, Region region, CityCatalogue catalogue) =>
        catalogue.FindRegion(item.Authority[..item.Authority.IndexOf('.', StringComparison.Ordinal)]) is not { } seat
        || seat.At(item.Item.Accepted.Scope) is not { } scope
        || region.LiesIn(scope.Code);
}
