using CsCheck;
using OneVisit.Contracts.Codes;

namespace OneVisit.Unit.Codes;

public sealed class UnifiedSocialCreditCodeTests
{
    private static readonly Gen<string> Codes = Gen.Select(
        Gen.Char["12"], Gen.Int[110000, 659999], Gen.Char[UnifiedSocialCreditCode.Characters].Array[OrganisationCode.BodyLength],
        (category, region, body) => UnifiedSocialCreditCode.Compose('9', category, $"{region}", new string(body)));

    [Theory]
    [InlineData("91350100M000100Y43")]
    [InlineData("9144030071526726XG")]
    [InlineData("91110000600037341L")]
    [InlineData("91330100799655058B")]
    public void Accepts_a_known_good_code(string code) => Assert.True(UnifiedSocialCreditCode.IsValid(code));

    [Theory]
    [InlineData("")]
    [InlineData("91350100M000100Y4")]
    [InlineData("91350100M000100Y433")]
    [InlineData("91350100m000100Y43")]
    [InlineData("91350100I000100Y43")]
    [InlineData("9135010AM000100Y43")]
    [InlineData("91350100M000100Y44")]
    [InlineData(null)]
    public void Refuses_what_is_not_a_code(string? code) => Assert.False(UnifiedSocialCreditCode.IsValid(code!));

    [Fact]
    public void Composes_the_known_good_code_from_its_parts() =>
        Assert.Equal("91350100M000100Y43", UnifiedSocialCreditCode.Compose('9', '1', "350100", "M000100Y"));

    [Theory]
    [InlineData("43060", "MA4R0001")]
    [InlineData("43060X", "MA4R0001")]
    [InlineData("430602", "MA4R001")]
    [InlineData("430602", "MA4R000I")]
    [InlineData("430602", "ma4r0001")]
    public void Refuses_to_compose_from_a_malformed_part(string region, string organisation) =>
        Assert.Throws<ArgumentException>(() => UnifiedSocialCreditCode.Compose('9', '1', region, organisation));

    [Fact]
    public void Every_composed_code_is_valid_and_says_its_parts() => Codes.Sample(code =>
        UnifiedSocialCreditCode.IsValid(code) && OrganisationCode.IsValid(code.Substring(8, 9)));

    [Fact]
    public void Detects_every_change_of_one_character() =>
        Gen.Select(Codes, Gen.Int[0, 17], Gen.Char[UnifiedSocialCreditCode.Characters]).Sample((code, at, other) =>
            code[at] == other || !UnifiedSocialCreditCode.IsValid(Numbers.Changed(code, at, other)));

    [Fact]
    public void Never_throws_whatever_the_text() => Gen.String.Sample(text => { _ = UnifiedSocialCreditCode.IsValid(text); });
}
