using OneVisit.Catalogue;
using OneVisit.Support;

namespace OneVisit.SystemTests.Platforms;

/// <summary>The built-in city, whose tax department reviews and issues in a system of its own.</summary>
public sealed class SystemCity : IDisposable
{
    private const string Registration = "tax/items/registration.yaml";

    private readonly TempFolder _folder = new();

    public SystemCity()
    {
        foreach (var (path, text) in CatalogueText.BuiltIn().Files)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_folder.File(path))!);
            File.WriteAllText(_folder.File(path), path == Registration ? $"{text}\ndecidedBy: people\nissuedBy: system\n" : text);
        }
    }

    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();
}

public class EmbeddedSystems : EmbeddedPlatform
{
    private readonly SystemCity _city = new();

    protected override string? Catalogue => _city.Path;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _city.Dispose();
    }
}

/// <inheritdoc cref="EmbeddedSystems"/>
public sealed class DistributedSystems : DistributedPlatform
{
    private readonly SystemCity _city = new();

    protected override string? Catalogue => _city.Path;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _city.Dispose();
    }
}
