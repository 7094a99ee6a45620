using CsCheck;
using OneVisit.Orchestrator.Api;

namespace OneVisit.Unit.Orchestrator;

public sealed class MaskTests
{
    [Theory]
    [InlineData("430602198504151235", "4306**********1235")]
    [InlineData("43062619920820451X", "4306**********451X")]
    [InlineData("12345678", "********")]
    [InlineData("123456789", "1234*6789")]
    [InlineData("", "")]
    public void Only_the_first_and_last_four_characters_are_shown(string number, string masked) => Assert.Equal(masked, Submissions.Mask(number));

    [Fact]
    public void At_most_eight_characters_are_ever_shown() => Gen.String[Gen.Char['0', '9'], 0, 30].Sample(number =>
        Submissions.Mask(number).Length == number.Length && Submissions.Mask(number).Count(c => c != '*') <= 8);
}
