using OneVisit.Contracts;

namespace OneVisit.Catalogue;

/// <summary>Why something is in a plan, in words.</summary>
internal static class Reasons
{
    public static Text ForItem(BundleItem item, Bundle bundle)
    {
        if (item.When is not { } when)
            return new($"“{bundle.Name.Zh}”都要办理此事项", $"part of every {bundle.Name.En}");
        Text[] questions = [.. when.Questions.Distinct().Select(q => bundle.Questions.Find(q)!.Node.Title!)];
        var place = when.Regions.Any();
        if (questions.Length == 0)
            return new("根据办理所在地", "because of where the matter lies");
        return new(
            $"根据您对{string.Concat(questions.Select(q => $"“{q.Zh}”"))}的回答{(place ? "和办理所在地" : "")}",
            $"because of the answer to {string.Join(" and ", questions.Select(q => $"'{q.En}'"))}{(place ? " and of where the matter lies" : "")}");
    }

    public static Text ForNeeded(IReadOnlyList<ServiceItem> items) => new(
        $"{string.Join('、', items.Select(i => i.Name.Zh))}需要",
        $"asked because {string.Join(", ", items.Select(i => i.Id))} {(items.Count == 1 ? "needs" : "need")} it");

    public static Text ForProvided(string type, IReadOnlyList<string> items) => new(
        $"由本次办理的{string.Join('、', items)}核发({type}),无需填写或提交",
        $"not asked: {string.Join(", ", items)} of the same case {(items.Count == 1 ? "issues" : "issue")} the {type}");

    public static Text ForLookedUp(string type) => new(
        $"本市核发的证照({type}),由系统核验,无需提交",
        $"not asked: a {type} is issued by the city itself and looked up");
}

/// <summary>Most fields of a plan are needed by the same few sets of items: each set's words are made once.</summary>
internal sealed class ReasonsOnce
{
    private readonly List<(List<ServiceItem> Items, IReadOnlyList<string> Ids, Text Reason)> _known = [];

    public (IReadOnlyList<string> Ids, Text Reason) For(List<ServiceItem> items)
    {
        foreach (var (known, ids, reason) in _known)
            if (Same(known, items))
                return (ids, reason);
        string[] neededBy = [.. items.Select(i => i.Id)];
        _known.Add((items, neededBy, Reasons.ForNeeded(items)));
        return (neededBy, _known[^1].Reason);
    }

    private static bool Same(List<ServiceItem> a, List<ServiceItem> b)
    {
        if (a.Count != b.Count)
            return false;
        for (var i = 0; i < a.Count; i++)
            if (!ReferenceEquals(a[i], b[i]))
                return false;
        return true;
    }
}
