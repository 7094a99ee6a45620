using OneVisit.Contracts;

namespace OneVisit.Catalogue;

/// <summary>Why something is in a plan, in words.</summary>
internal static class Reasons
{
    public static Text ForItem(BundleItem item, Bundle bundle)
    {
        if (item.When is null)
            return new($"“{bundle.Name.Zh}”都要办理此事项", $"part of every {bundle.Name.En}");
        Text[] questions = [.. item.When.Questions.Distinct().Select(q => bundle.Questions.Find(q)!.Node.Title!)];
        return new(
            $"根据您对{string.Concat(questions.Select(q => $"“{q.Zh}”"))}的回答",
            $"because of the answer to {string.Join(" and ", questions.Select(q => $"'{q.En}'"))}");
    }

    public static Text ForNeeded(IReadOnlyList<ServiceItem> items) => new(
        $"{string.Join('、', items.Select(i => i.Name.Zh))}需要",
        $"asked because {string.Join(", ", items.Select(i => i.Id))} {(items.Count == 1 ? "needs" : "need")} it");
}
