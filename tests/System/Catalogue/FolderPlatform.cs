using OneVisit.All;
using OneVisit.Catalogue;
using OneVisit.Kit.Hosting;
using OneVisit.Support;

namespace OneVisit.SystemTests.Catalogue;

/// <summary>The embedded platform on a catalogue in a folder of its own, looked at every second; on files, or in a database of its own.</summary>
/// <param name="settings">More settings, as arguments of the command line.</param>
internal sealed class FolderPlatform(bool onPostgres = false, params string[] settings) : IAsyncDisposable
{
    private readonly TempFolder _data = new();
    private readonly TempFolder _catalogue = new();
    private readonly HttpClient _http = new();
    private string? _database;
    private Platform? _platform;

    public async Task StartAsync()
    {
        if (onPostgres && _database is null)
            await Databases.RunAsync(TestServers.Postgres, $"create database {_database = Unique.Name("onevisit").Replace('-', '_')}");
        string[] store = _database is null ? [] : ["--Store", new UriBuilder(TestServers.Postgres) { Path = _database }.Uri.ToString()];
        _platform = await Platform.StartAsync(
            ["--environment", "Development", "--urls", "http://127.0.0.1:0", "--Data", _data.Path, .. store, "--Catalogue:Folder", _catalogue.Path, "--Catalogue:PollSeconds", "1", .. settings], Everything.Services);
    }

    public async Task StopAsync() => await _platform!.DisposeAsync();

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public Task<Client> ClientAsync(string role, string? department = null, string? region = null) =>
        Client.SignInAsync(_http, () => _platform!.Address, role, null, department, region);

    public string Read(string path) => File.ReadAllText(_catalogue.File(path));

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_catalogue.File(path))!);
        File.WriteAllText(_catalogue.File(path), text);
    }

    /// <summary>Writes the catalogue that is built in.</summary>
    /// <param name="folder">Where to, such as <c>city/</c>; the catalogue's own folder when empty.</param>
    public void WriteBuiltIn(string folder = "")
    {
        foreach (var (path, text) in CatalogueText.BuiltIn().Files)
            Write(folder + path, text);
    }

    public void Delete(string path) => File.Delete(_catalogue.File(path));

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
            await _platform.DisposeAsync();
        if (_database is not null)
            await Databases.RunAsync(TestServers.Postgres, $"drop database if exists {_database} with (force)");
        _http.Dispose();
        _data.Dispose();
        _catalogue.Dispose();
    }
}
