using System.Text.Json;

namespace OneVisit.Contracts.Api;

/// <summary>The answer of <c>POST /api/bundles/{id}/plan</c>: the bundle compiled for one place and one set of answers.</summary>
public sealed record PlanView
{
    public required string Bundle { get; init; }
    public required string BundleVersion { get; init; }
    public required string Region { get; init; }
    /// <summary>In an order in which they can be issued.</summary>
    public required IReadOnlyList<PlanItemView> Items { get; init; }
    /// <summary>JSON Schema 2020-12 of the merged form.</summary>
    public required JsonElement Form { get; init; }
    /// <summary>Which items need each field of the merged form.</summary>
    public required IReadOnlyList<PlanFieldView> Fields { get; init; }
    public required IReadOnlyList<PlanMaterialView> Materials { get; init; }
    /// <summary>Fields and papers that items need and nobody is asked for: the city has them, or is about to issue them.</summary>
    public required IReadOnlyList<PlanProvisionView> Provided { get; init; }
    public required PlanFees Fees { get; init; }
    public required PlanVisits Visits { get; init; }
    public required IReadOnlyList<PlanLimits> Limits { get; init; }
    /// <summary>The day by which everything is finished when every department keeps its promise; null where no item applies, or an open answer may yet bring one in.</summary>
    public DateOnly? EarliestFinish { get; init; }
    /// <summary>True when that day rests on a calendar that is not published yet.</summary>
    public bool EarliestFinishProvisional { get; init; }
    /// <summary>The items that decide that day, in the order they are issued.</summary>
    public IReadOnlyList<string> CriticalPath { get; init; } = [];
    /// <summary>Questions that are still to be answered.</summary>
    public required IReadOnlyList<QuestionView> Questions { get; init; }
    public required PlanSavings Savings { get; init; }
}

public sealed record PlanItemView
{
    public required string Item { get; init; }
    public required Text Name { get; init; }
    public required string Department { get; init; }
    public required string Authority { get; init; }
    /// <summary>False: its refusal does not stop the rest.</summary>
    public required bool Required { get; init; }
    /// <summary>The items whose licences it needs before it can issue.</summary>
    public required IReadOnlyList<string> DependsOn { get; init; }
    /// <summary>Why it is in the plan.</summary>
    public required Text Reason { get; init; }
}

public sealed record PlanFieldView
{
    /// <summary>JSON pointer into the form.</summary>
    public required string Pointer { get; init; }
    public required Text Title { get; init; }
    public required IReadOnlyList<string> NeededBy { get; init; }
    public required Text Reason { get; init; }
}

public sealed record PlanMaterialView
{
    public required string Material { get; init; }
    public required Text Name { get; init; }
    public required Necessity Necessity { get; init; }
    public required IReadOnlyList<MaterialForm> Forms { get; init; }
    public required TrustGrade Grade { get; init; }
    public required MaterialSource Source { get; init; }
    /// <summary>True when the original has to be shown.</summary>
    public required bool Original { get; init; }
    public required int Copies { get; init; }
    /// <summary>Of a tolerable material: how long after the acceptance it may still be brought; null for every other.</summary>
    public TimeLimit? Tolerance { get; init; }
    public string? Sample { get; init; }
    public string? Blank { get; init; }
    public required IReadOnlyList<string> NeededBy { get; init; }
    public required Text Reason { get; init; }
}

/// <summary>A field or a paper that is not asked for.</summary>
public sealed record PlanProvisionView
{
    /// <summary>The material's id; null for a field.</summary>
    public string? Material { get; init; }
    /// <summary>JSON pointer into the form; null for a material.</summary>
    public string? Pointer { get; init; }
    /// <summary>The licence type it is, or stands in.</summary>
    public required string Licence { get; init; }
    /// <summary>The items of the plan that issue the licence; empty when it is looked up.</summary>
    public required IReadOnlyList<string> Issuers { get; init; }
    public required IReadOnlyList<string> NeededBy { get; init; }
    public required Text Reason { get; init; }
}

/// <param name="Total">What the applicant pays, in units of <paramref name="Currency"/>.</param>
public sealed record PlanFees(decimal Total, string Currency, IReadOnlyList<PlanFee> PerItem);

public sealed record PlanFee(string Item, decimal Amount, Payer PaidBy, string Basis);

/// <param name="Promised">Times the applicant has to come, all items together.</param>
public sealed record PlanVisits(int Promised, IReadOnlyList<PlanVisit> PerItem);

public sealed record PlanVisit(string Item, int Count, Text Why);

public sealed record PlanLimits(string Item, TimeLimit Committed, TimeLimit Statutory);

/// <summary>What one thing saves against handling its items one by one.</summary>
/// <param name="Days">Working days, against items handled one after the other; null where <see cref="PlanView.EarliestFinish"/> is.</param>
public sealed record PlanSavings(int Fields, int Materials, int Visits, int? Days);
