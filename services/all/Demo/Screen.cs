using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OneVisit.All.Demo;

/// <summary>What the demo shows: a line for everything that happens, then the decisions and the licences. Plain text when nobody watches.</summary>
internal sealed class Screen(TextWriter output, bool colours)
{
    private const string Green = "32", Red = "31", Blue = "36", Faint = "2", Bold = "1";

    private static readonly Dictionary<string, string> Departments = new(StringComparer.Ordinal)
    {
        ["market-registration"] = "市场监管 market regulation",
        ["tax"] = "税务 tax",
        ["seals"] = "公安 seals",
        ["signage"] = "城管 signage",
    };

    private DateTimeOffset? _first;

    /// <summary>The terminal; without colours when the output goes elsewhere or <c>NO_COLOR</c> asks for none.</summary>
    public static Screen OfConsole()
    {
        Console.OutputEncoding = Encoding.UTF8;
        return new Screen(Console.Out, !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
    }

    public void Title(Uri platform, string tradeName)
    {
        output.WriteLine($"{Paint(Bold, "OneVisit 一件事")} · {platform}");
        output.WriteLine($"开办企业 opening a company: {Paint(Bold, tradeName)} · one application, every department at the same time");
        output.WriteLine();
    }

    /// <summary>An entry of the journal, of a kind known here or not.</summary>
    public void Entry(JsonElement entry)
    {
        var (kind, data) = (entry.Text("kind") ?? "?", entry.Member("data"));
        var (word, colour, rest) = kind switch
        {
            "review-requested" => ("asked", Faint, data.Text("item")),
            "task-held" => ("holds", Blue, data.Text("item")),
            "review-decided" => (data.Text("outcome") ?? "decided", OutcomeColour(data.Text("outcome")), data.Text("by")),
            "issue-requested" => ("issues", Blue, data.Text("item")),
            "licences-issued" => ("issued", Green, string.Join(", ", data.List("licences").Select(NameOf))),
            "completed" => (kind, Green, null),
            "refused" or "not-accepted" or "withdrawn" or "terminated" or "issue-failed" => (kind, Red, data.Text("item")),
            _ => (kind, Faint, data.Text("item")),
        };
        output.WriteLine($"{Paint(Faint, Since(entry))}  {Pad(HolderOf(data), 28)}{Paint(colour, Pad(word, 18))}{rest}".TrimEnd());
    }

    public void Decisions(JsonElement outcome)
    {
        Heading("决定 Decisions");
        foreach (var item in outcome.List("items"))
        {
            var decision = item.Member("decision");
            var result = decision.Text("outcome") ?? "none yet";
            output.WriteLine($"  {Pad(NameOf(item.Text("department")), 28)}{Paint(OutcomeColour(result), Pad(result, 10))}{item.Text("item")} {Paint(Faint, decision.Text("by") ?? "")}".TrimEnd());
            foreach (var line in new[] { decision.Member("reason").Text("zh"), decision.Member("reason").Text("en") }.OfType<string>())
                output.WriteLine($"    {line}");
            if (decision.Text("legalBasis") is { } basis)
                output.WriteLine($"    {Paint(Faint, basis)}");
        }
    }

    public void Licences(JsonElement outcome)
    {
        Heading("证照 Licences");
        foreach (var licence in outcome.List("licences"))
        {
            output.WriteLine($"  {Pad(licence.Text("type") ?? "?", 20)}{Paint(Bold, licence.Text("number") ?? "?")}{(licence.Text("validUntil") is { } until ? $" until {until}" : "")}");
            var data = licence.Member("data");
            foreach (var (name, text) in data.ValueKind == JsonValueKind.Object ? data.EnumerateObject().Select(m => (m.Name, Flat(m.Value))).ToArray() : [])
            {
                if (text.Length > 0)
                    output.WriteLine($"    {Paint(Faint, name)} {text}");
            }
        }
    }

    public void Completed(JsonElement outcome, TimeSpan took)
    {
        output.WriteLine();
        output.WriteLine(Paint(Green, string.Create(CultureInfo.InvariantCulture,
            $"办结 Completed in {took.TotalSeconds:0.000} s: 1 application, {outcome.List("items").Count()} decisions, {outcome.List("licences").Count()} licences, visits: {outcome.Member("visits").Text("made") ?? "?"}.")));
    }

    /// <summary>Who holds what, when the case is not completed.</summary>
    public void InTheWay(JsonElement outcome)
    {
        output.WriteLine();
        output.WriteLine(Paint(Red, $"未办结 Not completed: the case is {outcome.Text("lifecycle") ?? "unknown"}."));
        foreach (var item in outcome.List("items").Where(i => i.Text("lifecycle") != "issued"))
            output.WriteLine($"  {Pad(NameOf(item.Text("holder") ?? item.Text("department")), 28)}{item.Text("item")} is {item.Text("lifecycle")}");
    }

    public void Trouble(string message) => output.WriteLine(Paint(Red, message));

    private void Heading(string text)
    {
        output.WriteLine();
        output.WriteLine(Paint(Bold, text));
    }

    private string Since(JsonElement entry)
    {
        if (!DateTimeOffset.TryParse(entry.Text("at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return new string(' ', 9);
        _first ??= at;
        return string.Create(CultureInfo.InvariantCulture, $"{(at - _first.Value).TotalSeconds,7:0.000} s");
    }

    private static string HolderOf(JsonElement data) => NameOf(data.Text("department") ?? data.Text("item")?.Split('.')[0] ?? "platform");

    private static string NameOf(string? department) => Departments.GetValueOrDefault(department ?? "", department switch
    {
        null or "platform" => "平台 platform",
        _ => department,
    });

    private static string NameOf(JsonElement licence) =>
        licence.ValueKind == JsonValueKind.String ? licence.GetString()! : $"{licence.Text("type")} {licence.Text("number")}";

    private static string OutcomeColour(string? outcome) => outcome switch
    {
        "pass" => Green,
        "refuse" or "not-accepted" => Red,
        _ => Blue,
    };

    /// <summary>A value on one line, without the punctuation of JSON; of each object in a list, what it is: its first two members.</summary>
    private static string Flat(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(entry =>
            entry.ValueKind == JsonValueKind.Object ? string.Join(" ", entry.EnumerateObject().Take(2).Select(m => Flat(m.Value))) : Flat(entry))),
        JsonValueKind.Object when value.Text("zh") is { } zh => zh,
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(m => $"{m.Name} {Flat(m.Value)}")),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    /// <summary>Pads to columns of a terminal, where a Chinese character takes two.</summary>
    private static string Pad(string text, int columns)
    {
        var width = text.EnumerateRunes().Sum(rune => rune.Value >= 0x2E80 ? 2 : 1);
        return text + new string(' ', Math.Max(1, columns - width));
    }

    private string Paint(string style, string text) => colours && text.Length > 0 ? $"\e[{style}m{text}\e[0m" : text;
}
