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
            NeededBy = m.NeededBy,
            Reason = m.Reason,
        })],
        Fees = plan.Fees,
        Visits = plan.Visits,
        Limits = [.. plan.Items.Select(i => new PlanLimits(i.Item.Id, i.Item.Limits.Committed, i.Item.Limits.Statutory))],
        Questions = CatalogueViews.ToViews(plan.OpenQuestions),
        Savings = Savings(plan),
    };

    // Handled one by one, each item would ask for its own.
    private static PlanSavings Savings(Plan plan) => new(
        plan.Fields.Sum(f => f.NeededBy.Count - 1),
        plan.Materials.Sum(m => m.NeededBy.Count - 1),
        plan.Visits.PerItem.Sum(v => v.Count) - plan.Visits.Promised,
        Days: null);
}
