using OneVisit.Catalogue;
using OneVisit.Orchestrator.Api;

namespace OneVisit.Unit.Orchestrator;

/// <summary>Catalogues of earlier cases: a large one is not read twice for nothing.</summary>
public sealed class EarlierCataloguesTests
{
    private static readonly CityCatalogue City = CityCatalogue.Load();

    private readonly List<string> _read = [];

    [Fact]
    public async Task Those_who_ask_at_the_same_moment_wait_for_one_reading()
    {
        var reading = new TaskCompletionSource<CityCatalogue>();
        var earlier = new EarlierCatalogues(2, digest => Note(digest, reading.Task));

        var asked = Enumerable.Range(0, 8).Select(_ => earlier.OfAsync("a", CancellationToken.None)).ToList();
        reading.SetResult(City);

        Assert.All(await Task.WhenAll(asked), c => Assert.Same(City, c));
        Assert.Equal(["a"], _read);
    }

    [Fact]
    public async Task The_one_not_asked_for_the_longest_makes_room_and_the_others_stay()
    {
        var earlier = new EarlierCatalogues(2, digest => Note(digest, Task.FromResult(City)));

        foreach (var digest in new[] { "a", "b", "a", "c", "a", "b" })
            await earlier.OfAsync(digest, CancellationToken.None);

        Assert.Equal(["a", "b", "c", "b"], _read);
    }

    [Fact]
    public async Task A_reading_that_failed_is_tried_again()
    {
        var fails = true;
        var earlier = new EarlierCatalogues(2, digest => Note(digest, fails ? Task.FromException<CityCatalogue>(new IOException("away")) : Task.FromResult(City)));
        await Assert.ThrowsAsync<IOException>(() => earlier.OfAsync("a", CancellationToken.None));

        fails = false;

        Assert.Same(City, await earlier.OfAsync("a", CancellationToken.None));
    }

    [Fact]
    public async Task One_who_gives_up_does_not_end_the_reading_for_others()
    {
        var reading = new TaskCompletionSource<CityCatalogue>();
        var earlier = new EarlierCatalogues(2, digest => Note(digest, reading.Task));
        using var impatient = new CancellationTokenSource();
        var (given, kept) = (earlier.OfAsync("a", impatient.Token), earlier.OfAsync("a", CancellationToken.None));

        await impatient.CancelAsync();
        reading.SetResult(City);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.Same(City, await kept);
        Assert.Equal(["a"], _read);
    }

    private Task<CityCatalogue> Note(string digest, Task<CityCatalogue> reading)
    {
        lock (_read)
            _read.Add(digest);
        return reading;
    }
}
