using System.Buffers.Text;
using CsCheck;
using OneVisit.Kit.Identity;

namespace OneVisit.Unit.Identity;

public sealed class IdentityHeaderTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly Caller Li = new("li", "李", Role.Officer, "tax", "430602");
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_the_gateway_writes_a_service_reads() => Assert.Equal(Li, At(Now).Read(At(Now).Write(Li)));

    [Theory]
    [InlineData(120, true)]
    [InlineData(121, false)]
    public void It_holds_for_two_minutes(int seconds, bool holds) =>
        Assert.Equal(holds, At(Now.AddSeconds(seconds)).Read(At(Now).Write(Li)) is not null);

    [Fact]
    public void It_is_worth_nothing_under_another_key() => Assert.Null(new IdentityHeader(new byte[32], new Stopped(Now)).Read(At(Now).Write(Li)));

    [Fact]
    public void A_caller_put_into_another_s_header_is_not_believed()
    {
        var (admin, officer) = (At(Now).Write(Li with { Role = Role.Admin }).Split('.'), At(Now).Write(Li).Split('.'));

        Assert.Null(At(Now).Read($"{admin[0]}.{officer[1]}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("{}")]
    [InlineData("e30.e30")]
    [InlineData("e30.!!!!")]
    [InlineData("e30.=")]
    [InlineData("李.李")]
    public void What_is_no_header_of_ours_names_nobody(string? value) => Assert.Null(At(Now).Read(value));

    [Fact]
    public void A_header_cut_short_or_changed_anywhere_names_nobody()
    {
        var header = At(Now).Write(Li);
        Gen.Select(Gen.Int[0, header.Length - 1], Gen.Char[' ', '~']).Sample((at, other) =>
            At(Now).Read(header[..at]) is null && (header[at] == other || At(Now).Read($"{header[..at]}{other}{header[(at + 1)..]}") is null));
    }

    [Fact]
    public void An_expiry_that_was_moved_is_not_believed()
    {
        var parts = At(Now).Write(Li).Split('.');
        var json = System.Text.Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0]));
        var moved = json.Replace($"{Now.AddMinutes(2).ToUnixTimeSeconds()}", $"{Now.AddDays(2).ToUnixTimeSeconds()}", StringComparison.Ordinal);
        Assert.NotEqual(json, moved);

        Assert.Null(At(Now).Read($"{Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(moved))}.{parts[1]}"));
    }

    private static IdentityHeader At(DateTimeOffset now) => new(Key, new Stopped(now));

    private sealed class Stopped(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
