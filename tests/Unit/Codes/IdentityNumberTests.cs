using CsCheck;
using OneVisit.Contracts.Codes;

namespace OneVisit.Unit.Codes;

public sealed class IdentityNumberTests
{
    /// <summary>The standard's own example, and the numbers of the sample application.</summary>
    public static readonly TheoryData<string> Valid = ["11010519491231002X", "430602198504151235", "430626199208204510"];

    [Theory]
    [MemberData(nameof(Valid))]
    public void Accepts_a_known_good_number(string number) => Assert.True(IdentityNumber.IsValid(number));

    [Theory]
    [InlineData("")]
    [InlineData("11010519491231002")]
    [InlineData("11010519491231002XX")]
    [InlineData("11010519491231002x")]
    [InlineData(" 1010519491231002X")]
    [InlineData("1101051949123100２X")]
    [InlineData("11010519491232002X")]
    [InlineData("110105491231002")]
    [InlineData(null)]
    public void Refuses_what_is_not_eighteen_plain_characters_with_a_real_date(string? number) => Assert.False(IdentityNumber.IsValid(number!));

    [Fact]
    public void Refuses_the_29th_of_February_of_a_common_year_even_with_a_right_check_character()
    {
        Assert.True(IdentityNumber.IsValid(Numbers.WithCheck("43060220000229123")));
        Assert.False(IdentityNumber.IsValid(Numbers.WithCheck("43060219990229123")));
    }

    [Fact]
    public void Tells_the_date_of_birth_of_a_valid_number_only()
    {
        Assert.Equal(new DateOnly(1949, 12, 31), IdentityNumber.DateOfBirth("11010519491231002X"));
        Assert.Null(IdentityNumber.DateOfBirth("110105194912310021"));
    }

    [Fact]
    public void Detects_every_change_of_one_character() => Gen.Select(Numbers.Identity, Gen.Int[0, 17], Gen.Char["0123456789X"])
        .Sample((number, at, other) => number[at] == other || !IdentityNumber.IsValid(Numbers.Changed(number, at, other)));

    [Fact]
    public void Detects_every_swap_of_two_neighbours() => Gen.Select(Numbers.Identity, Gen.Int[0, 16]).Sample((number, at) =>
        number[at] == number[at + 1]
        || !IdentityNumber.IsValid(Numbers.Changed(Numbers.Changed(number, at, number[at + 1]), at + 1, number[at])));

    [Fact]
    public void Never_throws_whatever_the_text() => Gen.String.Sample(text => { _ = IdentityNumber.IsValid(text); });
}
