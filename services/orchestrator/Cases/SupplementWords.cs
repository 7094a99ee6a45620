using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Orchestrator.Cases;

/// <summary>What an applicant reads who is asked to add something.</summary>
internal static class SupplementWords
{
    /// <summary>The notice: every request with its reason, its law, each paper and field, and the last day for the answer.</summary>
    public static Text Notice(IReadOnlyList<AskedOfApplicant> requests) => new(
        $"请一次补正以下内容。{string.Concat(requests.Select(Zh))}",
        $"Please add the following; this is everything that is asked at present. {string.Join(' ', requests.Select(En))}");

    /// <summary>What a request still lacks, pointed at where it should be in the answer.</summary>
    public static IEnumerable<Fault> Missing(CaseState state, ItemState item, SupplementChanges missing, CityClock clock)
    {
        var known = AskedOfApplicant.KnownOf(state, item, clock);
        foreach (var material in missing.Materials)
            yield return new Fault("/materials", FaultCodes.MissingMaterial, Lacks(item, material, AskedOfApplicant.MaterialOf(known, material)));
        foreach (var field in missing.Fields)
            yield return new Fault($"/form{field}", FaultCodes.Missing, Lacks(item, field, AskedOfApplicant.FieldOf(known, field)));
    }

    private static string Lacks(ItemState item, string what, Text name) =>
        name.Zh == what ? $"{item.Item} still waits for '{what}'" : $"{item.Item} still waits for '{what}' ({name.Zh}, {name.En})";

    private static string Zh(AskedOfApplicant asked)
    {
        var parts = new List<string> { $"“{asked.Name.Zh}”:{asked.Reason.Zh.TrimEnd('。', '.')}(依据:{asked.LegalBasis})。" };
        if (asked.Materials.Count > 0)
            parts.Add($"材料:{string.Join('、', asked.Materials.Select(m => Because(m.Name.Zh, m.Why?.Zh, "(", ")")))}。");
        if (asked.Fields.Count > 0)
            parts.Add($"填报内容:{string.Join('、', asked.Fields.Select(f => Because(f.Name.Zh, f.Why?.Zh, "(", ")")))}。");
        if (asked.AnswerBy is { } day)
            parts.Add($"请于{day.Year}年{day.Month}月{day.Day}日前补正,{(asked.Unanswered == Unanswered.Withdraw ? "逾期视为撤回申请" : "逾期按现有材料审查")}。");
        return string.Concat(parts);
    }

    private static string En(AskedOfApplicant asked)
    {
        var parts = new List<string> { $"{asked.Name.En}: {asked.Reason.En.TrimEnd('。', '.')} ({asked.LegalBasis})." };
        if (asked.Materials.Count > 0)
            parts.Add($"Papers: {string.Join("; ", asked.Materials.Select(m => Because(m.Name.En, m.Why?.En, " (", ")")))}.");
        if (asked.Fields.Count > 0)
            parts.Add($"Fields: {string.Join("; ", asked.Fields.Select(f => Because(f.Name.En, f.Why?.En, " (", ")")))}.");
        if (asked.AnswerBy is { } day)
        {
            var then = asked.Unanswered == Unanswered.Withdraw ? "without an answer the application counts as withdrawn" : "without an answer it is decided on what is there";
            parts.Add($"Please answer by {day.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture)}; {then}.");
        }
        return string.Join(' ', parts);
    }

    private static string Because(string name, string? why, string open, string close) => why is null ? name : $"{name}{open}{why.TrimEnd('。', '.')}{close}";
}
