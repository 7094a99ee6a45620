using System.Diagnostics;
using System.Text.Json.Nodes;

namespace OneVisit.Integration.Catalogue;

/// <summary>npm's ajv, a JSON Schema validator we had no hand in, as a process of its own.</summary>
internal static class AjvProcess
{
    /// <summary>One verdict a document: true where it satisfies the schema.</summary>
    public static async Task<bool[]> JudgeAsync(JsonObject schema, IReadOnlyList<string> documents)
    {
        var work = Directory.CreateTempSubdirectory("schema-agreement-");
        try
        {
            var (schemaFile, documentsFile) = (Path.Combine(work.FullName, "schema.json"), Path.Combine(work.FullName, "documents.jsonl"));
            await File.WriteAllTextAsync(schemaFile, schema.ToJsonString());
            await File.WriteAllLinesAsync(documentsFile, documents);
            return [.. (await RunAsync("verdicts.js", schemaFile, documentsFile)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(bool.Parse)];
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>What is wrong with an AsyncAPI 3.0 document by the specification's own schema, a fault a line.</summary>
    public static async Task<string[]> FaultsOfAsyncApiAsync(string document) =>
        (await RunAsync("asyncapi.js", document)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> RunAsync(string script, params string[] arguments)
    {
        var folder = Folder();
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules", "ajv")),
            "ajv is not installed: run 'npm ci' in tests/Integration/Catalogue/schema-agreement (tests/run does it)");
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await errors);
        return await output;
    }

    private static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "tests", "Integration", "Catalogue", "schema-agreement") is var folder && Directory.Exists(folder))
                return folder;
        throw new DirectoryNotFoundException("the tests do not run inside the repository");
    }
}
