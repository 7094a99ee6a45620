using OneVisit.Catalogue.Forms;
using OneVisit.Contracts;
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
    public ServiceItem ToItem(Department department, FormReader forms, SharedTexts<SharedMaterialText> shared, TimeLimit tolerance, SourceFile file)
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
        if (!file.RestsOnUnreadable)
            RecipeCheck.Report(item, file);
        return item;
    }

    private void CheckElements(Department department, SourceFile file)
    {
        if (!Id.StartsWith(department.Id + '.', StringComparison.Ordinal) || Id.Length == department.Id.Length + 1)
            file.Report("/id", $"the id '{Id}' does not begin with the department's");
        else if (ItemShelf.IdOf(file.Path) is var expected && Id != expected)
            file.ReportStrictly("/id", $"the file is named after '{expected}', and the id is '{Id}'");
        else if (!Names.IsId(expected[(department.Id.Length + 1)..]))
            file.ReportStrictly("/id", Names.Rule);
        if (Version.Length == 0)
            file.Report("/version", "must not be empty");
        if (ValidTo < ValidFrom)
            file.Report("/validTo", "lies before the first day");
        if (Code.Length != 14)
            file.Report("/code", "the code of a business item has 14 characters");
        else if (!Code.All(char.IsAsciiLetterOrDigit))
            file.ReportStrictly("/code", "the code of a business item is of digits and letters");
        if (ApplicantKinds.Count == 0)
            file.Report("/applicantKinds", "is open to nobody");
        Twice.Report([.. ApplicantKinds.Select(k => KebabCase.Of(k))], "/applicantKinds", file);
        if (Delivery.Count == 0)
            file.ReportStrictly("/delivery", "hands out nothing in no way");
        Twice.Report([.. Delivery.Select(d => KebabCase.Of(d))], "/delivery", file);
        Twice.Report(Outputs, "/outputs", file);
        Twice.Report(Needs, "/needs", file);
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
        if (decimal.Round(Fee.Amount, 2) != Fee.Amount)
            file.ReportStrictly("/fee/amount", "has more than two decimals");
        if (Fee.Currency.Length != 3 || !Fee.Currency.All(char.IsAsciiLetterUpper))
            file.ReportStrictly("/fee/currency", "must be the three capital letters of ISO 4217, CNY");
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

    private IEnumerable<ItemMaterial> ReadMaterials(SharedTexts<SharedMaterialText> shared, TimeLimit tolerance, SourceFile file)
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
