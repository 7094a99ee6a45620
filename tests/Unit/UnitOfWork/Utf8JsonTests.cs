using System.Text.Json;
using OneVisit.Kit;

namespace OneVisit.Unit.UnitOfWork;

public sealed class Utf8JsonTests
{
    [Fact]
    public void Chinese_is_written_as_it_is() => Assert.Equal("""{"name":"洞庭湘味"}""", Utf8Json.Of(new { Name = "洞庭湘味" }).ToString());

    [Fact]
    public void The_same_bytes_are_equal_and_others_are_not()
    {
        Assert.Equal(new Utf8Json("""{"a":1}"""), Utf8Json.Of(new { A = 1 }));
        Assert.Equal(new Utf8Json("""{"a":1}""").GetHashCode(), Utf8Json.Of(new { A = 1 }).GetHashCode());
        Assert.NotEqual(new Utf8Json("""{"a":1} """), Utf8Json.Of(new { A = 1 }));
    }

    [Fact]
    public void It_is_not_changed_by_what_is_written_after_it()
    {
        var first = Utf8Json.Of(new { Word = "first" });
        Utf8Json.Of(new { Word = "later" });

        Assert.Equal("""{"word":"first"}""", first.ToString());
    }

    [Fact]
    public void A_value_that_cannot_be_written_leaves_nothing_behind()
    {
        Assert.Throws<InvalidTimeZoneException>(() => Utf8Json.Of(new Broken()));

        Assert.Equal("""{"word":"next"}""", Utf8Json.Of(new { Word = "next" }).ToString());
    }

    [Fact]
    public void A_value_may_be_larger_than_what_is_kept_for_the_next()
    {
        var text = new string('岳', 1024 * 1024);

        Assert.Equal(text, JsonElement.Parse(Utf8Json.Of(new { text }).Bytes.Span).GetProperty("text").GetString());
        Assert.Equal("{}", Utf8Json.Of(new { }).ToString());
    }

    private sealed class Broken
    {
        public string Before { get; } = "half";

        public string Then => Before.Length > 0 ? throw new InvalidTimeZoneException("on purpose") : Before;
    }
}
