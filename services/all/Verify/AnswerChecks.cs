using System.Globalization;
using System.Text.Json;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Verify;

/// <summary>First answers, kept for repeats: they can be read, and a case that one names is there, is the asker's, and was submitted with it.</summary>
internal static class AnswerChecks
{
    private const int Page = 500;

    public static async Task LookAsync(Moment moment, Action<Finding> found, CancellationToken cancel)
    {
        foreach (var (service, table, snapshot) in moment.Stores)
            await LookAsync(service, table is AggregateTable<CaseState>, snapshot, found, cancel);
    }

    private static async Task LookAsync(string service, bool isOfCases, Snapshot snapshot, Action<Finding> found, CancellationToken cancel)
    {
        for (var after = ""; ;)
        {
            var answers = await snapshot.QueryAsync<(string Key, string Answer, DateTimeOffset At)>(
                "select key, answer, created_at from idempotency where key > @after order by key limit @Page", new { after, Page }, cancel);
            if (answers.Count == 0)
                return;
            after = answers[^1].Key;
            var read = answers.Select(a => (a.Key, a.At, Answer: Read(a.Answer))).ToList();
            // The key begins with who asked.
            foreach (var (_, at, answer) in read.Where(a => a.Answer is null or { Location: not null, Status: not 201 }))
                found(new Finding(Invariant.Acknowledged, service, null, null, string.Create(CultureInfo.InvariantCulture, $"the answer kept at {at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {(answer is null ? "cannot be read" : "names something that was not made")}")));
            if (isOfCases)
                await CasesAsync(service, snapshot, [.. read.Where(a => CaseOf(a.Answer) is not null).Select(a => (a.Key, a.At, CaseOf(a.Answer)!.Value, a.Answer!.Body))], found, cancel);
        }
    }

    private static async Task CasesAsync(string service, Snapshot snapshot, IReadOnlyList<(string Key, DateTimeOffset At, Guid Case, string Body)> promised, Action<Finding> found, CancellationToken cancel)
    {
        if (promised.Count == 0)
            return;
        var (list, parameters) = SqlList.Of([.. promised.Select(p => p.Case).Distinct()]);
        var there = (await snapshot.QueryAsync<(Guid Id, string? Subject, DateTimeOffset? Began)>(
            $"select c.id, c.subject, j.at from case_file c left join journal j on j.owner = c.id and j.seq = 1 where c.id in ({list})", parameters, cancel)).ToDictionary(c => c.Id);
        foreach (var (key, at, id, body) in promised)
        {
            if (!there.TryGetValue(id, out var kept))
                found(new Finding(Invariant.Acknowledged, service, id, null, "its applicant was told of it, and it is not there"));
            else if (kept.Subject is { } subject && !key.StartsWith($"{subject}\n", StringComparison.Ordinal))
                found(new Finding(Invariant.Acknowledged, service, id, null, "somebody else than its applicant is told of it when they ask again"));
            else if (kept.Began is { } began && began != at)
                found(new Finding(Invariant.Acknowledged, service, id, null, $"its applicant was told of it at {at:u}, and it was submitted at {began:u}"));
            else if (OwnJson.Parse(body) is not { ValueKind: JsonValueKind.Object } view || !view.TryGetProperty("id", out var named) || !named.TryGetGuid(out var told) || told != id)
                found(new Finding(Invariant.Acknowledged, service, id, null, "what its applicant was told is of another case"));
        }
    }

    private static Guid? CaseOf(Answer? answer) =>
        answer is { Status: 201, Location: { } location } && Guid.TryParse(location.Split('/')[^1], out var id) ? id : null;

    /// <summary>Null when it is no answer, or its body is no JSON.</summary>
    private static Answer? Read(string answer)
    {
        try
        {
            return JsonSerializer.Deserialize<Answer>(answer) is { Body: { } body, Status: >= 200 and < 600 } read && (body.Length == 0 || OwnJson.Parse(body) is not null) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
