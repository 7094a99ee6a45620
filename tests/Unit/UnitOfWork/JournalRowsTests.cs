using CsCheck;
using OneVisit.Kit;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.UnitOfWork;

public sealed class JournalRowsTests
{
    private static readonly Guid Owner = new("019ab000-0000-7000-8000-0000000000aa");
    private static readonly DateTimeOffset At = new(2026, 11, 24, 9, 30, 0, 123, TimeSpan.Zero);

    private static readonly Gen<string> AnyData = Gen.OneOf(
        Gen.Const("{}"), Gen.Const("[1,[2],{}]"), Gen.Const("\"],[\""), Gen.Const("null"),
        Gen.String.Select(text => Utf8Json.Of(new { text, inner = new { list = new[] { text } } }).ToString()));

    private static readonly Gen<List<(string Kind, Utf8Json Data)>> AnyEntries =
        Gen.Select(Gen.OneOf(Gen.Const("submitted"), Gen.Const("review-requested"), Gen.Const("date-moved")), AnyData, (kind, data) => (kind, new Utf8Json(data))).List[1, 6];

    [Fact]
    public void Whatever_stands_together_in_a_row_is_read_again_entry_by_entry_with_the_hashes_of_one_chain() =>
        AnyEntries.List[1, 4].Sample(batches =>
        {
            var (hash, seq) = (JournalChain.Origin, 0L);
            var (rows, written) = (new List<(Guid, long, DateTimeOffset, string, string, string)>(), new List<WrittenEntry>());
            foreach (var batch in batches)
            {
                var first = seq + 1;
                foreach (var (kind, data) in batch)
                    written.Add(new WrittenEntry(Owner, ++seq, At, kind, data.ToString(), hash = JournalChain.Next(hash, Owner, seq, At, kind, data.Bytes.Span)));
                Assert.Equal(hash, JournalChain.After(rows.Count == 0 ? JournalChain.Origin : rows[^1].Item6, Owner, first, At, batch.ToArray()));
                var (kinds, text) = JournalRows.Join(batch, new JsonPages());
                rows.Add((Owner, first, At, kinds, text.ToString(), hash));
            }

            Assert.Equal(written, JournalRows.Split(rows));
            Assert.Equal(written.Skip(batches[0].Count), JournalRows.Split(rows.Skip(1), written[batches[0].Count - 1].Hash));
        }, iter: 500);

    [Fact]
    public void A_journal_of_another_owner_begins_anew()
    {
        var (mine, others) = (Row(Owner, "a"), Row(Guid.Empty, "b"));
        var entries = JournalRows.Split([mine, others]).ToList();

        Assert.Equal([(Owner, 1L), (Owner, 2L), (Guid.Empty, 1L), (Guid.Empty, 2L)], entries.Select(e => (e.Owner, e.Seq)));
        Assert.Equal(JournalChain.Next(JournalChain.Origin, Guid.Empty, 1, At, "b", "1"), entries[2].Hash);
    }

    [Theory]
    [InlineData("a,b", "[1,2,3]")]
    [InlineData("a,b", "[1]")]
    [InlineData("a,b", "[1, 2]")]
    [InlineData("a,b", " [1,2]")]
    [InlineData("a,b", "[1,2] ")]
    [InlineData("a,b", "[1,2")]
    [InlineData("a,b", "{}")]
    [InlineData("a,b", "")]
    public void A_row_that_was_never_written_like_this_is_left_whole_so_that_its_hash_convicts_it(string kind, string data) =>
        Assert.Equal([new WrittenEntry(Owner, 1, At, kind, data, "hash")], JournalRows.Split([(Owner, 1, At, kind, data, "hash")]));

    private static (Guid, long, DateTimeOffset, string, string, string) Row(Guid owner, string kind)
    {
        var first = JournalChain.Next(JournalChain.Origin, owner, 1, At, kind, "1");
        return (owner, 1, At, $"{kind},{kind}", "[1,2]", JournalChain.Next(first, owner, 2, At, kind, "2"));
    }
}
