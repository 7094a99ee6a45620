using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Reading;

/// <summary>A material of <c>materials.yaml</c>: what it is, for every item that asks for it.</summary>
internal record SharedMaterialText
{
    public Text? Name { get; init; }
    public Necessity? Necessity { get; init; }
    public IReadOnlyList<MaterialForm>? Forms { get; init; }
    public TrustGrade? Grade { get; init; }
    public MaterialSource? Source { get; init; }
    public bool? Original { get; init; }
    public int? Copies { get; init; }
    /// <summary>How long after the acceptance a tolerable material may still be brought; left out: as the city's limits say.</summary>
    public TimeLimit? Tolerance { get; init; }
    public string? IssuedAs { get; init; }
    public string? Sample { get; init; }
    public string? Blank { get; init; }
    public string? Basis { get; init; }

    /// <summary>What is wrong with what the text says itself.</summary>
    protected void ReportOwn(string pointer, SourceFile file)
    {
        if (Forms is { Count: 0 })
            file.Report($"{pointer}/forms", "the material has no form");
        Twice.Report([.. (Forms ?? []).Select(f => KebabCase.Of(f))], $"{pointer}/forms", file);
        if (Copies is < 0 or > 20)
            file.Report($"{pointer}/copies", "must be from 0 to 20");
    }

    /// <summary>What is wrong with it, whoever uses it.</summary>
    public void Report(string pointer, SourceFile file)
    {
        ReportOwn(pointer, file);
        if (Tolerance is null)
            return;
        LimitCheck.Report(Tolerance, $"{pointer}/tolerance", file);
        if (Necessity == Contracts.Api.Necessity.Required)
            file.Report($"{pointer}/tolerance", "a required material may not be brought later");
    }
}

/// <summary>A material as an item's text asks for it: with an <c>id</c> and every element, or <c>use</c> and what is asked more strictly.</summary>
internal sealed record MaterialText : SharedMaterialText
{
    public string? Id { get; init; }
    public string? Use { get; init; }
    public ConditionText? When { get; init; }

    /// <summary>The material; null when it cannot be made, and what is wrong is reported.</summary>
    /// <param name="usual">How long a tolerable material may be brought later that says nothing of its own.</param>
    public ItemMaterial? ToMaterial(SharedTexts<SharedMaterialText> shared, TimeLimit usual, string pointer, SourceFile file)
    {
        if ((Id ?? Use) is not { Length: > 0 } id || (Id is not null && Use is not null))
        {
            file.Report(pointer, "a material has an id, or uses a shared material");
            return null;
        }
        SharedMaterialText? common = null;
        if (Use is not null && (common = shared.Find(Use, "material", $"{pointer}/use", file)) is null)
            return null;
        RefuseLaxer(common, pointer, file);
        string[] missing = [.. new (string Name, object? Value)[]
        {
            ("name", Name ?? common?.Name), ("necessity", Necessity ?? common?.Necessity), ("forms", Forms ?? common?.Forms),
            ("grade", Grade ?? common?.Grade), ("basis", Basis ?? common?.Basis),
        }.Where(e => e.Value is null).Select(e => $"'{e.Name}'")];
        if (missing.Length > 0)
        {
            file.Report(pointer, $"the material '{id}' lacks {string.Join(", ", missing)}");
            return null;
        }
        ReportOwn(pointer, file);
        var necessity = (Necessity ?? common?.Necessity)!.Value;
        if (Tolerance is not null)
            LimitCheck.Report(Tolerance, $"{pointer}/tolerance", file);
        if (Tolerance is not null && necessity != Contracts.Api.Necessity.Tolerable)
            file.Report($"{pointer}/tolerance", $"only a tolerable material may be brought later, and this one is {KebabCase.Of(necessity)}");
        return new()
        {
            Id = id,
            Name = (Name ?? common?.Name)!,
            Necessity = necessity,
            Forms = (Forms ?? common?.Forms)!,
            Grade = (Grade ?? common?.Grade)!.Value,
            Source = Source ?? common?.Source ?? MaterialSource.Applicant,
            Original = Original ?? common?.Original ?? false,
            Copies = Copies ?? common?.Copies ?? 1,
            Tolerance = necessity == Contracts.Api.Necessity.Tolerable ? Tolerance ?? common?.Tolerance ?? usual : null,
            IssuedAs = IssuedAs ?? common?.IssuedAs,
            Sample = Sample ?? common?.Sample,
            Blank = Blank ?? common?.Blank,
            Basis = (Basis ?? common?.Basis)!,
            When = When?.ToCondition($"{pointer}/when", file),
        };
    }

    // One name means one thing: an item may ask for more of a shared material, and never for less or for something else.
    private void RefuseLaxer(SharedMaterialText? common, string pointer, SourceFile file)
    {
        if (common is null)
            return;
        if (common.Name is not null && Name is not null && Name != common.Name)
            file.Report($"{pointer}/name", "a shared material keeps its name");
        if (common.IssuedAs is not null && IssuedAs is not null && IssuedAs != common.IssuedAs)
            file.Report($"{pointer}/issuedAs", "a shared material keeps the licence it is");
        if (Grade > common.Grade)
            file.Report($"{pointer}/grade", $"is laxer than the shared material's grade {common.Grade}");
        if (Necessity < common.Necessity)
            file.Report($"{pointer}/necessity", $"is laxer than the shared material's, {KebabCase.Of(common.Necessity.Value)}");
        if (common.Forms is not null && Forms is not null && Forms.Except(common.Forms).Any())
            file.Report($"{pointer}/forms", "offers a form that the shared material does not have");
        if (Tolerance is not null && common.Tolerance is not null && (Tolerance.Unit != common.Tolerance.Unit || Tolerance.Days > common.Tolerance.Days))
            file.Report($"{pointer}/tolerance", "is longer than the shared material's, or counted in other days");
        if (Copies < common.Copies)
            file.Report($"{pointer}/copies", "asks for fewer copies than the shared material");
    }
}
