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
    /// <summary>Departments, the first that takes part in a joint inspection leads it; where none of them does, the city's rule holds.</summary>
    public IReadOnlyList<string> InspectionLeader { get; init => field = value ?? []; } = [];
    public AcceptedBy AcceptedBy { get; init; } = AcceptedBy.Rule;
    public required IssueFailurePolicy OnIssueFailure { get; init; }
    public required IssueRetry IssueRetry { get; init; }
    /// <summary>Words people use for it, for search.</summary>
    public EverydayWords Words { get; init => field = value ?? EverydayWords.None; } = EverydayWords.None;
}

/// <summary>What people call something, beside its name.</summary>
public sealed record EverydayWords(IReadOnlyList<string> Zh, IReadOnlyList<string> En)
{
    /// <summary>Words that tell what is wanted, whatever else is said: 注销 of a web shop is about its end.</summary>
    public IReadOnlyList<string> Deciding { get; init => field = value ?? []; } = [];

    internal static readonly EverydayWords None = new([], []);
}

/// <summary>Items handled as one thing for one event of life or business (一件事), with the versions of its items that are in force at a time.</summary>
public sealed record Bundle : BundleElements
{
    [SetsRequiredMembers]
    internal Bundle(
        BundleElements elements, IReadOnlyList<BundleItem> items, ObjectNode questions, IReadOnlyDictionary<string, Condition> questionConditions, DateOnly holdsFrom)
        : base(elements)
    {
        Items = items;
        QuestionConditions = questionConditions;
        HoldsFrom = holdsFrom;
        Conditions = [.. questionConditions.Values.Concat(items.Select(i => i.When).Concat(items.SelectMany(i => i.Item.Materials.Select(m => m.When))).OfType<Condition>())];
        // As long as what decides is open, a required item could be left out and its fields stand unchecked.
        var deciding = Conditions.SelectMany(c => c.Questions).ToHashSet();
        Questions = new(questions.Fields.Select(q => q with { Required = q.Required || deciding.Contains(q.Name) })) { Title = questions.Title };
        AnswerForm = new(questions.Fields.Select(q => q with { Required = false }));
        RestsOnPlace = Conditions.Any(c => c.Regions.Any());
    }

    public IReadOnlyList<BundleItem> Items { get; }

    /// <summary>The questions about the applicant's situation, as the form of their answers. A required one that is asked must be answered to submit;
    /// so must one that a condition rests on, and it is required here whatever the catalogue says.</summary>
    public ObjectNode Questions { get; }

    /// <summary>When a question is asked, for those that are not always; in the order of the questions.</summary>
    public IReadOnlyDictionary<string, Condition> QuestionConditions { get; }

    /// <summary>The first day on which its items stand in these versions.</summary>
    internal DateOnly HoldsFrom { get; }

    /// <summary>The same with every answer optional: each that is given must be admissible.</summary>
    internal ObjectNode AnswerForm { get; }

    /// <summary>The same as far as a schema can say it: an answer that only some have to give is optional.</summary>
    internal ObjectNode AnswersAlwaysRequired =>
        new(Questions.Fields.Select(q => q with { Required = q.Required && !QuestionConditions.ContainsKey(q.Name) })) { Title = Questions.Title };

    /// <summary>Every condition that can change what the bundle asks for.</summary>
    internal IReadOnlyList<Condition> Conditions { get; }

    /// <summary>True when the place decides more than the authority.</summary>
    internal bool RestsOnPlace { get; }

    /// <summary>True when every item has a deciding authority for a matter in this place.</summary>
    public bool IsDecidedIn(Region region) => Items.All(i => i.Item.AuthorityFor(region) is not null);

    public bool IsInForce(DateOnly day) => ValidFrom <= day && (ValidTo is not { } last || day <= last);
}

/// <summary>An item of a bundle.</summary>
/// <param name="Required">False: its refusal does not stop the rest.</param>
/// <param name="When">Null: it always applies.</param>
public sealed record BundleItem(ServiceItem Item, bool Required, Condition? When);
