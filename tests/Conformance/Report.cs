using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneVisit.Conformance;

/// <summary>What a department, or a platform's operator, can sign.</summary>
internal sealed class Report(Settings settings, Sheet sheet, DateTimeOffset began, DateTimeOffset ended)
{
    /// <summary>Counts up when a check is added or becomes stricter.</summary>
    private const int KitVersion = 1;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IReadOnlyList<Result> _results = sheet.Results();

    public bool Good => _results.All(r => r.Verdict != Verdict.Failed);

    private static string Version => typeof(Report).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private string Subject => settings.PlaysDepartment ? "a platform, by a department's system" : "a department's system, by a platform";

    /// <summary>The settings, and what the other side says of itself.</summary>
    private IEnumerable<(string Name, string Value)> Told() => settings.Told().Concat(sheet.Said);

    /// <summary>One line a check: what the hash covers.</summary>
    private IEnumerable<string> Lines() => _results.Select(r => $"{r.Verdict.ToString().ToLowerInvariant()} {r.Check.Id}: {r.Check.Sentence}{(r.Detail is null ? "" : $" | {OneLine(r.Detail)}")}");

    /// <summary>SHA-256 over the settings, the times and every line, in UTF-8, joined by a single line feed.</summary>
    private string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        [$"kit {KitVersion} {Version}", Instant(began), Instant(ended), .. Told().Select(s => $"{s.Name} {s.Value}"), .. Lines()]))));

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("OneVisit conformance report");
        text.AppendLine(CultureInfo.InvariantCulture, $"  of         {Subject}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  kit        {KitVersion}, made with {Version}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  from       {Instant(began)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  until      {Instant(ended)}");
        foreach (var (name, value) in Told())
            text.AppendLine(CultureInfo.InvariantCulture, $"  {name,-10} {value}");
        text.AppendLine();
        foreach (var result in _results)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{Mark(result.Verdict)}  {result.Check.Sentence}  [{result.Check.Id}; {result.Check.Clause}]");
            if (result.Detail is { } detail)
                text.AppendLine(CultureInfo.InvariantCulture, $"          {OneLine(detail)}");
        }
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Count(Verdict.Passed)} passed, {Count(Verdict.Failed)} failed, {Count(Verdict.Skipped)} skipped");
        text.AppendLine(CultureInfo.InvariantCulture, $"sha256 {Hash()}");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Department  {settings.Department,-30} Name  ______________________________");
        text.AppendLine("Date        ______________________________ Signature  _________________________");
        return text.ToString();
    }

    public string ToJson() => new JsonObject
    {
        ["of"] = Subject,
        ["kit"] = KitVersion,
        ["version"] = Version,
        ["from"] = Instant(began),
        ["until"] = Instant(ended),
        ["settings"] = new JsonObject(Told().Select(s => KeyValuePair.Create(s.Name, (JsonNode?)s.Value))),
        ["passed"] = Count(Verdict.Passed),
        ["failed"] = Count(Verdict.Failed),
        ["skipped"] = Count(Verdict.Skipped),
        ["checks"] = new JsonArray([.. _results.Select(r => new JsonObject
        {
            ["id"] = r.Check.Id,
            ["sentence"] = r.Check.Sentence,
            ["clause"] = r.Check.Clause,
            ["verdict"] = r.Verdict.ToString().ToLowerInvariant(),
            ["detail"] = r.Detail,
        })]),
        ["sha256"] = Hash(),
        ["signed"] = new JsonObject { ["name"] = "", ["department"] = settings.Department, ["date"] = "", ["signature"] = "" },
    }.ToJsonString(Readable);

    private int Count(Verdict verdict) => _results.Count(r => r.Verdict == verdict);

    private static string Mark(Verdict verdict) => verdict switch { Verdict.Passed => "passed ", Verdict.Failed => "FAILED ", _ => "skipped" };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
