using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Reading;

/// <summary><c>&lt;department&gt;/items/&lt;item&gt;.yaml</c>.</summary>
internal sealed record ItemText : ItemElements
{
    // Fees are added, and no sum of them may be more than a number can say.
    private const decimal DearestFee = 1_000_000_000_000;

    public required IReadOnlyList<MaterialText> Materials { get; init; }
    public required Dictionary<string, FieldText> Form { get; init; }
    /// <summary>Left out: by people where the department is a desk, otherwise by its code.</summary>
    public DecidedBy? DecidedBy { get; init; }

    /// <summary>The item; what is wrong with it is reported.</summary>
    /// <param name="tolerance">How long a tolerable material may be brought later that says nothing of its own.</param>
    public ServiceItem ToItem(Department department, FormReader forms, IReadOnlyDictionary<string, SharedMaterialText> shared, TimeLimit tolerance, SourceFile file)
    {
        CheckElements(department, file);
        var decidedBy = DecidedBy ?? (department.Desk ? Contracts.Api.DecidedBy.People : Contracts.Api.DecidedBy.Rule);
        if (decidedBy == Contracts.Api.DecidedBy.Rule && department.Desk)
            file.Report("/decidedBy", $"the department '{department.Id}' is a desk and has no rules of its own");
        if (decidedBy == Contracts.Api.DecidedBy.AtOnce && !department.Desk)
            file.Report("/decidedBy", $"only a desk decides at once; '{department.Id}' has code of its own");
        if (decidedBy == Contracts.Api.DecidedBy.People && Sample is not null)
            file.Report("/sample", "only what is decided by rule is drawn, and people decide this");
        var form = forms.Read(Form, "/form", file);
        var item = new ServiceItem(this, department, form, [.. ReadMaterials(shared, tolerance, file)], decidedBy);
        RecipeCheck.Report(item, file);
        return item;
    }

    private void CheckElements(Department department, SourceFile file)
    {
        if (!Id.StartsWith(department.Id + '.', StringComparison.Ordinal) || Id.Length == department.Id.Length + 1)
            file.Report("/id", $"the id '{Id}' does not begin with the department's");
        if (Version.Length == 0)
            file.Report("/version", "must not be empty");
        if (ValidTo < ValidFrom)
            file.Report("/validTo", "lies before the first day");
        if (Code.Length != 14)
            file.Report("/code", "the code of a business item has 14 characters");
        if (ApplicantKinds.Count == 0)
            file.Report("/applicantKinds", "is open to nobody");
        if (LegalBasis.Count == 0)
            file.Report("/legalBasis", "names no law");
        LimitCheck.Report(Limits, "/limits", file);
        LimitCheck.ReportSteps(this, file);
        if (Fee.Amount < 0)
            file.Report("/fee/amount", "must not be negative");
        if (Fee.Amount > DearestFee)
            file.ReportStrictly("/fee/amount", $"must be at most {DearestFee}");
        if (Fee is { PaidBy: Payer.Nobody, Amount: not 0 })
            file.Report("/fee", "nobody pays it, and it is not nothing");
        if (Visits.Count is < 0 or > 10)
            file.Report("/visits/count", "must be from 0 to 10");
        for (var i = 0; i < SpecialProcedures.Count; i++)
        {
            LimitCheck.Report(SpecialProcedures[i].Limit.Days, $"/specialProcedures/{i}/limit", file);
            if (SpecialProcedures.Take(i).Any(p => p.Id == SpecialProcedures[i].Id))
                file.Report($"/specialProcedures/{i}/id", $"'{SpecialProcedures[i].Id}' stands twice");
        }
        foreach (var type in Needs.Intersect(Outputs))
            file.Report("/needs", $"it needs the '{type}' that it issues itself");
    }

    private IEnumerable<ItemMaterial> ReadMaterials(IReadOnlyDictionary<string, SharedMaterialText> shared, TimeLimit tolerance, SourceFile file)
    {
        var ids = new HashSet<string>();
        for (var i = 0; i < Materials.Count; i++)
        {
            var pointer = $"/materials/{i}";
            if (Materials[i].ToMaterial(shared, tolerance, pointer, file) is not { } material)
                continue;
            if (ids.Add(material.Id))
                yield return material;
            else
                file.Report(pointer, $"the material '{material.Id}' is asked for twice");
        }
    }
}
