using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace OneVisit.Kit.Store;

/// <summary>
/// A step of a schema, <c>NNN_intent.sql</c>, append-only: applied once, in order, and never changed afterwards.
/// </summary>
/// <param name="Scope">Who owns the step: <c>kit</c>, or the service.</param>
public sealed record Migration(string Scope, int Number, string Name, string Sql)
{
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>The steps embedded in an assembly as <c>migrations/&lt;scope&gt;/NNN_intent.sql</c>, in order.</summary>
    public static IReadOnlyList<Migration> In(Assembly assembly, string scope) =>
    [
        .. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"migrations/{scope}/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(assembly, scope, name)),
    ];

    /// <summary>Those of <paramref name="all"/> that <paramref name="applied"/> (scope, number, hash) lacks.</summary>
    /// <exception cref="ConfigurationException">An applied step's text is no longer what was applied, or a later version of the program has applied more.</exception>
    internal static IEnumerable<Migration> Missing(
        IReadOnlyList<Migration> all, IReadOnlyDictionary<(string Scope, int Number), string> applied, string where)
    {
        // What an earlier version would read and write is no longer there; it would find out with its first case.
        var known = all.ToLookup(m => m.Scope, m => m.Number, StringComparer.Ordinal);
        foreach (var (scope, number) in applied.Keys.Where(step => known.Contains(step.Scope) && !known[step.Scope].Contains(step.Number)).Order())
        {
            throw new ConfigurationException(
                $"Store: {where} has been migrated by a later version (this one does not know the step {scope}/{number:000}); start that version, or restore the copy that was made before it");
        }
        foreach (var migration in all)
        {
            if (!applied.TryGetValue((migration.Scope, migration.Number), out var hash))
                yield return migration;
            else if (hash != migration.Hash)
            {
                throw new ConfigurationException(
                    $"Store: migration {migration.Scope}/{migration.Name} was changed after it had been applied to {where}; put its text back and add a new migration instead");
            }
        }
    }

    private static Migration Read(Assembly assembly, string scope, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var name = resource[$"migrations/{scope}/".Length..];
        return new Migration(scope, int.Parse(name[..3], System.Globalization.CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
