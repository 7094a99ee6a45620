using System.Text;
using OneVisit.Kit;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.UnitOfWork.Shelves;

namespace OneVisit.Unit.UnitOfWork;

public sealed class BatchTests
{
    private readonly Shelves _shelves = new();

    [Fact]
    public async Task Messages_of_one_aggregate_are_decided_in_the_order_of_arrival_and_written_once()
    {
        var (_, writes) = await _shelves.RunAsync(Envelope(new Put(Id(1), "a"), new Put(Id(2), "x")), Envelope(new Put(Id(1), "b")), Envelope(new Put(Id(1), "c")));

        Assert.Equal(["a", "b", "c"], _shelves[1]!.Heard);
        Assert.Equal(["x"], _shelves[2]!.Heard);
        Assert.Equal(2, Assert.Single(writes.Inserts, i => i.Table == "shelf").Rows.Count);
        Assert.Equal(3, _shelves.Version(1));
    }

    [Fact]
    public async Task A_batch_of_many_aggregates_writes_of_each_what_a_batch_of_its_own_would()
    {
        var alone = new Shelves();
        int[] known = [.. Enumerable.Range(1, 90)];
        Intake[] first = [.. known.Select(n => Envelope(new Put(Id(n), "a")))];
        Intake[] second = [.. known.Select(n => n % 3 == 0 ? Command(new Relabel(Id(n), "\"new\"")) : (Intake)Envelope(new Put(Id(n), "b"))), .. Enumerable.Range(91, 90).Select(n => Envelope(new Put(Id(n), "a")))];
        foreach (var intake in first.Concat(second))
            await alone.RunAsync(intake);

        await _shelves.RunAsync(first);
        var (batch, writes) = await _shelves.RunAsync(second);

        Assert.Equal((90, 60, 30), (writes.Inserts.Single(i => i.Table == "shelf").Rows.Count, writes.Updates[0].Rows.Count, writes.Updates[1].Rows.Count));
        foreach (var table in (string[])["shelf", "journal"])
            Assert.Equal(RowsOf(alone, table), RowsOf(_shelves, table));
        Assert.Equal(50, batch.Sealed.Count); // 150 words, three an envelope
        Assert.Equal(
            Enumerable.Range(1, 180).Where(n => n > 90 || n % 3 != 0).Select(n => n > 90 ? "a" : "b"),
            batch.Sealed.SelectMany(s => OneVisit.Kit.Bus.Envelope.Open(s.Envelope.Body, Types).Messages).Select(m => ((WasPut)m.Message).Word));

        static List<string> RowsOf(Shelves shelves, string table) =>
            [.. shelves.Store.Rows(table).Select(row => string.Join("|", row.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value}"))).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task Every_change_counts_a_version_over_batches_and_a_message_that_changes_nothing_counts_none()
    {
        await _shelves.RunAsync(Command(new Put(Id(1), "a")));
        var (batch, writes) = await _shelves.RunAsync(Command(new Ignore(Id(1))));
        Assert.Empty(writes.Updates);
        Assert.Empty(batch.Changed);

        (batch, writes) = await _shelves.RunAsync(Command(new Put(Id(1), "b")), Command(new Put(Id(1), "c")));
        Assert.Equal((1L, 3L), (Assert.Single(Assert.Single(writes.Updates).Rows)[1], _shelves.Version(1)));
        Assert.Equal([Id(1)], batch.Changed);
    }

    [Fact]
    public async Task An_envelope_delivered_twice_has_one_effect_within_a_batch_and_across_batches()
    {
        var envelope = Envelope(new Put(Id(1), "a"));
        var repeat = new EnvelopeIntake(OneVisit.Kit.Bus.Envelope.Open(Sealed(envelope, new Put(Id(1), "a")).Body, Types));

        await _shelves.RunAsync(envelope, repeat);
        await _shelves.RunAsync(repeat);

        Assert.Equal(["a"], _shelves[1]!.Heard);
        Assert.Single(_shelves.Store.Rows("outbox"));
        Assert.Equal([envelope.InboxId!.Value], _shelves.Store.Inbox);
    }

    [Fact]
    public async Task What_is_not_at_hand_is_waited_for_before_the_rules_are_asked_and_nothing_of_the_batch_is_done()
    {
        var (waited, missing) = (new TaskCompletionSource<object?>().Task, true);
        // Of a shelf that has been begun: the second message finds that out within the batch, the third before it.
        var shelves = new Shelves { Ahead = (shelf, message) => missing && shelf is not null && message is Put ? waited : null };
        Intake[] batch = [Envelope(new Put(Id(1), "a"), new Put(Id(1), "b")), Command(new Put(Id(2), "x"))];

        Assert.Same(waited, (await Assert.ThrowsAsync<NotAtHandException>(() => shelves.RunAsync(batch))).Ahead);
        Assert.Null(shelves[1]);
        Assert.Empty(shelves.Store.Rows("dead_letter"));

        missing = false;
        await shelves.RunAsync(batch);
        missing = true;
        Assert.Same(waited, (await Assert.ThrowsAsync<NotAtHandException>(() => shelves.RunAsync(Command(new Put(Id(1), "c"))))).Ahead);
        Assert.Equal(["a", "b"], shelves[1]!.Heard);
        Assert.Equal(["x"], shelves[2]!.Heard);
    }

    [Fact]
    public async Task The_journal_is_one_chain_over_batches()
    {
        await _shelves.RunAsync(Command(new Put(Id(1), "a")), Command(new Put(Id(1), "b")));
        _shelves.Now = Start.AddSeconds(1);
        await _shelves.RunAsync(Command(new Put(Id(1), "c")));

        var rows = _shelves.Store.Rows("journal");
        Assert.Equal([1L, 3L], rows.Select(r => r["seq"]));
        var hash = JournalChain.Origin;
        var entries = JournalRows.Split(rows.Select(r => ((Guid)r["owner"]!, (long)r["seq"]!, (DateTimeOffset)r["at"]!, (string)r["kind"]!, r["data"]!.ToString()!, (string)r["hash"]!))).ToList();
        for (var i = 0; i < entries.Count; i++)
        {
            hash = JournalChain.Next(hash, Id(1), i + 1, entries[i].At, entries[i].Kind, entries[i].Data);
            Assert.Equal((i + 1L, hash), (entries[i].Seq, entries[i].Hash));
        }
        Assert.Equal(3, entries.Count);
        Assert.Equal(hash, _shelves.Store.Rows("shelf")[0]["journal_hash"]);
    }

    [Fact]
    public async Task What_a_service_may_not_send_is_set_aside_and_the_others_go_on()
    {
        var stranger = EnvelopeFrom("stranger", new Put(Id(1), "false"), new Put(Id(2), "false"));
        await _shelves.RunAsync([Envelope(new Put(Id(1), "true")), stranger, .. stranger.Parts()]);

        Assert.Equal(["true"], _shelves[1]!.Heard);
        Assert.Null(_shelves[2]);
        Assert.Equal(3, _shelves.Store.Rows("dead_letter").Count);
        Assert.All(_shelves.Store.Rows("dead_letter"), row => Assert.StartsWith("UnwantedSenderException: 'stranger'", (string)row["reason"]!));
    }

    [Fact]
    public async Task Messages_for_one_destination_share_envelopes_of_at_most_the_bound()
    {
        var (batch, _) = await _shelves.RunAsync([.. Enumerable.Range(0, 7).Select(i => Command(new Put(Id(i), $"{i}", i == 3 ? "west" : "east")))]);

        Assert.Equal([("east", 3), ("east", 3), ("west", 1)], batch.Sealed.Select(s => (s.To, s.Envelope.Messages.Count)).Order());
        Assert.Equal(["0", "1", "2", "4", "5", "6"], batch.Sealed.Where(s => s.To == "east").SelectMany(s => s.Envelope.Messages).Select(m => ((WasPut)m.Message).Word));
        Assert.Equal(batch.Sealed.Select(s => s.Envelope.Id).Order(), _shelves.Store.Rows("outbox").Select(r => (Guid)r["id"]!).Order());
        Assert.Equal(batch.Sealed[0].Envelope.Body.ToArray(), (byte[])_shelves.Store.Rows("outbox").Single(r => Equals(r["id"], batch.Sealed[0].Envelope.Id))["body"]!);
    }

    [Fact]
    public async Task Every_batch_writes_a_table_by_the_same_columns_so_that_their_statement_is_found_again()
    {
        var (_, first) = await _shelves.RunAsync(Command(new Put(Id(1), "a")));
        var (_, second) = await _shelves.RunAsync(Command(new Put(Id(2), "b")));
        Assert.All(first.Inserts.Zip(second.Inserts), pair => Assert.Same(pair.First.Columns, pair.Second.Columns));

        (_, first) = await _shelves.RunAsync(Command(new Put(Id(1), "c")));
        (_, second) = await _shelves.RunAsync(Command(new Put(Id(2), "d")));
        Assert.Same(Assert.Single(first.Updates).Columns, Assert.Single(second.Updates).Columns);
    }

    [Fact]
    public async Task What_was_read_of_an_aggregate_is_let_go_of_once_it_is_remembered()
    {
        var shelves = new Shelves { Memory = new Recollection<Shelf>(8) };
        await shelves.RunAsync(Command(new Put(Id(1), "a")));
        Assert.Equal(shelves[1]!.Heard, Assert.Single(shelves.PutAway).Heard);
    }

    [Fact]
    public async Task An_enclosure_is_written_once_with_the_entry_it_came_with_and_the_one_before_stays()
    {
        await _shelves.RunAsync(Command(new Relabel(Id(1), """{"a":1}""")));
        var (_, writes) = await _shelves.RunAsync(Command(new Put(Id(1), "a")));
        Assert.DoesNotContain(Assert.Single(writes.Updates).Columns, c => c.Name == "enclosed_in");
        Assert.Equal(1L, _shelves.Store.Rows("shelf")[0]["enclosed_in"]);

        await _shelves.RunAsync(Command(new Put(Id(1), "b")), Command(new Relabel(Id(1), """{"a":2}""")));
        Assert.Equal(3L, _shelves.Store.Rows("shelf")[0]["enclosed_in"]);
        Assert.Equal([(1L, """{"a":1}"""), (2L, null), (3L, """{"a":2}""")], _shelves.Store.Rows("journal").Select(j => ((long)j["seq"]!, j["enclosure"]?.ToString())));
    }

    [Fact]
    public async Task Of_two_enclosures_of_one_batch_both_are_kept_and_the_later_is_in_force()
    {
        await _shelves.RunAsync(
            Command(new Put(Id(1), "a")), Command(new Relabel(Id(1), """{"a":1}""")), Command(new Put(Id(1), "b")), Command(new Relabel(Id(1), """{"a":2}""")), Command(new Put(Id(1), "c")));

        Assert.Equal(
            [(1L, "heard,heard,heard", """{"a":1}"""), (4L, "heard,heard", """{"a":2}""")],
            _shelves.Store.Rows("journal").Select(j => ((long)j["seq"]!, (string)j["kind"]!, j["enclosure"]?.ToString())));
        Assert.Equal(4L, _shelves.Store.Rows("shelf")[0]["enclosed_in"]);
        Assert.Equal(_shelves.Store.Rows("journal")[1]["hash"], _shelves.Store.Rows("shelf")[0]["journal_hash"]);
    }

    [Fact]
    public async Task A_decision_that_changes_an_enclosure_and_enters_nothing_is_refused_and_changes_nothing()
    {
        await _shelves.RunAsync(Command(new Relabel(Id(1), """{"a":1}""")));

        var (batch, writes) = await _shelves.RunAsync(Envelope(new Swap(Id(1), """{"a":2}""")));

        Assert.Contains("enters none", Assert.Single(batch.DeadLetters).Reason, StringComparison.Ordinal);
        Assert.Empty(writes.Updates);
    }

    [Fact]
    public async Task Two_aggregates_of_which_only_one_changes_its_enclosure_are_both_written()
    {
        await _shelves.RunAsync(Command(new Put(Id(1), "a")), Command(new Put(Id(2), "b")));
        await _shelves.RunAsync(Command(new Put(Id(1), "c")), Command(new Relabel(Id(2), """{"b":1}""")));

        Assert.Equal(["a", "c"], _shelves[1]!.Heard);
        Assert.Equal([null, 2L], _shelves.Store.Rows("shelf").OrderBy(r => r["id"]).Select(r => r["enclosed_in"]));
        Assert.Equal("""{"b":1}""", Assert.Single(_shelves.Store.Rows("journal"), j => j["enclosure"] is not null)["enclosure"]!.ToString());
        Assert.Equal(2L, _shelves.Store.Rows("shelf").Single(r => Equals(r["id"], Id(2)))["words"]);
    }

    [Fact]
    public async Task A_poison_message_hurts_only_itself()
    {
        var envelope = Envelope(new Put(Id(1), "a"), new Break(Id(1)), new Put(Id(1), "b"));
        var (batch, _) = await _shelves.RunAsync(envelope);

        Assert.Equal(["a", "b"], _shelves[1]!.Heard);
        Assert.Equal((envelope.InboxId, "break", "InvalidOperationException: it broke"), (Assert.Single(batch.DeadLetters).Envelope, batch.DeadLetters[0].Type, batch.DeadLetters[0].Reason));
        var row = Assert.Single(_shelves.Store.Rows("dead_letter"));
        Assert.Contains(Id(1).ToString(), (string)row["body"]!, StringComparison.Ordinal);
        Assert.True(envelope.Done.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_message_that_fails_while_it_is_applied_changes_nothing()
    {
        var (batch, _) = await _shelves.RunAsync(new Carried(new Put(Id(1), "a"), new Mumble(Id(1)), new Put(Id(1), "b")));

        Assert.Equal(["a", "b"], _shelves[1]!.Heard);
        Assert.Equal("heard,heard", Assert.Single(_shelves.Store.Rows("journal"))["kind"]);
        Assert.Contains("no wire name", Assert.Single(batch.DeadLetters).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_no_rule_knows_and_one_that_cannot_be_read_are_set_aside_with_what_they_said()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"id":"019ab000-0000-7000-8000-000000000099","messages":[{"type":"put","body":{"id":"no id"}},{"type":"was-put","body":{"word":"w"}}]}""");
        var (batch, _) = await _shelves.RunAsync(new EnvelopeIntake(OneVisit.Kit.Bus.Envelope.Open(bytes, Types)), Envelope(new Put(Id(1), "a")));

        Assert.Equal(["a"], _shelves[1]!.Heard);
        Assert.Equal(["put", "was-put"], batch.DeadLetters.Select(d => d.Type));
        Assert.Contains("no id", batch.DeadLetters[0].Body, StringComparison.Ordinal);
        Assert.Contains("no rule for a message of type WasPut", batch.DeadLetters[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_fails_fails_the_batch_so_that_it_can_be_taken_apart()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _shelves.RunAsync(Envelope(new Put(Id(1), "a")), Command(new Break(Id(2)))));

        Assert.Null(_shelves[1]);
        Assert.Empty(_shelves.Store.Inbox);
    }

    [Fact]
    public async Task A_version_that_moved_on_in_the_meantime_fails_the_batch_and_leaves_nothing()
    {
        await _shelves.RunAsync(Command(new Put(Id(1), "a")));
        var mine = new Batch<Shelf>(new Unit<Shelf>("shelves", new ShelfRules(), new AggregateTable<Shelf>("shelf", (System.Text.Json.Serialization.Metadata.JsonTypeInfo<Shelf>)System.Text.Json.JsonSerializerOptions.Web.GetTypeInfo(typeof(Shelf))), Types), [Envelope(new Put(Id(1), "mine"))], Start, new JsonPages());
        var opened = await _shelves.Store.Begin().OpenAsync(mine.Opening([]));
        await _shelves.RunAsync(Command(new Put(Id(1), "theirs")));

        var late = _shelves.Store.Begin();
        var writes = await mine.DecideAsync(opened, late);
        await Assert.ThrowsAsync<StoreConflictException>(async () => await late.CommitAsync(writes));
        Assert.Equal(["a", "theirs"], _shelves[1]!.Heard);
        Assert.Empty(_shelves.Store.Inbox);
    }

    private static Envelope Sealed(EnvelopeIntake original, params object[] messages) =>
        OneVisit.Kit.Bus.Envelope.Seal(original.InboxId!.Value, "sender", Start, Types, [.. messages.Select(m => new CarriedMessage(Types.NameOf(m), m, null))]);

    /// <summary>Messages of which some have no name on the wire.</summary>
    private sealed class Carried(params object[] messages) : Intake
    {
        public override IReadOnlyList<CarriedMessage> Messages { get; } = [.. messages.Select(m => new CarriedMessage(m.GetType().Name, m, null))];
    }
}
