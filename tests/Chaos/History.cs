using Microsoft.Extensions.Hosting;
using OneVisit.All;
using OneVisit.All.Verify;
using OneVisit.Kit.Store;

namespace OneVisit.Chaos;

/// <summary>Holds what the clients were told against what the stores say.</summary>
internal sealed class History(Fleet fleet)
{
    private const int Page = 5000;
    public long Lost { get; private set; }

    public long Duplicated { get; private set; }

    public List<string> Findings { get; } = [];

    /// <summary>Cases that have not ended.</summary>
    public async Task<long> OpenAsync()
    {
        await using var snapshot = await SnapshotAsync();
        return (await snapshot.QueryAsync<long>("select count(*) from case_file where lifecycle in ('reviewing', 'issuing')", null, CancellationToken.None))[0];
    }

    /// <summary>Every case that was promised is there once, and completed.</summary>
    /// <param name="unacknowledged">Requests without an answer to the end: each may have become a case.</param>
    public async Task CheckAsync(IReadOnlyCollection<Guid> acknowledged, int unacknowledged)
    {
        var promised = acknowledged.ToHashSet();
        Duplicated += acknowledged.Count - promised.Count;
        var others = new List<Guid>();
        await using var snapshot = await SnapshotAsync();
        for (var after = Guid.Empty;;)
        {
            var cases = await snapshot.QueryAsync<(Guid Id, string Lifecycle)>(
                "select id, lifecycle from case_file where id > @after order by id limit @Page", new { after, Page }, CancellationToken.None);
            if (cases.Count == 0)
                break;
            after = cases[^1].Id;
            foreach (var (id, lifecycle) in cases)
            {
                if (!promised.Remove(id))
                    others.Add(id);
                else if (lifecycle is "reviewing" or "issuing")
                    Lose($"case {id} has not ended: it is {lifecycle}");
                else if (lifecycle != "completed")
                    Findings.Add($"case {id} is {lifecycle}, and nothing was wrong with its application");
            }
        }
        foreach (var id in promised)
            Lose($"case {id} was acknowledged and is not there");
        if (others.Count > unacknowledged)
        {
            Duplicated += others.Count - unacknowledged;
            Findings.Add($"{others.Count} cases that nobody was told of, and only {unacknowledged} requests without an answer: {string.Join(", ", others.Take(5))}");
        }
    }

    /// <summary>Runs verify over every store.</summary>
    public async Task VerifyAsync(TimeSpan stall)
    {
        var host = Host.CreateApplicationBuilder();
        var verifier = new Verifier(fleet.Verify(stall), VerifyCommand.Keeping(Everything.Services, host.Configuration, host.Environment), TimeProvider.System, finding =>
        {
            Findings.Add($"verify: {finding}");
            if (finding.Invariant is Invariant.Acknowledged)
                Lost++;
            if (finding.Invariant is Invariant.Decision or Invariant.Licence or Invariant.LicenceNumber)
                Duplicated++;
        });
        var report = await verifier.RunAsync(CancellationToken.None);
        if (report.Unsettled > 0)
            Findings.Add($"verify: {report.Unsettled} cases did not come to rest");
    }

    private Task<Snapshot> SnapshotAsync() => Snapshot.OpenAsync(fleet.Store, fleet.Folder, "orchestrator", CancellationToken.None);

    private void Lose(string what)
    {
        Lost++;
        Findings.Add(what);
    }
}
