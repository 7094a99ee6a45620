using System.Text.Json.Nodes;
using OneVisit.Conformance.StandIn;

namespace OneVisit.Conformance.AgainstSystem;

/// <summary>Plays the platform: hands tasks out, tells of them in every way that may happen, and watches what the system does.</summary>
internal sealed partial class PlatformPlay : IDisposable
{
    private readonly Settings _settings;
    private readonly Sheet _sheet;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancel;
    private readonly TaskBook _book;
    private readonly JsonObject _application;
    private readonly WebhookCaller? _caller;
    private readonly List<StandInTask> _all = [];
    private readonly DateTimeOffset _start;

    private PlatformPlay(Settings settings, Sheet sheet, TaskBook book, TimeProvider time, CancellationToken cancel)
    {
        (_settings, _sheet, _book, _time, _cancel, _start) = (settings, sheet, book, time, cancel, time.GetUtcNow());
        _application = settings.Tasks ?? BuiltIn();
        _caller = settings.Url is null ? null : new WebhookCaller(settings.Url, settings.Secret!, time);
    }

    public static async Task RunAsync(Settings settings, Sheet sheet, TextWriter errors, TimeProvider time, CancellationToken cancel)
    {
        await using var platform = await StandInPlatform.StartAsync(settings, time);
        using var play = new PlatformPlay(settings, sheet, platform.Book, time, cancel);
        await errors.WriteLineAsync($"The kit plays the platform at {platform.Address}.");
        await play.MeetAsync();
        await Task.WhenAll(
            play.WholeLifeAsync(), play.ChangedMeanwhileAsync(), play.BusyAsync(), play.CancelledMeanwhileAsync(), play.DecisionLostAsync(), play.IssueLostAsync(),
            play.SupplementAsync(lapses: false), play.SupplementAsync(lapses: true), play.OutOfOrderAsync(), play.CancelledFirstAsync(), play.DeemedApprovedAsync(), play.UnknownAsync(), play.ForgedAsync());
        await play.BlockedAsync();
        await Pause.ForAsync(settings.Quiet, time, cancel);
        play.Judge();
    }

    public void Dispose() => _caller?.Dispose();

    /// <summary>Until the system listens, or asks.</summary>
    private async Task MeetAsync()
    {
        if (_caller is null)
        {
            if (!await UntilAsync(() => _book.Deeds.Any(d => d.Verb == "list" && d.Status == 200)))
                throw new UnplayableException("The system does not ask its inbox.");
            foreach (var check in SystemChecks.OfWebhooks)
                _sheet.Skip(check, "The system pulls.");
            return;
        }
        if (!await Pause.UntilAsync(async () => await _caller.SendAsync(WebhookCaller.NewId(), "{}", _cancel, unsigned: true) is not null, _settings.Patience, _time, _cancel))
            throw new UnplayableException($"Nobody answers at {_settings.Url}.");
        foreach (var check in SystemChecks.OfPulling)
            _sheet.Skip(check, "The system is told.");
    }

    private StandInTask New(string name, Trouble trouble = Trouble.None, int place = 100)
    {
        // Numbered by a time of its own, so that the order of the inbox does not depend on who is first here.
        lock (_all)
        {
            var at = _start.AddMinutes(-60).AddSeconds(place).AddMilliseconds(_all.Count);
            var task = new StandInTask(name, _settings.Department, _application) { Id = Guid.CreateVersion7(at), SubmittedAt = at, Trouble = trouble };
            _all.Add(task);
            _book.Add(task);
            return task;
        }
    }

    /// <summary>The inbox has it, and the system is told.</summary>
    private async Task TellAsync(StandInTask task, string type, string? id = null, bool listed = true)
    {
        if (listed)
            _book.List(task);
        if (_caller is null)
            return;
        var body = _caller.Body(type, task);
        int? status = null;
        await Pause.UntilAsync(async () => (status = await _caller.SendAsync(id ?? WebhookCaller.NewId(), body, _cancel)) is not (429 or 503), _settings.Patience, _time, _cancel);
        _sheet.Holds(SystemChecks.Accepts, status is >= 200 and < 300, () => $"{type} about {task.Name} was answered {status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "with nothing"}.");
    }

    private async Task<bool> DecidedAsync(StandInTask task)
    {
        var decided = await UntilAsync(() => task.Decision is not null);
        return _sheet.Holds(SystemChecks.Decides, decided, () => $"{task.Name} ({task.Id}) was not decided in {_settings.Patience.TotalSeconds} s. {Last(task)}");
    }

    private Task<bool> UntilAsync(Func<bool> holds) => Pause.UntilAsync(holds, _settings.Patience, _time, _cancel);

    private string Last(StandInTask task) => _book.Of(task).LastOrDefault() is { } deed ? $"The last that was asked: {deed}" : "Nothing was asked about it.";

    private static JsonObject BuiltIn()
    {
        using var stream = typeof(PlatformPlay).Assembly.GetManifestResourceStream("tax.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
