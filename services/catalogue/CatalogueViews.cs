using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>Bundles and items as the API shows them.</summary>
public static class CatalogueViews
{
    public static BundleSummary ToSummary(this Bundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return new()
        {
            Id = bundle.Id,
            Version = bundle.Version,
            Name = bundle.Name,
            ValidFrom = bundle.ValidFrom,
            ValidTo = bundle.ValidTo,
        };
    }

    public static BundleView ToView(this Bundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return new()
        {
            Id = bundle.Id,
            Version = bundle.Version,
            Name = bundle.Name,
            ValidFrom = bundle.ValidFrom,
            ValidTo = bundle.ValidTo,
            Items = [.. bundle.Items.Select(i => new BundleItemView
            {
                Item = i.Item.Id,
                Name = i.Item.Name,
                Department = i.Item.Department.Id,
                Required = i.Required,
                Conditional = i.When is not null,
            })],
            Answers = ToElement(bundle.AnswersAlwaysRequired.ToJsonSchema()),
            Questions = ToViews(bundle.Questions.Fields, bundle),
            OnIssueFailure = bundle.OnIssueFailure,
            IssueRetry = bundle.IssueRetry,
        };
    }

    /// <param name="region">Where the matter lies, to name the deciding authority; may be null.</param>
    /// <param name="competence">Who decides on the day.</param>
    public static ItemView ToView(this ServiceItem item, Region? region, Competence competence, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(competence);
        ArgumentNullException.ThrowIfNull(item);
        return new()
        {
            Id = item.Id,
            Name = item.Name,
            Code = item.Code,
            Department = item.Department.Id,
            DepartmentName = item.Department.Name,
            Authority = region is null ? null : competence.AuthorityOf(item, region, day),
            Type = item.Type,
            Handling = item.Handling,
            ApplicantKinds = item.ApplicantKinds,
            DecidedAt = item.DecidedAt,
            LegalBasis = item.LegalBasis,
            Limits = item.Limits,
            Fee = item.Fee,
            Visits = item.Visits,
            Materials = [.. item.Materials.Select(m => new MaterialView
            {
                Id = m.Id,
                Name = m.Name,
                Necessity = m.Necessity,
                Forms = m.Forms,
                Grade = m.Grade,
                Source = m.Source,
                Original = m.Original,
                Copies = m.Copies,
                Tolerance = m.Tolerance,
                IssuedAs = m.IssuedAs,
                Sample = m.Sample,
                Blank = m.Blank,
                Basis = m.Basis,
                Conditional = m.When is not null,
            })],
            Outputs = item.Outputs,
            Needs = item.Needs,
            Version = item.Version,
            ValidFrom = item.ValidFrom,
            ValidTo = item.ValidTo,
            Conditions = item.Conditions,
            SpecialProcedures = item.SpecialProcedures,
            Accepted = item.Accepted,
            Delivery = item.Delivery,
            Channels = item.Channels,
            WhenTimeIsUp = item.WhenTimeIsUp,
            DecidedBy = item.DecidedBy,
            IssuedBy = item.IssuedBy,
        };
    }

    internal static IReadOnlyList<QuestionView> ToViews(IEnumerable<FormField> questions, Bundle bundle) => [.. questions.Select(q => new QuestionView
    {
        Id = q.Name,
        Title = q.Node.Title!,
        Required = q.Required,
        Conditional = bundle.QuestionConditions.ContainsKey(q.Name),
        Schema = ToElement(q.Node.Described()),
    })];

    internal static JsonElement ToElement(JsonNode node) => JsonElement.Parse(node.ToJsonString());
}
