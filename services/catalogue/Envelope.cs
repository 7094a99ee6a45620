using OneVisit.Catalogue.Forms;

namespace OneVisit.Catalogue;

/// <summary>
/// The shapes of the requests that carry answers, forms and materials. What stands in those is checked against the plan. Null for a member that may be left out is the
/// same as leaving it out.
/// </summary>
internal static class Envelope
{
    /// <summary>More than any bundle asks for; what lies beyond is not read.</summary>
    public const int MostMaterials = 200;

    /// <summary>More than any bundle has.</summary>
    private const int MostItems = 100;

    public const string NaturalPersonKind = "natural-person";
    public const string LegalPersonKind = "legal-person";

    private static readonly TextNode Id = new(100) { MinLength = 1 };
    private static readonly TextNode RegionCode = new(12) { Format = TextFormat.Region };

    private static readonly ChoiceNode ApplicantKinds = new([
        new(NaturalPersonKind, new("自然人", "natural person")),
        new(LegalPersonKind, new("法人", "legal person")),
    ]);

    /// <summary>One material as handed in. That it has a digest or a reference is said separately: either will do.</summary>
    private static readonly ObjectNode Material = new([
        new("material", Id, Required: true),
        new("name", new TextNode(255) { MinLength = 1 }, Required: true),
        new("digest", new NullableNode(new TextNode(71) { Format = TextFormat.Digest }), Required: false),
        new("ref", new NullableNode(new TextNode(500) { MinLength = 1 }), Required: false),
    ]);

    private static readonly ArrayNode Materials = new(Material, MostMaterials);

    private static readonly ArrayNode Promises = new(new ObjectNode([
        new("material", Id, Required: true),
        new("by", new TextNode(10) { Format = TextFormat.Date }, Required: true),
    ]), MostMaterials);

    private static readonly ObjectNode Acceptance = new([
        new("window", Id, Required: true),
        new("region", RegionCode, Required: true),
    ]);

    /// <summary><c>POST /api/cases</c>.</summary>
    public static readonly ObjectNode Submission = new([
        new("bundle", Id, Required: true),
        new("region", RegionCode, Required: true),
        new("applicant", AnyNode.Object, Required: true),
        new("answers", AnyNode.Object, Required: true),
        new("form", AnyNode.Object, Required: true),
        new("materials", Materials, Required: true),
        new("promises", new NullableNode(Promises), Required: false),
        new("acceptance", new NullableNode(Acceptance), Required: false),
    ]);

    /// <summary><c>POST /api/cases/{id}/supplement</c>.</summary>
    public static readonly ObjectNode Supplement = new([
        new("form", new NullableNode(AnyNode.Object), Required: false),
        new("materials", new NullableNode(Materials), Required: false),
        new("items", new NullableNode(new ArrayNode(Id, MostItems) { MinItems = 1, UniqueItems = true }), Required: false),
    ]);

    /// <summary><c>POST /api/cases/{id}/materials</c>.</summary>
    public static readonly ObjectNode Delivery = new([
        new("materials", Materials with { MinItems = 1 }, Required: true),
    ]);

    /// <summary><c>POST /api/bundles/{id}/plan</c>.</summary>
    public static readonly ObjectNode PlanRequest = new([
        new("region", RegionCode, Required: true),
        new("answers", new NullableNode(AnyNode.Object), Required: false),
        new("at", new NullableNode(new TextNode(10) { Format = TextFormat.Date }), Required: false),
    ]);

    /// <summary>An applicant's identity number depends on what kind of person it is.</summary>
    public static readonly ObjectNode NaturalPerson = Applicant(TextFormat.IdentityNumber);
    public static readonly ObjectNode LegalPerson = Applicant(TextFormat.CreditCode);

    /// <summary>As long as the kind is not known.</summary>
    public static readonly ObjectNode UnknownPerson = Applicant(null);

    private static ObjectNode Applicant(TextFormat? idNumber) => new([
        new("kind", ApplicantKinds, Required: true),
        new("name", new TextNode(200) { MinLength = 1 }, Required: true),
        new("idNumber", new TextNode(18) { Format = idNumber }, Required: true),
        new("phone", new TextNode(11) { Format = TextFormat.MobilePhone }, Required: true),
    ]);
}
