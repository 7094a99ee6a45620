using System.Text.Json.Nodes;

namespace OneVisit.Conformance.AgainstPlatform;

/// <content>Who asks, and what the inbox and the task say.</content>
internal sealed partial class DepartmentPlay
{
    /// <summary>Characters of the CJK block that no reserved word contains.</summary>
    private const string Alphabet = "岚岫岳岸峙峡峰峻崎崖嵋巍帆帛帜幔庐庭弦弭彤彦彬徽忻怀思恒恬悦惠慈慧懿";
    private const int MostPages = 50;

    private async Task StrangersAsync()
    {
        var anonymous = await new Caller(_http, null, See).GetAsync(_tasks, _cancel);
        Holds(PlatformChecks.Anonymous, anonymous.Is(401, "unauthenticated"), anonymous);
        var forged = await new Caller(_http, "e30.e30.e30", See).GetAsync(_tasks, _cancel);
        Holds(PlatformChecks.NoToken, forged.Is(401, "invalid-token"), forged);
    }

    private async Task QueriesAsync()
    {
        var wrong = await System.GetAsync($"{_tasks}?state=x&limit=0&cursor=y&region=z&wait=61", _cancel);
        Holds(
            PlatformChecks.Queries,
            wrong.Is(400, "invalid-query") && wrong.Faults.Select(f => f.Split(' ')[0]).ToHashSet().SetEquals(["/state", "/limit", "/cursor", "/region", "/wait"]), wrong);
    }

    /// <summary>An application, and its task of this department; and whether the department still has to decide it.</summary>
    private async Task<(string Task, bool IsOpen)> HandInAsync()
    {
        var body = _application.DeepClone().AsObject();
        if (body["form"]?["enterprise"]?["name"] is JsonObject name && name.ContainsKey("tradeName"))
            name["tradeName"] = string.Concat(Guid.CreateVersion7().ToByteArray()[^8..].Select(b => Alphabet[b % Alphabet.Length]));
        var submitted = await Applicant.PostAsync("/api/cases", body, _cancel);
        if (submitted.Status != 201)
            throw new UnplayableException($"The application was not taken: {submitted}");
        var item = submitted.Body!["items"]!.AsArray().FirstOrDefault(i => i!["department"]?.ToString() == _settings.Department)
            ?? throw new UnplayableException($"The application has no item of {_settings.Department}; --application hands in another.");
        var task = item["task"]!.ToString();
        Answer? found = null;
        return await UntilAsync(async () => (found = await ReadAsync(task)).Status == 200)
            ? (task, IsOpen(found!.Body))
            : throw new UnplayableException($"The task does not arrive: {found}");
    }

    private async Task OneTaskAsync(string task)
    {
        var found = await ReadAsync(task);
        Holds(PlatformChecks.Whole, found.ETag is not null && found.Body?["form"] is JsonObject && found.Body["materials"] is JsonArray, found);
        var applicant = found.Body?["applicant"] as JsonObject;
        Holds(PlatformChecks.Declared, applicant is not null && !applicant.ContainsKey("idNumber") && !applicant.ContainsKey("phone"), found);

        var other = _settings.Department == "seals" ? "signage" : "seals";
        if (await AnotherAsync("conformance-other", "system", other, Region, PlatformChecks.Foreign) is { } foreign)
        {
            foreach (var answer in (Answer[])[
                await foreign.GetAsync(_tasks, _cancel), await foreign.GetAsync($"{_tasks}/{task}", _cancel), await foreign.PostAsync($"{_tasks}/{task}/claim", null, _cancel),
                await foreign.PostAsync($"{_tasks}/{task}/decision", Pass(), _cancel, "*"), await foreign.GetAsync($"{_tasks}/{Guid.CreateVersion7()}", _cancel)])
                Holds(PlatformChecks.Foreign, answer.Is(404, "not-found"), answer);
        }
        if (await AnotherAsync("conformance-supervisor", "supervisor", null, null, PlatformChecks.ReadsOnly) is { } supervisor)
        {
            var read = await supervisor.GetAsync($"{_tasks}/{task}", _cancel);
            Holds(PlatformChecks.ReadsOnly, read.Status == 200, read);
            var acted = await supervisor.PostAsync($"{_tasks}/{task}/decision", Pass(), _cancel, "*");
            Holds(PlatformChecks.ReadsOnly, acted.Is(403, "forbidden"), acted);
        }
        await UnchangedAsync();
    }

    private async Task UnchangedAsync()
    {
        // Closed ones: nobody works on them meanwhile.
        var list = $"{_tasks}?state=closed&limit=1";
        var first = await System.GetAsync(list, _cancel);
        var again = await System.GetAsync(list, _cancel, first.ETag);
        Holds(PlatformChecks.Unchanged, first.ETag is not null && again.Status == 304, again);
        var began = _time.GetTimestamp();
        var waited = await System.GetAsync($"{list}&wait=1", _cancel, first.ETag);
        Holds(PlatformChecks.Waits, waited.Status == 304 && _time.GetElapsedTime(began) >= TimeSpan.FromSeconds(0.9), waited);
        await PagedAsync();
    }

    /// <summary>As far as the first pages go: an inbox may be long.</summary>
    private async Task PagedAsync()
    {
        var (ids, path) = (new List<string>(), $"{_tasks}?limit=2");
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await System.GetAsync(path, _cancel);
            ids.AddRange(page.Body!["items"]!.AsArray().Select(t => t!["task"]!.ToString()));
            if (page.Body["next"] is not { } next)
                break;
            path = $"{_tasks}?limit=2&cursor={next}";
        }
        _sheet.Holds(PlatformChecks.Paged, ids.Count > 0 && ids.SequenceEqual(ids.Distinct().Order(StringComparer.Ordinal)), () => string.Join(' ', ids));
    }

    private async Task InboxAsync(string task)
    {
        var (found, path) = ((JsonNode?)null, $"{_tasks}?state=open&limit=200");
        while (found is null)
        {
            var page = await System.GetAsync(path, _cancel);
            found = page.Body!["items"]!.AsArray().FirstOrDefault(t => t!["task"]!.ToString() == task);
            if (page.Body["next"] is not { } next)
                break;
            path = $"{_tasks}?state=open&limit=200&cursor={next}";
        }
        _sheet.Holds(PlatformChecks.Listed, found is not null && found["form"] is null && found["materials"] is null, () => found?.ToJsonString() ?? "It does not stand there.");

        var seen = await System.GetAsync(path, _cancel);
        var began = _time.GetTimestamp();
        var waiting = System.GetAsync($"{path}&wait=30", _cancel, seen.ETag);
        await System.PostAsync($"{_tasks}/{task}/claim", null, _cancel);
        var woken = await waiting;
        _sheet.Holds(PlatformChecks.Wakes, woken.Status == 200 && woken.ETag != seen.ETag && _time.GetElapsedTime(began) < TimeSpan.FromSeconds(20), () => $"{woken} after {_time.GetElapsedTime(began).TotalSeconds:N1} s");
        await System.PostAsync($"{_tasks}/{task}/release", null, _cancel);
    }
}
