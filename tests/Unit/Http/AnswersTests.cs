using Microsoft.AspNetCore.Http;
using OneVisit.Kit.Http;
using OneVisit.Kit.Store;

namespace OneVisit.Unit.Http;

public sealed class AnswersTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("*", null)]
    [InlineData("\"7\"", 7L)]
    [InlineData("W/\"7\"", -1L)]
    [InlineData("\"7\", \"8\"", -1L)]
    [InlineData("seven", -1L)]
    public void If_Match_is_a_version_any_version_or_none_that_can_be(string? header, long? version)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.IfMatch = header;

        Assert.Equal(version, Answers.IfMatch(request));
    }

    [Fact]
    public void What_passes_by_itself_asks_to_come_again()
    {
        Assert.Equal((503, "store-unavailable"), (Faults.Of(new StoreUnavailableException("gone")).Status, Faults.Of(new StoreUnavailableException("gone")).Code));
        Assert.Equal((503, "store-unavailable"), (Faults.Of(new BrokenConnection()).Status, Faults.Of(new BrokenConnection()).Code));
        Assert.Equal((503, "overloaded"), (Faults.Of(new OverloadedException("full")).Status, Faults.Of(new OverloadedException("full")).Code));
        Assert.Equal(500, Faults.Of(new InvalidOperationException("a mistake")).Status);
    }

    /// <summary>What a driver throws when the connection breaks while something is read.</summary>
    private sealed class BrokenConnection : System.Data.Common.DbException
    {
        public override bool IsTransient => true;
    }
}
