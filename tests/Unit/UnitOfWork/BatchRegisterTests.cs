using CsCheck;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.UnitOfWork.Shelves;

namespace OneVisit.Unit.UnitOfWork;

/// <summary>The register and numbers within a batch and across batches: both ways must come to the same.</summary>
public sealed class BatchRegisterTests
{
    private readonly Shelves _shelves = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_claim_is_visible_to_the_next_message(bool together)
    {
        await RunAsync(together, new Take(Id(1), "corner", Lasting: false), new Take(Id(2), "corner", Lasting: false));

        Assert.Equal(["has corner"], _shelves[1]!.Heard);
        Assert.Equal(["corner is taken"], _shelves[2]!.Heard);
        Assert.Equal(Id(1), Assert.Single(_shelves.Store.Rows("register"))["owner"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_released_reservation_is_free_for_the_next(bool together)
    {
        await RunAsync(together, new Take(Id(1), "corner", Lasting: false), new Release(Id(1)), new Take(Id(2), "corner", Lasting: false));

        Assert.Equal(["has corner"], _shelves[2]!.Heard);
        Assert.Equal(Id(2), Assert.Single(_shelves.Store.Rows("register"))["owner"]);
    }

    [Fact]
    public async Task A_reservation_of_an_earlier_batch_that_is_released_is_free_for_the_next_message_of_the_same_batch()
    {
        await RunAsync(together: true, new Take(Id(1), "corner", Lasting: false));
        await RunAsync(together: true, new Release(Id(1)), new Take(Id(2), "corner", Lasting: false));

        Assert.Equal(["has corner"], _shelves[2]!.Heard);
        Assert.Equal(Id(2), Assert.Single(_shelves.Store.Rows("register"))["owner"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lasting_entry_that_is_released_is_kept_as_revoked_and_never_given_again(bool together)
    {
        await RunAsync(together, new Take(Id(1), "corner", Lasting: true), new Release(Id(1)), new Take(Id(2), "corner", Lasting: true));

        Assert.Equal(["corner is revoked"], _shelves[2]!.Heard);
        Assert.Equal((Id(1), true), (Assert.Single(_shelves.Store.Rows("register"))["owner"], _shelves.Store.Rows("register")[0]["revoked"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_single_entry_is_released_and_the_owner_s_others_stay(bool together)
    {
        await RunAsync(
            together, new Take(Id(1), "corner", Lasting: true), new Take(Id(1), "window", Lasting: true), new Take(Id(1), "door", Lasting: false), new Take(Id(1), "stairs", Lasting: false),
            new GiveBack(Id(1), "corner", "door"), new Take(Id(2), "corner", Lasting: true), new Take(Id(2), "window", Lasting: true), new Take(Id(2), "door", Lasting: false), new Take(Id(2), "stairs", Lasting: false));

        Assert.Equal(["corner is revoked", "window is taken", "has door", "stairs is taken"], _shelves[2]!.Heard);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nobody_releases_an_entry_of_another(bool together)
    {
        await RunAsync(together, new Take(Id(1), "corner", Lasting: true), new GiveBack(Id(2), "corner"), new Take(Id(3), "corner", Lasting: true));

        Assert.Equal(["corner is taken"], _shelves[3]!.Heard);
    }

    [Fact]
    public async Task A_claim_made_without_looking_does_not_take_an_entry_from_another_of_the_same_batch()
    {
        var (batch, _) = await _shelves.RunAsync(new Told(new Grab(Id(1), "corner")), new Told(new Grab(Id(2), "corner")), new Told(new Put(Id(2), "a")));

        Assert.Equal(Id(1), Assert.Single(_shelves.Store.Rows("register"))["owner"]);
        Assert.Equal(["a"], _shelves[2]!.Heard);
        Assert.Equal(nameof(Grab), Assert.Single(batch.DeadLetters).Type);
    }

    [Fact]
    public Task Numbers_are_consecutive_within_a_decision_and_never_shared() =>
        Gen.Select(Gen.Int[1, 5].Array[1, 12], Gen.Int[0, 12]).SampleAsync(async (counts, cut) =>
        {
            var shelves = new Shelves();
            Intake[] all = [.. counts.Select((count, i) => new Told(new Draw(Id(i % 3), $"seal/{i % 2}", count)))];
            await shelves.RunAsync(all[..Math.Min(cut, all.Length)]);
            await shelves.RunAsync(all[Math.Min(cut, all.Length)..]);

            var drawn = Enumerable.Range(0, 3).SelectMany(i => shelves[i]?.Heard ?? []).Select(h => h.Split('+')).ToList();
            Assert.Equal(counts.Length, drawn.Count);
            // Two sequences, each starting at 1 and without a gap: together they hand out exactly as many numbers as were asked for.
            var expected = counts.Select((count, i) => (Sequence: i % 2, count)).GroupBy(c => c.Sequence).SelectMany(g => Enumerable.Range(1, g.Sum(c => c.count))).Order();
            Assert.Equal(expected, drawn.SelectMany(d => Enumerable.Range(int.Parse(d[0]), int.Parse(d[1]))).Order());
        }, iter: 200);

    private async Task RunAsync(bool together, params object[] messages)
    {
        Intake[] intakes = [.. messages.Select(m => new Told(m))];
        if (together)
            await _shelves.RunAsync(intakes);
        else
            foreach (var intake in intakes)
                await _shelves.RunAsync(intake);
    }

    /// <summary>One message that needs no name on the wire.</summary>
    private sealed class Told(object message) : Intake
    {
        public override IReadOnlyList<OneVisit.Kit.Bus.CarriedMessage> Messages { get; } = [new(message.GetType().Name, message, null)];
    }
}
