using CsCheck;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.UnitOfWork;

public sealed class JournalChainTests
{
    private static readonly Guid Owner = new("019ab000-0000-7000-8000-0000000000aa");
    private static readonly DateTimeOffset At = new(2026, 11, 24, 9, 30, 0, 123, TimeSpan.FromHours(8));

    [Fact]
    public void The_hash_is_SHA_256_over_the_lines_a_stranger_can_write_down()
    {
        var text = $"{new string('0', 64)}\n019ab000-0000-7000-8000-0000000000aa\n1\n2026-11-24T01:30:00.123Z\nsubmitted\n{{\"region\":\"430602\"}}";
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

        Assert.Equal(expected, JournalChain.Next(JournalChain.Origin, Owner, 1, At, "submitted", """{"region":"430602"}"""));
    }

    [Fact]
    public void Any_change_of_an_entry_changes_its_hash() =>
        Gen.Select(Gen.Int[0, 5], Gen.String[Gen.Char['a', 'z'], 1, 9]).Sample((what, text) =>
        {
            var hash = JournalChain.Next(JournalChain.Origin, Owner, 7, At, "kind", "data");
            var other = what switch
            {
                0 => JournalChain.Next(hash, Owner, 7, At, "kind", "data"),
                1 => JournalChain.Next(JournalChain.Origin, Guid.Empty, 7, At, "kind", "data"),
                2 => JournalChain.Next(JournalChain.Origin, Owner, 7 + text.Length, At, "kind", "data"),
                3 => JournalChain.Next(JournalChain.Origin, Owner, 7, At.AddMilliseconds(text.Length), "kind", "data"),
                4 => JournalChain.Next(JournalChain.Origin, Owner, 7, At, $"kind{text}", "data"),
                _ => JournalChain.Next(JournalChain.Origin, Owner, 7, At, "kind", $"data{text}"),
            };
            return hash != other;
        }, iter: 300);

    [Fact]
    public void The_instant_counts_not_the_zone_it_is_written_in() => Assert.Equal(
        JournalChain.Next(JournalChain.Origin, Owner, 1, At, "kind", "data"),
        JournalChain.Next(JournalChain.Origin, Owner, 1, At.ToUniversalTime(), "kind", "data"));
}
