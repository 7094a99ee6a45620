using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>A plan as the API shows it.</summary>
internal static class PlanViews
{
    public static PlanView Of(Plan plan) => new()
    {
        Bundle = plan.Bundle.Id,
        BundleVersion = plan.Bundle.Version,
        Region = plan.Region.Code,
        Items = [.. plan.Items.Select(i => new PlanItemView
        {
            Item = i.Item.Id,
            Name = i.Item.Name,
            Department = i.Item.Department.Id,
            Authority = i.Authority,
            Required = i.Required,
            DependsOn = i.DependsOn,
            Reason = i.Reason,
        })],
        Form = CatalogueViews.ToElement(plan.Form.ToJsonSchema()),
        Fields = [.. plan.Fields.Select(f => new PlanFieldView { Pointer = f.Pointer, Title = f.Title, NeededBy = f.NeededBy, Reason = f.Reason })],
        Materials = [.. plan.Materials.Select(m => new PlanMaterialView
        {
            Material = m.Id,
            Name = m.Name,
            Necessity = m.Necessity,
            Forms = m.Forms,
            Grade = m.Grade,
            Source = m.Source,
            Original = m.Original,
            Copies = m.Copies,
            Tolerance = m.Tolerance,
            Sample = m.Sample,
            Blank = m.Blank,
            NeededBy = m.NeededBy,
            Reason = m.Reason,
        })],
        Provided = [.. plan.Provided.Select(p => new PlanProvisionView
        {
            Material = p.Material,
            Pointer = p.Pointer,
            Licence = p.Licence,
            Issuers = p.Issuers,
            NeededBy = p.NeededBy,
            Reason = p.Reason,
        })],
        Fees = plan.Fees,
        Visits = plan.Visits,
        Limits = [.. plan.Items.Select(i => new PlanLimits(i.Item.Id, i.Item.Limits.Committed, i.Item.Limits.Statutory))],
        Questions = CatalogueViews.ToViews(plan.OpenQuestions, plan.Bundle),
        Savings = Savings(plan),
    };

    // Handled one by one, each item would ask for all of its own.
    private static PlanSavings Savings(Plan plan) => new(
        plan.Items.Sum(i => i.Item.Leaves.Count) - plan.Fields.Count - plan.UndecidedFields,
        plan.Items.Sum(i => i.Materials.Count) - plan.Materials.Count,
        plan.Visits.PerItem.Sum(v => v.Count) - plan.Visits.Promised,
        Days: null);
}
