using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Npgsql;
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

    [Theory]
    [InlineData(5, 261)] // another connection recovers the log
    [InlineData(10, 266)]
    [InlineData(11, 11)]
    [InlineData(14, 14)]
    [InlineData(15, 15)]
    public void A_read_that_the_file_cannot_serve_now_asks_to_come_again(int code, int extended) =>
        Assert.Equal((503, "store-unavailable"), Told(new SqliteException("cannot be read", code, extended)));

    [Theory]
    [InlineData("57P01")]
    [InlineData("58030")]
    [InlineData("25006")]
    [InlineData("XX001")]
    [InlineData("40P01")]
    public void A_read_that_the_server_cannot_serve_now_asks_to_come_again(string state) =>
        Assert.Equal((503, "store-unavailable"), Told(new PostgresException("cannot be read", "ERROR", "ERROR", state)));

    [Fact]
    public void A_statement_that_is_wrong_is_a_mistake_of_ours()
    {
        Assert.Equal(500, Faults.Of(new SqliteException("no such table", 1, 1)).Status);
        Assert.Equal(500, Faults.Of(new PostgresException("no such table", "ERROR", "ERROR", "42P01")).Status);
    }

    private static (int Status, string Code) Told(Exception e) => (Faults.Of(e).Status, Faults.Of(e).Code);

    /// <summary>What a driver throws when the connection breaks while something is read.</summary>
    private sealed class BrokenConnection : System.Data.Common.DbException
    {
        public override bool IsTransient => true;
    }
}
