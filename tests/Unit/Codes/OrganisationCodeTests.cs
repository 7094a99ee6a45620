using CsCheck;
using OneVisit.Contracts.Codes;

namespace OneVisit.Unit.Codes;

public sealed class OrganisationCodeTests
{
    private static readonly Gen<string> Bodies =
        Gen.Char["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"].Array[OrganisationCode.BodyLength].Select(body => new string(body));

    [Theory]
    [InlineData("D2143569X")]
    [InlineData("M000100Y4")]
    [InlineData("71526726X")]
    public void Accepts_a_known_good_code(string code) => Assert.True(OrganisationCode.IsValid(code));

    [Theory]
    [InlineData("")]
    [InlineData("D2143569")]
    [InlineData("D2143569-X")]
    [InlineData("D21435691")]
    [InlineData("d2143569X")]
    public void Refuses_what_is_not_a_code(string code) => Assert.False(OrganisationCode.IsValid(code));

    [Fact]
    public void Every_composed_code_is_valid() => Bodies.Sample(body => OrganisationCode.IsValid(OrganisationCode.Compose(body)));

    [Fact]
    public void Detects_every_change_of_one_digit() => Gen.Select(Bodies, Gen.Int[0, 7], Gen.Int[1, 9]).Sample((body, at, by) =>
    {
        if (!char.IsAsciiDigit(body[at]))
            return true;
        var changed = Numbers.Changed(body, at, (char)('0' + (body[at] - '0' + by) % 10));
        return !OrganisationCode.IsValid(changed + OrganisationCode.Compose(body)[^1]);
    });
}
