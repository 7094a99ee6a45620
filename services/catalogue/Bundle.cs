using System.Diagnostics.CodeAnalysis;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>The parts of a bundle that need no reading.</summary>
public abstract record BundleElements
{
    public required string Id { get; init; }
    /// <summary>A case keeps the version it was submitted under for life.</summary>
    public required string Version { get; init; }
    public required Text Name { get; init; }
    /// <summary>First day it is offered.</summary>
    public required DateOnly ValidFrom { get; init; }
    /// <summary>Last day it is offered; null when no end is set.</summary>
    public DateOnly? ValidTo { get; init; }
    /// <summary>What the whole is granted; null: promised with its last item, and the law's limit of joint handling.</summary>
    public ItemLimits? Limits { get; init; }
    public required IssueFailurePolicy OnIssueFailure { get; init; }
    public required IssueRetry IssueRetry { get; init; }
}

/// <summary>Items handled as one thing for one event of life or business (一件事).</summary>
public sealed record Bundle : BundleElements
{
    [SetsRequiredMembers]
    internal Bundle(BundleElements elements, IReadOnlyList<BundleItem> items, ObjectNode questions)
        : base(elements)
    {
        Items = items;
        Questions = questions;
        AnswerForm = new(questions.Fields.Select(q => q with { Required = false }));
        Conditions = [.. items.Select(i => i.When).Concat(items.SelectMany(i => i.Item.Materials.Select(m => m.When))).OfType<Condition>()];
    }

    public IReadOnlyList<BundleItem> Items { get; }

    /// <summary>The questions about the applicant's situation, as the form of their answers. A required one must be answered to submit.</summary>
    public ObjectNode Questions { get; }

    /// <summary>The same with every answer optional: each that is given must be admissible.</summary>
    internal ObjectNode AnswerForm { get; }

    /// <summary>Every condition that can change what the bundle asks for.</summary>
    internal IReadOnlyList<Condition> Conditions { get; }

    /// <summary>True when every item has a deciding authority for a matter in this place.</summary>
    public bool IsDecidedIn(Region region) => Items.All(i => i.Item.AuthorityFor(region) is not null);

    public bool IsInForce(DateOnly day) => ValidFrom <= day && (ValidTo is not { } last || day <= last);
}

/// <summary>An item of a bundle.</summary>
/// <param name="Required">False: its refusal does not stop the rest.</param>
/// <param name="When">Null: it always applies.</param>
public sealed record BundleItem(ServiceItem Item, bool Required, Condition? When);

/// <summary><c>bundles/&lt;bundle&gt;.yaml</c>.</summary>
internal sealed record BundleText : BundleElements
{
    public required IReadOnlyList<BundleItemText> Items { get; init; }
    public required Dictionary<string, FieldText> Questions { get; init; }

    /// <exception cref="InvalidDataException">Names the file and what is wrong.</exception>
    public Bundle ToBundle(IReadOnlyDictionary<string, ServiceItem> known, FormReader forms, string source)
    {
        if (Items.GroupBy(i => i.Item).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
            throw new InvalidDataException($"{source}: the item '{twice.Key}' stands twice");
        var items = Items.Select(i => new BundleItem(
            known.GetValueOrDefault(i.Item) ?? throw new InvalidDataException($"{source}: there is no item '{i.Item}'"),
            i.Required,
            i.When?.ToCondition($"{source}: {i.Item}/when")));
        var bundle = new Bundle(this, [.. items], forms.Read(Questions, $"{source}: questions"));
        foreach (var condition in bundle.Conditions)
            condition.CheckAgainst(bundle.Questions, source);
        return bundle;
    }
}

internal sealed record BundleItemText(string Item, bool Required, ConditionText? When = null);
