using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;

namespace OneVisit.All.Verify;

/// <summary>What a department keeps in its register for a task: what the journal tells was reserved, and records that say what their licences do.</summary>
internal static class RegisterChecks
{
    public static IEnumerable<Finding> Of(Book<TaskState> book, TaskState task)
    {
        // As issued: a record is not corrected with its licence.
        var issued = LicenceCorrection.AsIssued(task.Licences, task.Corrections);
        var revoked = task.Lifecycle is ItemLifecycle.Cancelled or ItemLifecycle.Revoked;
        foreach (var entry in book.Register)
        {
            // What is reserved may be a name.
            var name = entry.Lasting ? $"the entry '{entry.Key.Kind}' {entry.Key.Key}" : $"the entry '{entry.Key.Kind}'";
            if (!entry.Lasting && task.HasEnded)
                yield return Broken($"{name} is reserved by a task that is {KebabCase.Of(task.Lifecycle)}");
            if (entry.Revoked != (entry.Lasting && revoked))
                yield return Broken($"{name} {(entry.Revoked ? "is revoked" : "holds")} and its task is {KebabCase.Of(task.Lifecycle)}");
            if (!entry.Lasting)
                continue;
            if (LicenceOf(entry, issued) is not { } licence)
                yield return Broken($"{name} is of no licence of its task");
            else if (OwnJson.Parse(entry.Data) is not { } data)
                yield return Broken($"what {name} says cannot be read");
            else if (Strays(data, licence.Data).Any())
                yield return Broken($"{name} says other than its licence: {string.Join(", ", Strays(data, licence.Data))}");
        }
        foreach (var entry in book.UntoldEntries)
            yield return Broken($"an entry '{entry.Key.Kind}' was made at {entry.At:u}, of which its journal tells nothing");
        if (book.Tale.Recorded is { } recorded && !recorded.Order(StringComparer.Ordinal).SequenceEqual(book.Register.Where(r => r.Lasting).Select(r => r.Key.Kind).Order(StringComparer.Ordinal)))
            yield return Broken($"its journal tells of {(recorded.Count == 0 ? "no record" : $"the records '{string.Join("', '", recorded)}'")}, and its register has others or fewer");
        foreach (var what in Reserved(book, task))
            yield return Broken(what);

        Finding Broken(string what) => new(Invariant.Register, book.Service, book.CaseId, book.Id, what);
    }

    private static IEnumerable<string> Reserved(Book<TaskState> book, TaskState task)
    {
        if (!book.Tale.HasDigests || task.HasEnded)
            yield break;
        foreach (var (kind, key, data) in book.Tale.Reserved)
        {
            var entry = book.Register.FirstOrDefault(r => !r.Lasting && r.Key.Kind == kind && r.Key.Key == key);
            if (entry is null)
                yield return $"what it reserved as '{kind}' is not in the register, or no longer as it was, and somebody else can have it";
            else if (data is { } told && (OwnJson.Parse(entry.Data) is not { } said || !JsonElement.DeepEquals(told, said)))
                yield return $"what it reserved as '{kind}' says other than its journal tells";
        }
        foreach (var entry in book.Register.Where(r => !r.Lasting && !book.Tale.Reserved.Exists(t => t.Kind == r.Key.Kind && t.Key == r.Key.Key)))
            yield return $"it has reserved something as '{entry.Key.Kind}' of which its journal tells nothing";
    }

    /// <summary>A record is kept under its licence's number, or under a number that the licence carries.</summary>
    private static Licence? LicenceOf(RegisterRow entry, IReadOnlyList<Licence> issued) =>
        issued.FirstOrDefault(l => l.Number == entry.Key.Key) ?? issued.FirstOrDefault(l => Carries(l.Data, entry.Key.Key));

    /// <summary>The members that both have, and that are not alike; what a record says beside its licence is its department's matter.</summary>
    private static IEnumerable<string> Strays(JsonElement record, JsonElement licence) => record.ValueKind != JsonValueKind.Object || licence.ValueKind != JsonValueKind.Object
        ? []
        : record.EnumerateObject().Where(m => licence.TryGetProperty(m.Name, out var same) && !JsonElement.DeepEquals(m.Value, same)).Select(m => m.Name);

    /// <summary>Whether a record says anything that its licence says.</summary>
    internal static bool SaysWhatItIsOf(RegisterRow entry, IReadOnlyList<Licence> issued) =>
        LicenceOf(entry, issued) is { Data: { ValueKind: JsonValueKind.Object } licence } && OwnJson.Parse(entry.Data) is { ValueKind: JsonValueKind.Object } record
        && record.EnumerateObject().Any(m => licence.TryGetProperty(m.Name, out _));

    private static bool Carries(JsonElement data, string number) => data.ValueKind switch
    {
        JsonValueKind.Object => data.EnumerateObject().Any(m => Carries(m.Value, number)),
        JsonValueKind.Array => data.EnumerateArray().Any(e => Carries(e, number)),
        JsonValueKind.String => data.GetString() == number,
        _ => false,
    };
}
