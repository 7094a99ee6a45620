using CsCheck;
using OneVisit.Kit;

namespace OneVisit.Unit.UnitOfWork;

public sealed class JsonPagesTests
{
    [Fact]
    public void Whatever_is_written_is_there_until_the_pages_are_used_again()
    {
        var pages = new JsonPages();
        Gen.Select(Gen.String, Gen.Int[1, 40_000], (text, times) => string.Concat(Enumerable.Repeat(text, times / (text.Length + 1)))).List[1, 40].Sample(
            texts =>
            {
                var written = texts.ConvertAll(text => (Json: pages.Write(new { text }), Bytes: pages.Write(2, '7', static (bytes, digit) => bytes.Fill((byte)digit))));

                Assert.Equal(texts.Select(text => Utf8Json.Of(new { text })), written.Select(w => w.Json));
                Assert.All(written, w => Assert.Equal("77", w.Bytes.ToString()));
                pages.Reuse();
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void Pages_that_are_used_again_are_the_same_pages()
    {
        var pages = new JsonPages();
        var first = pages.Write(new { Word = "first" });
        pages.Reuse();
        pages.Write(new { Word = "later" });

        Assert.Equal("""{"word":"later"}""", first.ToString());
    }

    [Fact]
    public void A_value_that_cannot_be_written_leaves_nothing_behind()
    {
        var pages = new JsonPages();
        var before = pages.Write(new { Word = "before" });
        Assert.Throws<InvalidTimeZoneException>(() => pages.Write(new { Word = new string('x', 5000), Broken = new Broken() }));

        Assert.Equal("""{"word":"next"}""", pages.Write(new { Word = "next" }).ToString());
        Assert.Equal("""{"word":"before"}""", before.ToString());
    }

    [Fact]
    public void A_value_may_be_larger_than_what_is_kept_for_the_next()
    {
        var pages = new JsonPages();
        var large = new string('岳', 1024 * 1024);
        Assert.Equal(3 * large.Length + "{'text':''}".Length, pages.Write(new { text = large }).Bytes.Length);
        pages.Reuse();

        Assert.Equal("{}", pages.Write(new { }).ToString());
    }

    private sealed class Broken
    {
        public string Before { get; } = "half";

        public string Then => Before.Length > 0 ? throw new InvalidTimeZoneException("on purpose") : Before;
    }
}
