using System.Text.Json.Nodes;

namespace OneVisit.Conformance.AgainstPlatform;

/// <summary>Plays the department's system against a platform: an applicant hands in, and the system asks, takes, decides, issues, and does each of them wrong first.</summary>
internal sealed partial class DepartmentPlay : IDisposable
{
    private const int LongestAnswer = 90;

    private readonly Settings _settings;
    private readonly Sheet _sheet;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancel;
    private readonly HttpClient _http;
    private readonly JsonObject _application;
    private readonly string _tasks;

    private DepartmentPlay(Settings settings, Sheet sheet, TimeProvider time, CancellationToken cancel)
    {
        (_settings, _sheet, _time, _cancel) = (settings, sheet, time, cancel);
        _http = new HttpClient { BaseAddress = settings.PlatformAddress, Timeout = TimeSpan.FromSeconds(LongestAnswer) };
        _application = settings.Application ?? BuiltIn();
        _tasks = $"/api/departments/{settings.Department}/tasks";
        System = Applicant = new Caller(_http, null, See);
    }

    private Caller System { get; set; }

    private Caller Applicant { get; set; }

    private string? Region => _settings.Region ?? _application["region"]?.ToString();

    public static async Task RunAsync(Settings settings, Sheet sheet, TextWriter errors, TimeProvider time, CancellationToken cancel)
    {
        using var play = new DepartmentPlay(settings, sheet, time, cancel);
        await errors.WriteLineAsync($"The kit plays {settings.Department} at {settings.PlatformAddress}.");
        await play.SignInAsync();
        await play.AboutAsync();
        await play.StrangersAsync();
        await play.QueriesAsync();
        var (task, isOpen) = await play.HandInAsync();
        await play.OneTaskAsync(task);
        if (isOpen)
        {
            await play.InboxAsync(task);
            await play.HandsAsync(task);
            await play.IssueEarlyAsync(task);
            await play.SupplementAsync(task);
            await play.DecideAsync(task);
            await play.IssueAsync(task);
        }
        else
        {
            await play.IssueEarlyAsync(task);
            foreach (var check in (Check[])[.. PlatformChecks.OfDeciding, .. PlatformChecks.OfIssuing])
                sheet.Skip(check, $"Here {settings.Department} decides by rule, before its system can.");
        }
        await play.WebhooksAsync();
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Every error is looked at, whatever it was asked for.</summary>
    private void See(Answer answer)
    {
        if (answer.Status < 400)
            return;
        var body = answer.Body as JsonObject;
        _sheet.Holds(
            PlatformChecks.Problems,
            answer.MediaType == "application/problem+json" && body?["errors"] is JsonArray && body["status"]?.GetValue<int>() == answer.Status
                && (string[])["type", "code", "title", "traceId"] is var members && members.All(m => body[m] is not null),
            () => $"{answer}: {answer.MediaType} {answer.Text}");
    }

    private async Task SignInAsync()
    {
        var system = _settings.Token ?? await TokenAsync("conformance-system", "system", _settings.Department, Region)
            ?? throw new UnplayableException("This platform hands out no tokens: --token and --applicant-token are needed.");
        var applicant = _settings.ApplicantToken ?? await TokenAsync("conformance-applicant", "applicant", null, null)
            ?? throw new UnplayableException("This platform hands out no tokens: --applicant-token is needed.");
        (System, Applicant) = (new Caller(_http, system, See), new Caller(_http, applicant, See));
    }

    private async Task AboutAsync()
    {
        if ((await System.GetAsync("/api/about", _cancel)).Body is not JsonObject about)
            return;
        foreach (var name in (string[])["name", "version", "commit"])
        {
            if (about[name] is { } value)
                _sheet.Say($"its {name}", value.ToString());
        }
    }

    private Task<string?> TokenAsync(string subject, string role, string? department, string? region) => Caller.SignInAsync(_http, subject, role, department, region, _cancel);

    /// <summary>Somebody else; null, and the checks are skipped, where the platform hands out no tokens.</summary>
    private async Task<Caller?> AnotherAsync(string subject, string role, string? department, string? region, params Check[] checks)
    {
        if (await TokenAsync(subject, role, department, region) is { } token)
            return new Caller(_http, token, See);
        foreach (var check in checks)
            _sheet.Skip(check, "It needs the token of somebody else, and this platform hands out none.");
        return null;
    }

    private Task<Answer> ReadAsync(string task) => System.GetAsync($"{_tasks}/{task}", _cancel);

    private Task<bool> UntilAsync(Func<Task<bool>> holds) => Pause.UntilAsync(holds, _settings.Patience, _time, _cancel);

    private bool Holds(Check check, bool holds, Answer answer) => _sheet.Holds(check, holds, () => answer.ToString());

    private static bool IsOpen(JsonNode? task) => task?["lifecycle"]?.ToString() is "requested" or "claimed" or "reviewing";

    private static JsonObject BuiltIn()
    {
        using var stream = typeof(DepartmentPlay).Assembly.GetManifestResourceStream("business-start-up.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
