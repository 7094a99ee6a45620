using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>One catalogue for all services of a process, and whatever happens to its folder, the process goes on with it.</summary>
public sealed class CatalogueFolderTests : IDisposable
{
    private const string Departments = "departments.yaml";

    private readonly string _folder = Directory.CreateTempSubdirectory("onevisit-folder-").FullName;
    private readonly ServiceCollection _services = new();
    private readonly Lines _log = new();

    public CatalogueFolderTests()
    {
        // In a folder, what has no code of the platform's own is a desk.
        foreach (var (path, text) in Files(Item("c.one"), Bundle(Items("c.one, required: true")), (Departments, "departments: [{ id: c, name: { zh: 丙局, en: Bureau C }, desk: true }]")))
            Write(path, text);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void All_services_of_a_process_share_one_that_is_watched_once()
    {
        var first = CatalogueFolder.Of(Describe(_folder));

        Assert.Same(first, CatalogueFolder.Of(Describe(_folder)));
        Assert.Single(_services, s => s.ServiceType == typeof(IHostedService));
        Assert.NotSame(first, CatalogueFolder.Of(new ServiceDescription(Configuration(_folder), null!, new ServiceCollection(), new HashSet<string>())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void A_blank_setting_means_the_catalogue_built_in(string? setting) =>
        Assert.NotNull(CatalogueFolder.Of(Describe(setting)).Live.Current.First.FindBundle("business-start-up"));

    [Fact]
    public void A_folder_that_is_missing_or_broken_keeps_the_process_from_starting_and_names_the_setting()
    {
        Assert.Contains("Catalogue:Folder", Assert.Throws<ConfigurationException>(() => CatalogueFolder.Of(Describe(Path.Combine(_folder, "elsewhere")))).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder, Departments));
        Assert.Contains("Catalogue:Folder", Assert.Throws<ConfigurationException>(() => CatalogueFolder.Of(Describe(_folder))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_must_be_done_before_a_new_catalogue_serves_is_done_again_when_it_fails()
    {
        var folder = CatalogueFolder.Of(Describe(_folder));
        var (before, fails) = (folder.Live.Current.First, true);
        folder.Before((_, _) => fails ? throw new InvalidOperationException("the store is away") : Task.CompletedTask);
        Write(Departments, Read(Departments) + "\n");

        for (var i = 0; i < 3; i++)
            await folder.LookAsync(_log, CancellationToken.None);
        Assert.Same(before, folder.Live.Current.First);
        Assert.Contains(_log.Written, l => l.Contains("the store is away", StringComparison.Ordinal) && l.Contains("the next look tries again", StringComparison.Ordinal));

        fails = false;
        await folder.LookAsync(_log, CancellationToken.None);
        Assert.NotSame(before, folder.Live.Current.First);
        Assert.Contains("A new catalogue of 430600 is in force", _log.Written[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_disappears_leaves_the_catalogue_in_force()
    {
        var folder = CatalogueFolder.Of(Describe(_folder));
        var before = folder.Live.Current.First;
        Directory.Move(_folder, $"{_folder}-away");
        try
        {
            await folder.LookAsync(_log, CancellationToken.None);
        }
        finally
        {
            Directory.Move($"{_folder}-away", _folder);
        }

        Assert.Same(before, folder.Live.Current.First);
        Assert.Contains("could not be taken", Assert.Single(_log.Written), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_department_counts_by_the_calendar_in_force()
    {
        var service = Describe(_folder);
        var (folder, calendar) = (CatalogueFolder.Of(service), new Parks().Counts(service));
        Assert.Same(folder.Live.Current.First.Calendar, calendar("430602"));
        var before = calendar("430602");

        Write(Departments, Read(Departments) + "\n");
        for (var i = 0; i < 2; i++)
            await folder.LookAsync(_log, CancellationToken.None);

        Assert.NotSame(before, calendar("430602"));
        Assert.Same(folder.Live.Current.First.Calendar, calendar("430602"));
    }

    private ServiceDescription Describe(string? folder) => new(Configuration(folder), null!, _services, new HashSet<string>());

    private static IConfiguration Configuration(string? folder) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Catalogue:Folder"] = folder }).Build();

    private string Read(string path) => File.ReadAllText(Path.Combine(_folder, path));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
        File.WriteAllText(Path.Combine(_folder, path), text);
    }

    private sealed class Parks : CityDepartmentService
    {
        public override string Name => "parks";

        public override int DefaultPort => 0;

        protected override IReadOnlyList<IItemHandler> Handlers => [];

        public Func<string, CountingCalendar> Counts(ServiceDescription service) => CalendarsOf(service).Of;
    }

    private sealed class Lines : ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add($"{formatter(state, exception)} {exception?.Message}");
    }
}
