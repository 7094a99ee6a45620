using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneVisit.Catalogue;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;
using OneVisit.Unit.Departments;

namespace OneVisit.Unit.Catalogue;

/// <summary>By which catalogue a task is judged while its folder goes on: the one its case names.</summary>
public sealed class KeptCataloguesTests : IDisposable
{
    private const string Hygiene = "health.hygiene";
    private const string Path = "health/items/hygiene.yaml";
    private const string Unknown = "0000000000000000000000000000000000000000000000000000000000000000";

    private readonly string _folder = Directory.CreateTempSubdirectory("onevisit-kept-").FullName;
    private readonly List<string> _log = [];
    private readonly CatalogueFolder _catalogue;
    private readonly KeptCatalogues _kept;

    public KeptCataloguesTests()
    {
        foreach (var (path, text) in DeskCity.Files())
            Write(path["data/".Length..], text);
        _catalogue = CatalogueFolder.Of(Service());
        _kept = _catalogue.Kept;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_case_s_item_is_as_it_was_when_it_was_submitted_after_any_number_of_changes_in_place()
    {
        var first = Current.Text.Digest;
        var second = await ChangeAsync("text: 公共场所", "text: 娱乐场所");
        var third = await ChangeAsync("text: 娱乐场所", "text: 文化场所");

        Assert.Equal("公共场所", KindOf(first));
        Assert.Equal("娱乐场所", KindOf(second));
        Assert.Equal("文化场所", KindOf(third));
        // One older than the keeping of texts.
        Assert.Equal("文化场所", KindOf(null));
        Assert.All([first, second, third], digest => Assert.Null(_kept.Ahead(digest)));
    }

    [Fact]
    public async Task A_department_with_code_leaves_to_people_what_the_case_s_own_catalogue_says_they_decide()
    {
        var service = Service();
        var handlerOf = new Bureau().HandlersIn(service);
        var (catalogue, first) = (CatalogueFolder.Of(service), CatalogueFolder.Of(service).Live.Current.First.Text.Digest);
        Write(Path, Read(Path) + "decidedBy: at-once\n");
        for (var i = 0; i < 2; i++)
            await catalogue.LookAsync(new Lines(_log), CancellationToken.None);
        Assert.NotEqual(first, catalogue.Live.Current.First.Text.Digest);

        Assert.IsType<LeftToPeople>(handlerOf(Version(first)));
        Assert.IsNotType<LeftToPeople>(handlerOf(Version(null)));
    }

    [Fact]
    public async Task A_digest_that_nobody_has_is_judged_by_what_is_in_force_and_told_once()
    {
        Assert.Null(await _kept.Ahead(Unknown)!);

        // Nobody waits for it again.
        Assert.Null(_kept.Ahead(Unknown));
        Assert.Equal("公共场所", KindOf(Unknown));
        for (var i = 0; i < 2; i++)
            await _catalogue.LookAsync(new Lines(_log), CancellationToken.None);
        Assert.Contains(Unknown, Assert.Single(_log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_digest_that_becomes_known_later_is_used_from_then_on()
    {
        // The orchestrator has looked at the folder a moment earlier.
        var coming = CityCatalogue.Load(DeskCity.Files().ToDictionary(f => f.Key, f => f.Value.Replace("text: 公共场所", "text: 娱乐场所", StringComparison.Ordinal))).Text.Digest;
        Assert.Null(await _kept.Ahead(coming)!);
        Assert.Equal("公共场所", KindOf(coming));

        Assert.Equal(coming, await ChangeAsync("text: 公共场所", "text: 娱乐场所"));
        Assert.Equal("娱乐场所", KindOf(coming));
        await ChangeAsync("text: 娱乐场所", "text: 文化场所");
        Assert.Equal("娱乐场所", KindOf(coming));
    }

    private CityCatalogue Current => _catalogue.Live.Current.First;

    private static ItemVersion Version(string? digest) => new(Hygiene, "430602", Sample.Today, digest);

    private string KindOf(string? digest) => _kept.Find(Version(digest))!.Issues["hygiene-permit"].Data!["kind"].Text!;

    /// <summary>Changes the item in place and has the folder looked at until that is in force: its digest.</summary>
    private async Task<string> ChangeAsync(string passage, string replacement)
    {
        Assert.Contains(passage, Read(Path), StringComparison.Ordinal);
        Write(Path, Read(Path).Replace(passage, replacement, StringComparison.Ordinal));
        for (var i = 0; i < 2; i++)
            await _catalogue.LookAsync(new Lines(_log), CancellationToken.None);
        return Current.Text.Digest;
    }

    private ServiceDescription Service() => new(
        new ConfigurationBuilder().AddInMemoryCollection([new("Catalogue:Folder", _folder)]).Build(), null!, new ServiceCollection(), new HashSet<string>());

    private string Read(string path) => File.ReadAllText(System.IO.Path.Combine(_folder, path));

    private void Write(string path, string text)
    {
        var file = System.IO.Path.Combine(_folder, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private sealed class Bureau : CityDepartmentService
    {
        public override string Name => "health";

        public override int DefaultPort => 0;

        protected override IReadOnlyList<IItemHandler> Handlers => [DeskCity.Handler(Hygiene)];

        public HandlerOf HandlersIn(ServiceDescription service) => HandlersOf(service, Handlers.ToDictionary(h => h.Item));
    }

    private sealed class Lines(List<string> written) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                written.Add(formatter(state, exception));
        }
    }
}
