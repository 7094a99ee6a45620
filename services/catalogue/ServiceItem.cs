using System.Diagnostics.CodeAnalysis;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Departments;

namespace OneVisit.Catalogue;

/// <summary>The basic elements of a service item (事项) that need no reading.</summary>
/// <remarks>Readers described at build time set what a text leaves out to null: each default is held in its setter too.</remarks>
public abstract record ItemElements
{
    private static readonly AcceptanceScope CityWide = new(RegionLevel.City);
    private static readonly IReadOnlyList<Delivery> Usual = [Contracts.Api.Delivery.Window, Contracts.Api.Delivery.Electronic];
    private static readonly IReadOnlyDictionary<string, LicenceRecipe> NoRecipes = new Dictionary<string, LicenceRecipe>();

    /// <summary>Department, dot, name: <c>tax.registration</c>.</summary>
    public required string Id { get; init; }
    public string Version { get; init => field = value ?? "1"; } = "1";
    /// <summary>First day it is offered; null from the beginning.</summary>
    public DateOnly? ValidFrom { get; init; }
    /// <summary>Last day it is offered; null when no end is set.</summary>
    public DateOnly? ValidTo { get; init; }
    public required Text Name { get; init; }
    /// <summary>The 14-character code of the business item; its first 12 are the sub-item's.</summary>
    public required string Code { get; init; }
    public required ItemType Type { get; init; }
    public required Handling Handling { get; init; }
    public required IReadOnlyList<ApplicantKind> ApplicantKinds { get; init; }
    /// <summary>The level whose authority decides it.</summary>
    public required RegionLevel DecidedAt { get; init; }
    public required IReadOnlyList<LegalBasis> LegalBasis { get; init; }
    /// <summary>What must hold for an application to be accepted.</summary>
    public IReadOnlyList<Text> Conditions { get; init => field = value ?? []; } = [];
    public required ItemLimits Limits { get; init; }
    public IReadOnlyList<SpecialProcedure> SpecialProcedures { get; init => field = value ?? []; } = [];
    public required Fee Fee { get; init; }
    public required Visits Visits { get; init; }
    /// <summary>Anywhere in the city unless said otherwise.</summary>
    public AcceptanceScope Accepted { get; init => field = value ?? CityWide; } = CityWide;
    public IReadOnlyList<Delivery> Delivery { get; init => field = value ?? Usual; } = Usual;
    public Channels? Channels { get; init; }
    public WhenTimeIsUp WhenTimeIsUp { get; init; } = WhenTimeIsUp.Escalate;
    /// <summary>The law by which silence is consent; said when it is.</summary>
    public string? TimeIsUpBasis { get; init; }
    /// <summary>What the head of the authority may grant on top of the statutory limit; null: as the city's limits say. Likewise <see cref="Issuing"/>.</summary>
    public TimeLimit? Extension { get; init; }
    /// <summary>From the decision until the licence is issued.</summary>
    public TimeLimit? Issuing { get; init; }
    /// <summary>For the applicant's answer to a request for a supplement; null: it is waited for.</summary>
    public SupplementLimit? Supplement { get; init; }
    /// <summary>For a visit to the premises, from the request on; it is part of the review. Null: it has no limit of its own.</summary>
    public TimeLimit? Inspection { get; init; }
    /// <summary>For the check of what was granted on a promise, from the issue on; null: nothing is checked.</summary>
    public TimeLimit? AfterCheck { get; init; }
    /// <summary>Where two people of the authority have to sign a final answer that a person gives; null: one is enough.</summary>
    public FourEyes? FourEyes { get; init; }
    /// <summary>Which share of the answers given by rule is checked; null: none is drawn.</summary>
    public SampleShare? Sample { get; init; }
    /// <summary>The law by which what fails its check is revoked; null: as the city's limits say.</summary>
    public string? RevocationBasis { get; init; }
    /// <summary>Licence types it issues.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }
    /// <summary>Licence types it needs of other items before it can issue.</summary>
    public required IReadOnlyList<string> Needs { get; init; }
    /// <summary>Who makes the licences once the item is to be issued.</summary>
    public IssuedBy IssuedBy { get; init; }
    /// <summary>Licence type to how a desk makes it; for items without code. Where the department's own system issues, the numbers alone.</summary>
    public IReadOnlyDictionary<string, LicenceRecipe> Issues { get; init => field = value ?? NoRecipes; } = NoRecipes;
}

