using OneVisit.Catalogue;

namespace OneVisit.Unit.Catalogue;

public sealed class NumberPatternTests
{
    [Theory]
    [InlineData("{region}-{type}-{year}-{sequence:6}", "430602-permit-2026-000042")]
    [InlineData("湘卫公证字〔{year}〕第{sequence:4}号", "湘卫公证字〔2026〕第0042号")]
    [InlineData("{department}/{sequence}", "health/42")]
    [InlineData("{sequence:1}", "42")]
    [InlineData("{region}第{sequence:7}", "430602第0000042")]
    public void Puts_in_every_word(string pattern, string number) =>
        Assert.Equal(number, NumberPattern.Read(pattern).NumberOf("health", "430602", "permit", 2026, 42));

    [Theory]
    [InlineData("{region}-{type}-{year}-{sequence:6}", "430602-permit-2031-000007", true)]
    [InlineData("{region}-{type}-{year}-{sequence:6}", "430603001-permit-2026-1234567", true)]
    [InlineData("{region}-{type}-{year}-{sequence:6}", "430602-permit-2026-42", false)]
    [InlineData("{region}-{type}-{year}-{sequence:6}", "430602-licence-2026-000042", false)]
    [InlineData("{region}-{type}-{year}-{sequence:6}", "x430602-permit-2026-000042", false)]
    [InlineData("{department}/{sequence}", "health/42", true)]
    [InlineData("{department}/{sequence}", "fire/42", false)]
    [InlineData("No.{sequence}", "Nox42", false)]
    public void Knows_the_numbers_that_might_be_its_own(string pattern, string number, bool own) =>
        Assert.Equal(own, NumberPattern.Read(pattern).Fits("health", "permit", number));

    [Fact]
    public void A_sequence_that_has_outgrown_its_digits_goes_on() =>
        Assert.Equal("1000", NumberPattern.Read("{sequence:3}").NumberOf("health", "430602", "permit", 2026, 1000));

    [Theory]
    [InlineData("{region}-{year}", "must have {sequence:6} in it once")]
    [InlineData("{sequence}-{number}", "'{number}' is not known")]
    [InlineData("{sequence}-{sequence}", "must have {sequence:6} in it once")]
    [InlineData("{month}-{sequence}", "'{month}' is not known")]
    [InlineData("{year:2}-{sequence}", "'{year:2}' is not known")]
    [InlineData("{region}{sequence:7}", "touches the sequence")]
    [InlineData("{sequence}{year}", "touches the sequence")]
    [InlineData("3{sequence}", "touches the sequence")]
    [InlineData("{sequence:4}0号", "touches the sequence")]
    [InlineData("{sequence}-{", "a brace that stands alone")]
    [InlineData("{sequence}-{Region}", "a brace that stands alone")]
    public void Refuses_what_would_not_tell_two_licences_apart_or_is_not_known(string pattern, string fault) =>
        Assert.Contains(fault, Assert.Throws<InvalidDataException>(() => NumberPattern.Read(pattern)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("health", "430602", "permit", 2027)]
    [InlineData("health", "430626", "permit", 2026)]
    [InlineData("health", "430602", "licence", 2026)]
    [InlineData("fire", "430602", "permit", 2026)]
    public void Draws_from_another_sequence_whatever_it_tells_apart(string department, string county, string type, int year)
    {
        var pattern = NumberPattern.Read("{department}/{region}/{type}/{year}/{sequence:6}");

        Assert.NotEqual(pattern.SequenceOf("health", "430602", "permit", 2026), pattern.SequenceOf(department, county, type, year));
        Assert.Equal(pattern.SequenceOf("health", "430602", "permit", 2026), pattern.SequenceOf("health", "430602", "permit", 2026));
    }
}
