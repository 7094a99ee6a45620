using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;

namespace OneVisit.Kit.Polling;

/// <summary>What an answer of a closed system says of a task. Any JSON at all is told what it says, and never thrown at.</summary>
/// <param name="Word">Its own word; null when it says none.</param>
/// <param name="Meaning">Null: nothing that can be acted upon, and <paramref name="Trouble"/> says why.</param>
/// <param name="Body">What a department's own system would send for it: of a decision, or of an issue.</param>
/// <param name="Trouble">For the operators. It repeats of the answer no more than its word.</param>
internal sealed record Said(string? Word, MeaningKind? Meaning, JsonObject? Body, string? Trouble)
{
    private const int LongestWord = 40;
    private const int MostMissing = 100;

    /// <summary>How they write the last day of a licence.</summary>
    private static readonly string[] Days = ["yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyyMMddHHmmss"];

    public static Said Of(ClosedSystem system, JsonElement answer)
    {
        if (JsonTexts.FaultsOf(answer).Count > 0)
            return Nothing(null, "its answer holds text that is no Unicode");
        if (Scalar.Of(JsonPointer.Find(answer, system.State)) is not { Length: > 0 } word)
            return Nothing(null, $"its answer has no state at {system.State}");
        if (!system.Words.TryGetValue(word, out var meaning))
            return Nothing(word, $"its word {Shown(word)} is not known");
        var troubles = new List<string>();
        var body = meaning.Kind switch
        {
            MeaningKind.Pass or MeaningKind.Refuse or MeaningKind.Supplement => DecisionOf(meaning, answer, troubles),
            MeaningKind.Issued => IssueOf(meaning, answer, troubles),
            _ => null,
        };
        return troubles.Count > 0 ? Nothing(word, string.Join("; ", troubles)) : new Said(word, meaning.Kind, body, null);
    }

    /// <summary>The number under which a task was filed; null when the answer has none.</summary>
    public static string? ReferenceIn(JsonElement answer, string pointer) =>
        JsonTexts.FaultsOf(answer).Count == 0 && Scalar.Of(JsonPointer.Find(answer, pointer)) is { Length: > 0 and <= 200 } reference && !reference.Any(char.IsControl) ? reference : null;

    /// <summary>A word as it may stand in a log: short, and no number of a person.</summary>
    private static string Shown(string word) =>
        word.Length <= LongestWord && !word.Any(char.IsControl) && word.Count(char.IsAsciiDigit) < 11 ? $"'{word}'" : "(too long for one)";

    private static Said Nothing(string? word, string trouble) => new(word, null, null, trouble);

    private static JsonObject DecisionOf(Meaning meaning, JsonElement answer, List<string> troubles)
    {
        var body = new JsonObject { ["outcome"] = KebabCase.Of(meaning.Kind) };
        var optional = meaning.Kind == MeaningKind.Pass;
        if (TextOf(meaning.Reason, answer) is { } reason)
            body["reason"] = new JsonObject { ["zh"] = reason.Zh, ["en"] = reason.En };
        else if (!optional)
            troubles.Add($"it does not say why at {meaning.Reason?.From}");
        if (TextOf(meaning.LegalBasis, answer) is { } basis)
            body["legalBasis"] = basis.Zh;
        else if (!optional)
            troubles.Add($"it does not say by which law at {meaning.LegalBasis?.From}");
        if (meaning.Missing is { } table)
            AddMissing(table, answer, body, troubles);
        return body;
    }

    private static void AddMissing(MissingTable table, JsonElement answer, JsonObject body, List<string> troubles)
    {
        var found = JsonPointer.Find(answer, table.From);
        JsonElement[] listed = found switch
        {
            null or { ValueKind: JsonValueKind.Null } => [],
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
            { } one => [one],
        };
        if (listed.Length > MostMissing)
        {
            troubles.Add($"it names more than {MostMissing} missing things");
            return;
        }
        var (materials, fields) = (new List<string>(), new List<string>());
        foreach (var one in listed)
        {
            // Everything that is missing is told at once, so what is not understood holds up the whole.
            if (Scalar.Of(JsonPointer.Find(one, table.Code)) is not { Length: > 0 } code)
                troubles.Add($"a missing thing at {table.From} has no code");
            else if (!table.Codes.TryGetValue(code, out var thing))
                troubles.Add($"its code {Shown(code)} of a missing thing is not known");
            else if (thing.Material is { } material)
                materials.Add(material);
            else
                fields.Add(thing.Field!);
        }
        if (materials.Count + fields.Count == 0)
            return;
        body["supplement"] = new JsonObject
        {
            ["materials"] = new JsonArray([.. materials.Distinct().Select(m => new JsonObject { ["material"] = m })]),
            ["fields"] = new JsonArray([.. fields.Distinct().Select(f => new JsonObject { ["pointer"] = f })]),
        };
    }

    private static JsonObject IssueOf(Meaning meaning, JsonElement answer, List<string> troubles)
    {
        var licences = new JsonArray();
        foreach (var template in meaning.Licences!)
        {
            var licence = new JsonObject { ["type"] = template.Type, ["data"] = template.Data?.Fill(answer) ?? new JsonObject() };
            if (template.Number is { } at)
            {
                if (Scalar.Of(JsonPointer.Find(answer, at)) is { Length: > 0 } number)
                    licence["number"] = number;
                else
                    troubles.Add($"it gives no number at {at}");
            }
            if (template.ValidUntil is { } end && Scalar.Of(JsonPointer.Find(answer, end)) is { Length: > 0 } day)
            {
                if (DateTime.TryParseExact(day, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
                    licence["validUntil"] = until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                else
                    troubles.Add($"it gives no day at {end}");
            }
            licences.Add(licence);
        }
        return new JsonObject { ["licences"] = licences };
    }

    private static Text? TextOf(Wording? wording, JsonElement answer) =>
        wording?.From is { } from && Scalar.Of(JsonPointer.Find(answer, from)) is { Length: > 0 } said ? new Text(said, said) : wording?.Otherwise;
}
