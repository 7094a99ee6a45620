using OneVisit.Integration.Catalogue;
using OneVisit.Support;

namespace OneVisit.Integration.Contracts;

/// <summary>The description of the messages is what others' programs take for AsyncAPI.</summary>
public sealed class AsyncApiTests
{
    private static readonly string Published = Path.Combine(Repository.Root, "contracts", "asyncapi", "v1.json");

    [Fact]
    public async Task The_published_document_satisfies_the_schema_of_AsyncAPI() =>
        Assert.Empty(await AjvProcess.FaultsOfAsyncApiAsync(Published));

    [Fact]
    public async Task A_document_that_does_not_is_found()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("broken.json"), (await File.ReadAllTextAsync(Published)).Replace("\"receive\"", "\"recieve\"", StringComparison.Ordinal));

        Assert.NotEmpty(await AjvProcess.FaultsOfAsyncApiAsync(folder.File("broken.json")));
    }
}
