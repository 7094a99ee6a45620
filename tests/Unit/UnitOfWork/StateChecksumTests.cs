using System.Text;
using OneVisit.Kit;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.UnitOfWork.Shelves;

namespace OneVisit.Unit.UnitOfWork;

public sealed class StateChecksumTests
{
    /// <summary>As reckoned bit by bit with the polynomial 0x82f63b78.</summary>
    private const long Known = 0xc9885b04;

    [Fact]
    public void Is_the_CRC_32C_of_owner_version_journal_and_state() =>
        Assert.Equal(Known, StateChecksum.Of(Id(1), 3, JournalChain.Origin, Encoding.UTF8.GetBytes("""{"heard":"东"}""")));

    [Fact]
    public void Is_another_for_whatever_of_them_is_another()
    {
        long[] checksums =
        [
            Known,
            StateChecksum.Of(Id(2), 3, JournalChain.Origin, Encoding.UTF8.GetBytes("""{"heard":"东"}""")),
            StateChecksum.Of(Id(1), 4, JournalChain.Origin, Encoding.UTF8.GetBytes("""{"heard":"东"}""")),
            StateChecksum.Of(Id(1), 3, new string('1', 64), Encoding.UTF8.GetBytes("""{"heard":"东"}""")),
            StateChecksum.Of(Id(1), 3, JournalChain.Origin, Encoding.UTF8.GetBytes("""{"heard":"西"}""")),
        ];

        Assert.Equal(checksums.Length, checksums.Distinct().Count());
    }

    [Fact]
    public async Task A_row_has_that_of_what_stands_in_it_after_every_change()
    {
        var shelves = new Shelves();
        foreach (var message in (object[])[new Put(Id(1), "a"), new Put(Id(1), "b"), new Arm(Id(1), Start.AddDays(1)), new Relabel(Id(1), "{}")])
        {
            await shelves.RunAsync(Command(message), Command(new Put(Id(2), "beside")));

            foreach (var row in shelves.Store.Rows("shelf"))
                Assert.Equal(StateChecksum.Of((Guid)row["id"]!, (long)row["version"]!, (string)row["journal_hash"]!, ((Utf8Json)row["state"]!).Bytes.Span), row["state_checksum"]);
        }
    }
}
