using System.Collections.Concurrent;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.UnitOfWork;

public sealed class SideBySideTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(0, 1)]
    [InlineData(2, 63)]
    [InlineData(2, 64)]
    [InlineData(5, 1000)]
    public void Every_piece_is_done_once(int large, int small)
    {
        var (doneLarge, doneSmall) = (new ConcurrentBag<int>(), new ConcurrentBag<int>());

        SideBySide.For(large, small, doneLarge.Add, doneSmall.Add);

        Assert.Equal(Enumerable.Range(0, large), doneLarge.Order());
        Assert.Equal(Enumerable.Range(0, small), doneSmall.Order());
    }

    [Theory]
    [InlineData(40)]
    [InlineData(1000)]
    public void Of_several_pieces_that_fail_the_first_is_told_of_as_it_was_thrown(int small) =>
        Assert.Equal("piece 7", Assert.Throws<FormatException>(() => SideBySide.For(0, small, _ => { }, Fail)).Message);

    private static void Fail(int piece)
    {
        if (piece >= 7)
            throw new FormatException($"piece {piece}");
    }
}