/// <summary>A final answer by a person holds once a second one has signed it (双人审核).</summary>
/// <param name="Basis">The law that wants it, or the city's own rule.</param>
public sealed record FourEyes(string Basis);

/// <summary>The finest unit one department decides.</summary>
public sealed record ServiceItem : ItemElements, IItemDeclaration
{
    private IReadOnlyList<(string Pointer, FormNode Node)>? _leaves;

    [SetsRequiredMembers]
    internal ServiceItem(ItemElements elements, Department department, ObjectNode form, IReadOnlyList<ItemMaterial> materials, DecidedBy decidedBy)
        : base(elements)
    {
        Department = department;
        Form = form;
        Materials = materials;
        DecidedBy = decidedBy;
        Awaits = [.. Needs.Concat(form.OutputTypes()).Concat(materials.Select(m => m.IssuedAs).OfType<string>()).Except(Outputs).Distinct()];
    }

    public Department Department { get; }

    public DecidedBy DecidedBy { get; }

    /// <summary>The fields it declares: all that its department ever sees of an application.</summary>
    public ObjectNode Form { get; }

    public IReadOnlyList<ItemMaterial> Materials { get; }

    /// <summary>The fields of the form that are no objects, with their pointers; made once.</summary>
    internal IReadOnlyList<(string Pointer, FormNode Node)> Leaves => _leaves ??= [.. MergedFields.LeavesOf(Form, "")];

    /// <summary>The field of a licence that a field of the form repeats, <c>business-licence.creditCode</c>; null when it is always asked.</summary>
    /// <param name="pointer">Of a field that is no object.</param>
    public string? OutputAt(string pointer) => Leaves.FirstOrDefault(l => l.Pointer == pointer).Node?.Output;

    /// <summary>Licence types it waits for when an item of the same plan issues them: those it needs, and those it reads fields or papers from.</summary>
    internal IReadOnlyList<string> Awaits { get; }

    /// <summary>
    /// The authority of its level for a place, <c>430602.tax</c>; null where the place lies in no region of that level. What has been
    /// delegated or taken over by others is <see cref="Competence"/>'s to say.
    /// </summary>
    public string? AuthorityFor(Region place) => place.At(DecidedAt) is { } region ? $"{region.Code}.{Department.Id}" : null;

    public bool DeclaresMaterial(string material) => Materials.Any(m => m.Id == material);

    public bool DeclaresField(string pointer) => Form.TitleAt(pointer) is not null;

    internal bool IsInForce(DateOnly day) => (ValidFrom is not { } first || first <= day) && (ValidTo is not { } last || day <= last);
}

/// <summary>A material as one item asks for it.</summary>
public sealed record ItemMaterial
{
    public required string Id { get; init; }
    public required Text Name { get; init; }
    public required Necessity Necessity { get; init; }
    public required IReadOnlyList<MaterialForm> Forms { get; init; }
    public required TrustGrade Grade { get; init; }
    public MaterialSource Source { get; init; }
    /// <summary>True when the original has to be shown.</summary>
    public bool Original { get; init; }
    public int Copies { get; init; } = 1;
    /// <summary>Of a tolerable material: how long after the acceptance it may still be brought, by its own limit or the city's; null for every other.</summary>
    public TimeLimit? Tolerance { get; init; }
    /// <summary>The licence type it is, when the city itself issues it.</summary>
    public string? IssuedAs { get; init; }
    public string? Sample { get; init; }
    public string? Blank { get; init; }
    public required string Basis { get; init; }
    /// <summary>Null: always asked for.</summary>
    public Condition? When { get; init; }
}
