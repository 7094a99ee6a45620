using System.Diagnostics.CodeAnalysis;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>The basic elements of a service item (事项) that need no reading.</summary>
public abstract record ItemElements
{
    /// <summary>Department, dot, name: <c>tax.registration</c>.</summary>
    public required string Id { get; init; }
    public required Text Name { get; init; }
    /// <summary>The 14-character code of the business item.</summary>
    public required string Code { get; init; }
    public required ItemType Type { get; init; }
    public required Handling Handling { get; init; }
    public required IReadOnlyList<ApplicantKind> ApplicantKinds { get; init; }
    /// <summary>The level whose authority decides it.</summary>
    public required RegionLevel DecidedAt { get; init; }
    public required IReadOnlyList<LegalBasis> LegalBasis { get; init; }
    public required ItemLimits Limits { get; init; }
    public required Fee Fee { get; init; }
    public required Visits Visits { get; init; }
    /// <summary>Licence types it issues.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }
    /// <summary>Licence types it needs of other items before it can issue.</summary>
    public required IReadOnlyList<string> Needs { get; init; }
    /// <summary>Null: a department's code, or people where it has none.</summary>
    public DecidedBy? DecidedBy { get; init; }
    /// <summary>How the desk makes each licence, by type.</summary>
    public IReadOnlyDictionary<string, LicenceRecipe> Issues { get; init; } = new Dictionary<string, LicenceRecipe>();
}

/// <summary>The finest unit one department decides.</summary>
public sealed record ServiceItem : ItemElements
{
    [SetsRequiredMembers]
    internal ServiceItem(ItemElements elements, Department department, ObjectNode form, IReadOnlyList<ItemMaterial> materials)
        : base(elements)
    {
        Department = department;
        Issues = elements.Issues ?? new Dictionary<string, LicenceRecipe>();
        Form = form;
        Materials = materials;
    }

    public Department Department { get; }

    /// <summary>The fields it declares: all that its department ever sees of an application.</summary>
    public ObjectNode Form { get; }

    public IReadOnlyList<ItemMaterial> Materials { get; }

    /// <summary>The authority that decides it for a place, <c>430602.tax</c>; null where the place lies in no region of the deciding level.</summary>
    public string? AuthorityFor(Region place) => place.At(DecidedAt) is { } region ? $"{region.Code}.{Department.Id}" : null;
}

/// <summary>A material as one item asks for it.</summary>
public sealed record ItemMaterial
{
    public required string Id { get; init; }
    public required Text Name { get; init; }
    public required Necessity Necessity { get; init; }
    public required IReadOnlyList<MaterialForm> Forms { get; init; }
    public required TrustGrade Grade { get; init; }
    public required string Basis { get; init; }
    /// <summary>Null: always asked for.</summary>
    public Condition? When { get; init; }
}

/// <summary><c>&lt;department&gt;/items/&lt;item&gt;.yaml</c>.</summary>
internal sealed record ItemText : ItemElements
{
    public required IReadOnlyList<MaterialText> Materials { get; init; }
    public required Dictionary<string, FieldText> Form { get; init; }

    /// <exception cref="InvalidDataException">Names the file and what is wrong.</exception>
    public ServiceItem ToItem(Department department, FormReader forms, string source)
    {
        if (!Id.StartsWith(department.Id + '.', StringComparison.Ordinal))
            throw new InvalidDataException($"{source}: the id '{Id}' does not begin with the department's");
        if (Code.Length != 14)
            throw new InvalidDataException($"{source}: the code of a business item has 14 characters");
        if (Limits.Committed.Unit == Limits.Statutory.Unit && Limits.Committed.Days > Limits.Statutory.Days)
            throw new InvalidDataException($"{source}: the committed limit is longer than the statutory one");
        if (Materials.GroupBy(m => m.Id).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
            throw new InvalidDataException($"{source}: the material '{twice.Key}' is asked for twice");
        return new(this, department, forms.Read(Form, $"{source}: form"), [.. Materials.Select(m => m.ToMaterial($"{source}: materials/{m.Id}"))]);
    }
}

internal sealed record MaterialText(
    string Id, Text Name, Necessity Necessity, IReadOnlyList<MaterialForm> Forms, TrustGrade Grade, string Basis, ConditionText? When = null)
{
    public ItemMaterial ToMaterial(string path) => Forms.Count == 0
        ? throw new InvalidDataException($"{path}: the material has no form")
        : new() { Id = Id, Name = Name, Necessity = Necessity, Forms = Forms, Grade = Grade, Basis = Basis, When = When?.ToCondition($"{path}/when") };
}
