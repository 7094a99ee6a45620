using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.UnitOfWork.Shelves;

namespace OneVisit.Unit.UnitOfWork;

/// <summary>What the sender of a command hears: first answers, repeats, stale versions.</summary>
public sealed class BatchAnswerTests
{
    private readonly Shelves _shelves = new();

    [Fact]
    public async Task A_repeat_with_the_same_key_hears_the_first_answer_and_does_nothing()
    {
        var first = await AskAsync(new Put(Id(1), "a"), new Idempotency("k", "hash"));
        await AskAsync(new Put(Id(1), "b"));

        var repeat = await AskAsync(new Put(Id(1), "a"), new Idempotency("k", "hash"));
        Assert.Equal(first, repeat);
        Assert.Equal(["a", "b"], _shelves[1]!.Heard);
    }

    [Fact]
    public async Task A_key_used_with_another_body_is_refused()
    {
        await AskAsync(new Put(Id(1), "a"), new Idempotency("k", "hash"));

        var answer = await AskAsync(new Put(Id(2), "b"), new Idempotency("k", "other hash"));
        Assert.Equal((422, "idempotency-key-reused"), (answer.Status, answer.Body));
        Assert.Null(_shelves[2]);
    }

    [Fact]
    public async Task The_same_key_twice_in_one_batch_has_one_effect()
    {
        CommandIntake<Shelf>[] same = [Command(new Put(Id(1), "a"), new Idempotency("k", "hash")), Command(new Put(Id(2), "a"), new Idempotency("k", "hash")), Command(new Put(Id(3), "a"), new Idempotency("k", "other"))];
        await _shelves.RunAsync([.. same]);

        Assert.Equal(await same[0].Answered, await same[1].Answered);
        Assert.Equal(422, (await same[2].Answered).Status);
        Assert.Single(_shelves.Store.Rows("shelf"));
        Assert.Single(_shelves.Store.Rows("idempotency"));
    }

    [Fact]
    public async Task A_refused_command_may_be_tried_again_with_its_key()
    {
        Assert.Equal(409, (await AskAsync(new Forbid(Id(1)), new Idempotency("k", "hash"))).Status);

        Assert.Equal(200, (await AskAsync(new Put(Id(1), "a"), new Idempotency("k", "hash"))).Status);
    }

    [Fact]
    public async Task A_change_on_a_stale_version_is_refused_and_changes_nothing()
    {
        await AskAsync(new Put(Id(1), "a"));
        await AskAsync(new Put(Id(1), "b"), expected: 1);

        var stale = await AskAsync(new Put(Id(1), "c"), expected: 1);
        Assert.Equal((412, "precondition-failed"), (stale.Status, stale.Body));
        Assert.Equal(["a", "b"], _shelves[1]!.Heard);
        Assert.Single(_shelves.Store.Rows("outbox"), r => ((byte[])r["body"]!).AsSpan().IndexOf("\"b\""u8) >= 0);
    }

    [Fact]
    public async Task What_is_passed_on_without_a_change_of_the_state_is_refused_on_a_stale_version_too()
    {
        await AskAsync(new Put(Id(1), "a"));
        await AskAsync(new Put(Id(1), "b"));

        Assert.Equal((412, "precondition-failed"), (await AskAsync(new PassOn(Id(1), "c"), expected: 1)) is var stale ? (stale.Status, stale.Body) : default);
        Assert.Equal(200, (await AskAsync(new PassOn(Id(1), "d"), expected: 2)).Status);
        Assert.Equal(412, (await AskAsync(new PassOn(Id(1), "e"), expected: 2)).Status);
        Assert.Equal(3, _shelves.Store.Rows("outbox").Count);
    }

    [Fact]
    public async Task A_harmless_repeat_passes_on_a_stale_version()
    {
        await AskAsync(new Put(Id(1), "a"));
        await AskAsync(new Put(Id(1), "b"));

        var answer = await AskAsync(new Ignore(Id(1)), expected: 1);
        Assert.Equal((200, "2"), (answer.Status, answer.ETag));
    }

    [Fact]
    public async Task Of_two_changes_on_one_version_in_one_batch_the_second_is_refused()
    {
        await AskAsync(new Put(Id(1), "a"));
        var (first, second) = (Command(new Put(Id(1), "b"), expected: 1), Command(new Put(Id(1), "c"), expected: 1));
        await _shelves.RunAsync(first, second);

        Assert.Equal((200, 412), ((await first.Answered).Status, (await second.Answered).Status));
        Assert.Equal(["a", "b"], _shelves[1]!.Heard);
    }

    private async Task<Answer> AskAsync(object message, Idempotency? once = null, long? expected = null)
    {
        var command = Command(message, once, expected);
        await _shelves.RunAsync(command);
        return await command.Answered;
    }
}
