using OneVisit.Catalogue;

namespace OneVisit.Unit.Catalogue;

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
        // Nobody holds what is read here.
        var earlier = new EarlierCatalogues(2, digest => Note(digest, Task.FromResult(CityCatalogue.Load())));

        foreach (var digest in new[] { "a", "b", "a", "c", "a", "b" })
        {
            await earlier.OfAsync(digest, CancellationToken.None);
            GC.Collect();
        }

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

    [Fact]
    public async Task One_is_at_hand_once_it_has_been_read_or_is_replaced_and_asking_reads_nothing()
    {
        var reading = new TaskCompletionSource<CityCatalogue>();
        var earlier = new EarlierCatalogues(2, digest => Note(digest, reading.Task));
        Assert.Null(earlier.AtHand("a"));
        Assert.Empty(_read);

        var asked = earlier.OfAsync("a", CancellationToken.None);
        Assert.Null(earlier.AtHand("a"));
        reading.SetResult(City);
        await asked;
        Assert.Same(City, earlier.AtHand("a"));

        earlier.Remember(City);
        Assert.Same(City, earlier.AtHand(City.Text.Digest));
        Assert.Equal(["a"], _read);
    }

    [Fact]
    public async Task One_that_made_room_is_still_found_while_somebody_holds_it()
    {
        var earlier = new EarlierCatalogues(1, digest => Note(digest, Task.FromResult(City)));
        var held = await earlier.OfAsync("a", CancellationToken.None);

        await earlier.OfAsync("b", CancellationToken.None);

        Assert.Same(held, earlier.AtHand("a"));
        Assert.Equal(["a", "b"], _read);
        GC.KeepAlive(held);
    }

    private Task<CityCatalogue> Note(string digest, Task<CityCatalogue> reading)
    {
        lock (_read)
            _read.Add(digest);
        return reading;
    }
}
