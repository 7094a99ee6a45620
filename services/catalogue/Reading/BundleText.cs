using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Reading;

/// <summary><c>bundles/&lt;bundle&gt;.yaml</c>.</summary>
internal sealed record BundleText : BundleElements
{
    // Beyond a thousand attempts, or a week between two, somebody has mistyped.
    private const int MostAttempts = 1000;
    private const int LongestDelaySeconds = 7 * 24 * 3600;

    public required IReadOnlyList<BundleItemText> Items { get; init; }
    public required Dictionary<string, FieldText> Questions { get; init; }

    /// <summary>
    /// The bundle, once for each time between two changes of its items: a bundle with two versions of one item in force one after the other is
    /// compiled with the first until the second begins. What is wrong is reported. Where an item cannot be read, the bundle is of the others:
    /// enough to find what is wrong with them.
    /// </summary>
    public IReadOnlyList<Bundle> ToBundles(ItemShelf shelf, FormReader forms, Func<string, bool> isRegion, SourceFile file)
    {
        if (!Names.IsId(Id))
            file.Report("/id", Names.Rule);
        if (Items.Count == 0)
            file.ReportStrictly("/items", "the bundle has no items");
        if (ValidTo < ValidFrom)
            file.Report("/validTo", "lies before the first day");
        if (Limits is { } limits)
            LimitCheck.Report(limits, "/limits", file);
        CheckRetry(file);
        InspectionCheck.ReportLeaders(
            InspectionLeader, "/inspectionLeader", file, id => Items.Any(i => i.Item.StartsWith($"{id}.", StringComparison.Ordinal)) ? null : $"'{id}' has no item in the bundle");
        for (var i = 0; i < Items.Count; i++)
        {
            if (Items.Take(i).Any(o => o.Item == Items[i].Item))
                file.Report($"/items/{i}", $"the item '{Items[i].Item}' stands twice");
            else if (!shelf.Has(Items[i].Item))
            {
                if (!shelf.IsUnreadable(Items[i].Item))
                    file.Report($"/items/{i}/item", $"there is no item '{Items[i].Item}'");
            }
        }
        var before = file.Faults.Count;
        Condition?[] whens = [.. Items.Select((item, i) => item.When?.ToCondition($"/items/{i}/when", file))];
        var questions = forms.Read(Questions, "/questions", file);
        var questionConditions = ReadQuestionConditions(file);
        // With a question or a condition that cannot be read, whatever the rest comes to follows from that.
        if (file.Faults.Count > before || file.RestsOnUnreadable || Items.DistinctBy(i => i.Item).Count() < Items.Count)
            return [];

        var bundles = new List<Bundle>();
        foreach (var day in shelf.ChangesOf(Items.Select(i => i.Item).Where(shelf.Has), ValidFrom, ValidTo))
        {
            var items = new List<BundleItem>(Items.Count);
            for (var i = 0; i < Items.Count; i++)
            {
                if (!shelf.Has(Items[i].Item))
                    continue;
                if (shelf.Find(Items[i].Item, day) is { } item)
                    items.Add(new(item, Items[i].Required, whens[i]));
                else
                    file.Report($"/items/{i}/item", $"'{Items[i].Item}' has no version in force on {day:yyyy-MM-dd}");
            }
            if (items.Count > 0)
                bundles.Add(new(this, items, questions, questionConditions, day));
        }
        before = file.Faults.Count;
        for (var i = 0; i < Items.Count; i++)
        {
            var pointer = $"/items/{i}/when";
            whens[i]?.CheckAgainst(questions, isRegion, m => file.Report(pointer, m));
        }
        foreach (var bundle in bundles)
            CheckConditions(bundle, isRegion, file);
        return file.Faults.Count == before ? bundles : [];
    }

    private Dictionary<string, Condition> ReadQuestionConditions(SourceFile file)
    {
        var conditions = new Dictionary<string, Condition>();
        var before = new HashSet<string>();
        foreach (var (name, text) in Questions)
        {
            var pointer = $"/questions/{JsonPointer.Escape(name)}/when";
            if (text.When?.ToCondition(pointer, file) is { } condition)
            {
                conditions[name] = condition;
                foreach (var later in condition.Questions.Where(q => Questions.ContainsKey(q) && !before.Contains(q)))
                    file.Report(pointer, $"rests on '{later}', which does not stand before it");
            }
            before.Add(name);
        }
        return conditions;
    }

    /// <summary>Where an item stands that the bundle has.</summary>
    public int IndexOf(string item)
    {
        var at = 0;
        while (Items[at].Item != item)
            at++;
        return at;
    }

    private void CheckConditions(Bundle bundle, Func<string, bool> isRegion, SourceFile file)
    {
        foreach (var (name, condition) in bundle.QuestionConditions)
            condition.CheckAgainst(bundle.Questions, isRegion, m => file.ReportOnce($"/questions/{JsonPointer.Escape(name)}/when", m));
        for (var i = 0; i < bundle.Items.Count; i++)
        {
            var at = IndexOf(bundle.Items[i].Item.Id);
            foreach (var material in bundle.Items[i].Item.Materials)
                material.When?.CheckAgainst(bundle.Questions, isRegion, m => file.ReportOnce($"/items/{at}", $"{material.Id} of {Items[at].Item}: {m}"));
        }
    }

    private void CheckRetry(SourceFile file)
    {
        if (IssueRetry.Attempts < 1)
            file.Report("/issueRetry/attempts", "must be at least 1");
        if (IssueRetry.Attempts > MostAttempts)
            file.ReportStrictly("/issueRetry/attempts", $"must be at most {MostAttempts}");
        if (IssueRetry.MaxDelaySeconds > LongestDelaySeconds)
            file.ReportStrictly("/issueRetry/maxDelaySeconds", $"must be at most {LongestDelaySeconds}");
        if (IssueRetry.FirstDelaySeconds < 0 || IssueRetry.MaxDelaySeconds < IssueRetry.FirstDelaySeconds)
            file.Report("/issueRetry", "the delays must not be negative, and the longest not shorter than the first");
    }
}

internal sealed record BundleItemText(string Item, bool Required, ConditionText? When = null);
