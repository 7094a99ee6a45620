using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneVisit.Conformance;

/// <summary>How a run is to be.</summary>
internal sealed record Settings
{
    public const string Usage = """
        conformance --department ID (--url URL --secret whsec_… | --pull | --platform URL) [options]

        Against a department's system, which is told to find its platform at the address of --listen:
          --url URL --secret S   where it is told of events, and the secret they are signed with (Standard Webhooks)
          --pull                 it is told nothing, and asks its inbox
          --listen URL           where the kit plays the platform                       http://127.0.0.1:9400
          --token T              the only bearer token that is taken                    any
          --tasks FILE           what is applied for: see contracts/README.md           those of tax
        Against a platform:
          --platform URL         where it listens
          --token T              the department's token                                 asked of its development issuer
          --applicant-token T    the applicant's                                        likewise
          --application FILE     what is handed in                                      contracts/examples/business-start-up.json
          --region R             where the department's system is at home               the application's
          --listen URL           where the platform finds the kit                       no webhooks
        Both:
          --patience S           for how long something that must come is waited for    20
          --quiet S              for how long something that must not come is waited for 2
          --json FILE            the report as JSON too; - instead of the text
        """;

    public required string Department { get; init; }
    public Uri? Url { get; init; }
    public string? Secret { get; init; }
    public bool Pull { get; init; }
    public Uri? PlatformAddress { get; init; }
    public Uri Listen { get; init; } = new("http://127.0.0.1:9400");
    /// <summary>Whether it was said where, and not left to the kit.</summary>
    public bool ListenGiven { get; init; }
    public string? Token { get; init; }
    public string? ApplicantToken { get; init; }
    public string? Region { get; init; }
    public JsonObject? Application { get; init; }
    public JsonObject? Tasks { get; init; }
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(2);
    public string? Json { get; init; }

    public bool PlaysDepartment => PlatformAddress is not null;

    /// <summary>What the report says of them; nothing secret.</summary>
    public IEnumerable<(string Name, string Value)> Told()
    {
        yield return ("department", Department);
        if (Url is not null)
            yield return ("url", Url.ToString());
        if (Pull)
            yield return ("pull", "yes");
        if (PlatformAddress is not null)
            yield return ("platform", PlatformAddress.ToString());
        yield return ("listen", Listen.ToString());
        yield return ("patience", Seconds(Patience));
        yield return ("quiet", Seconds(Quiet));
    }

    /// <summary>Null beside every fault at once.</summary>
    public static Settings? Read(IReadOnlyList<string> args, out IReadOnlyList<string> faults)
    {
        var (options, found) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        string[] known = ["--department", "--url", "--secret", "--platform", "--listen", "--token", "--applicant-token", "--application", "--region", "--tasks", "--patience", "--quiet", "--json"];
        for (var at = 0; at < args.Count; at++)
        {
            if (args[at] == "--pull")
                options["--pull"] = "";
            else if (!known.Contains(args[at]))
                found.Add($"{args[at]}: not known.");
            else if (at + 1 == args.Count)
                found.Add($"{args[at]}: a value is expected.");
            else
                options[args[at]] = args[++at];
        }
        var settings = new Settings
        {
            Department = options.GetValueOrDefault("--department", ""),
            Url = Address("--url"),
            Secret = options.GetValueOrDefault("--secret"),
            Pull = options.ContainsKey("--pull"),
            PlatformAddress = Address("--platform"),
            Listen = Address("--listen") ?? new Uri("http://127.0.0.1:9400"),
            ListenGiven = options.ContainsKey("--listen"),
            Token = options.GetValueOrDefault("--token"),
            ApplicantToken = options.GetValueOrDefault("--applicant-token"),
            Region = options.GetValueOrDefault("--region"),
            Application = Read("--application"),
            Tasks = Read("--tasks"),
            Patience = Time("--patience", 20),
            Quiet = Time("--quiet", 2),
            Json = options.GetValueOrDefault("--json"),
        };
        if (settings.Department.Length == 0)
            found.Add("--department: a department's id is expected.");
        if ((settings.Url is null ? 0 : 1) + (settings.Pull ? 1 : 0) + (settings.PlaysDepartment ? 1 : 0) != 1)
            found.Add("Exactly one of --url, --pull and --platform is expected.");
        if (settings.Url is not null && (settings.Secret is null || WebhookSecret.KeyOf(settings.Secret) is null))
            found.Add("--secret: whsec_ and 24 to 64 bytes in base64 are expected beside --url.");
        if (settings is { PlaysDepartment: false, Tasks: null, Department: not ("tax" or "") })
            found.Add("--tasks: what is applied for is built in for tax alone.");
        faults = found;
        return found.Count == 0 ? settings : null;

        Uri? Address(string name)
        {
            if (!options.TryGetValue(name, out var text))
                return null;
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                return address;
            found.Add($"{name}: an http address is expected.");
            return null;
        }

        TimeSpan Time(string name, double otherwise)
        {
            if (!options.TryGetValue(name, out var text))
                return TimeSpan.FromSeconds(otherwise);
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600)
                return TimeSpan.FromSeconds(seconds);
            found.Add($"{name}: a number of seconds up to 3600 is expected.");
            return TimeSpan.Zero;
        }

        JsonObject? Read(string name)
        {
            if (!options.TryGetValue(name, out var file))
                return null;
            try
            {
                if (JsonNode.Parse(File.ReadAllText(file)) is JsonObject body)
                    return body;
                found.Add($"{name}: {file} holds no JSON object.");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                found.Add($"{name}: {file}: {e.Message}");
            }
            return null;
        }
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s");
}
