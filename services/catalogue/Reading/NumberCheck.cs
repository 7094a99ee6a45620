using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Reading;

/// <summary>
/// Every licence of one type is numbered in one way, by whichever item of a desk and in whichever version: two patterns could make the same
/// number from two sequences.
/// </summary>
internal static class NumberCheck
{
    public static void Report(ItemShelf shelf, Func<string, SourceFile> fileOf)
    {
        var first = new Dictionary<string, (string Pattern, string Item)>();
        foreach (var item in shelf.All.Where(i => i.Department.Desk))
            foreach (var type in item.Outputs.Distinct())
            {
                var own = item.Issues.GetValueOrDefault(type)?.Number;
                var pattern = own ?? NumberPattern.DefaultText;
                if (!first.TryAdd(type, (pattern, item.Id)) && first[type] is var known && known.Pattern != pattern)
                    fileOf(shelf.PathOf(item)).Report(
                        own is null ? "/outputs" : $"/issues/{JsonPointer.Escape(type)}/number",
                        $"'{type}' is numbered '{known.Pattern}' by '{known.Item}', and here '{pattern}': it is numbered in one way");
            }
    }
}
