using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>A bundle compiled for one place and one set of answers: what is asked, who decides, in which order it can be issued.</summary>
public sealed class Plan
{
    private PlanView? _view;

    public required Bundle Bundle { get; init; }
    public required Region Region { get; init; }
    /// <summary>The items that apply, each after the ones it depends on.</summary>
    public required IReadOnlyList<PlanItem> Items { get; init; }
    /// <summary>Every field the items declare, asked once, by the strictest rule.</summary>
    public required ObjectNode Form { get; init; }
    public required IReadOnlyList<PlanField> Fields { get; init; }
    /// <summary>How many fields of the items are not asked because an open answer may yet bring in an item that issues them.</summary>
    public required int UndecidedFields { get; init; }
    public required IReadOnlyList<PlanMaterial> Materials { get; init; }
    /// <summary>Fields and papers that are not asked because the city has them, or is about to.</summary>
    public required IReadOnlyList<PlanProvision> Provided { get; init; }
    public required PlanFees Fees { get; init; }
    public required PlanVisits Visits { get; init; }
    /// <summary>Questions still to be answered. As long as one that decides anything is among them the plan may grow.</summary>
    public required IReadOnlyList<FormField> OpenQuestions { get; init; }

    /// <summary>False as long as an answer is open that may yet bring in items or papers: then no day is promised.</summary>
    public required bool IsSettled { get; init; }

    /// <summary><see cref="Form"/>, tolerating the fields of items that an open answer may yet bring in.</summary>
    public required ObjectNode TolerantForm { get; init; }

    /// <summary>Materials that an open answer may yet ask for.</summary>
    public required IReadOnlySet<string> PossibleMaterials { get; init; }

    /// <summary>The plan as the API shows it. Made once: a plan is shared by everybody whose answers come to the same.</summary>
    public PlanView ToView() => _view ??= PlanViews.Of(this);

    /// <summary>The same with what depends on the day it is begun.</summary>
    public PlanView ToView(DateOnly day, CountingCalendar calendar)
    {
        var view = ToView();
        if (!IsSettled || Items.Count == 0)
            return view;
        var timing = Timing.Of(this, day, calendar);
        return view with
        {
            EarliestFinish = timing.Finish,
            EarliestFinishProvisional = timing.Provisional,
            CriticalPath = timing.CriticalPath,
            Savings = view.Savings with { Days = timing.DaysSaved },
        };
    }

    public PlanItem? FindItem(string id) => Items.FirstOrDefault(i => i.Item.Id == id);
}

/// <summary>An item of a plan.</summary>
/// <param name="DependsOn">Ids of the items whose licences it needs before it can issue.</param>
/// <param name="Materials">Ids of the materials it asks for.</param>
/// <param name="Reason">Why it is in the plan.</param>
public sealed record PlanItem(
    ServiceItem Item, string Authority, bool Required, IReadOnlyList<string> DependsOn, IReadOnlyList<string> Materials, Text Reason)
{
    /// <summary>The part of a form that this item's department may see.</summary>
    public JsonElement FormOf(JsonElement form) => Item.Form.Project(form);

    /// <summary>The materials that this item's department may see.</summary>
    public IReadOnlyList<MaterialReference> MaterialsOf(IEnumerable<MaterialReference> materials) =>
        [.. materials.Where(m => Materials.Contains(m.Material))];

    /// <summary>The same with the papers it declares that the plan asks nobody for: they are here because a department asked for them later.</summary>
    public IReadOnlyList<MaterialReference> MaterialsOf(IEnumerable<MaterialReference> materials, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. materials.Where(m => Materials.Contains(m.Material) || (Item.DeclaresMaterial(m.Material) && !plan.PossibleMaterials.Contains(m.Material)))];
    }
}

/// <summary>A field of the merged form that is no object; a list counts as one.</summary>
/// <param name="Pointer">JSON pointer into the form.</param>
/// <param name="NeededBy">Ids of the items that declare it.</param>
public sealed record PlanField(string Pointer, Text Title, IReadOnlyList<string> NeededBy, Text Reason);

/// <summary>A material of the merged list: what suits every item that asks for it.</summary>
public sealed record PlanMaterial(
    string Id, Text Name, Necessity Necessity, IReadOnlyList<MaterialForm> Forms, TrustGrade Grade, IReadOnlyList<string> NeededBy, Text Reason)
{
    public MaterialSource Source { get; init; }
    public bool Original { get; init; }
    public int Copies { get; init; } = 1;
    /// <summary>Of a tolerable material: the shortest that is granted for it; null for every other.</summary>
    public TimeLimit? Tolerance { get; init; }
    public string? Sample { get; init; }
    public string? Blank { get; init; }
}

/// <summary>A field or a paper that items need and nobody is asked for.</summary>
/// <param name="Material">Id of the material; null for a field.</param>
/// <param name="Pointer">JSON pointer of the field; null for a material.</param>
/// <param name="Licence">The licence type it is, or stands in.</param>
/// <param name="Issuers">Ids of the items of the plan that issue the licence; empty when it is looked up.</param>
public sealed record PlanProvision(string? Material, string? Pointer, string Licence, IReadOnlyList<string> Issuers, IReadOnlyList<string> NeededBy, Text Reason);
