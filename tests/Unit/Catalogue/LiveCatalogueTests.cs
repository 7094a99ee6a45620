using OneVisit.Catalogue;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>A catalogue in a folder is followed while the platform runs.</summary>
public sealed class LiveCatalogueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onevisit-").FullName;
    private readonly List<CityCatalogue> _kept = [];

    public LiveCatalogueTests() => Write(Files(
        ("departments.yaml", """
            departments:
              - { id: a, name: { zh: 甲局, en: Bureau A }, desk: true }
              - { id: b, name: { zh: 乙局, en: Bureau B }, desk: true }
            """),
        Item("a.one"), Bundle(Items("a.one, required: true"))));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_new_version_is_in_force_once_the_folder_is_at_rest_and_its_text_is_kept()
    {
        var live = LiveCatalogue.Of(_folder);
        Assert.IsType<Look.Unchanged>(await LookAsync(live));

        Write([Item("b.two")]);

        Assert.IsType<Look.Unchanged>(await LookAsync(live));
        Assert.Single(live.Current.Items);
        Assert.IsType<Look.Changed>(await LookAsync(live));
        Assert.Equal(2, live.Current.Items.Count);
        Assert.Same(live.Current, Assert.Single(_kept));
        Assert.IsType<Look.Unchanged>(await LookAsync(live));
    }

    [Fact]
    public async Task A_broken_version_is_refused_once_with_its_faults_and_the_old_one_stays()
    {
        var live = LiveCatalogue.Of(_folder);
        var before = live.Current;
        Write([("a/items/one.yaml", "id: a.one")]);
        await LookAsync(live);

        var refused = Assert.IsType<Look.Refused>(await LookAsync(live));

        Assert.Contains(refused.Faults, f => f.File.EndsWith("a/items/one.yaml", StringComparison.Ordinal));
        Assert.Same(before, live.Current);
        Assert.IsType<Look.Unchanged>(await LookAsync(live));

        Write([Item("a.one", days: 7)]);
        await LookAsync(live);
        Assert.IsType<Look.Changed>(await LookAsync(live));
        Assert.Equal(7, live.Current.FindItem("a.one")!.Limits.Committed.Days);
    }

    [Fact]
    public async Task What_cannot_be_kept_does_not_serve_and_is_tried_again()
    {
        var live = LiveCatalogue.Of(_folder);
        Write([Item("b.two")]);
        await LookAsync(live);

        await Assert.ThrowsAsync<IOException>(() => live.LookAsync(_ => throw new IOException("the store is away")));
        Assert.Single(live.Current.Items);

        Assert.IsType<Look.Changed>(await LookAsync(live));
    }

    [Fact]
    public async Task What_is_written_while_the_first_text_is_read_is_not_taken_for_it()
    {
        var live = LiveCatalogue.Of(_folder, folder =>
        {
            var text = CatalogueText.OfFolder(folder);
            Write([Item("b.two")]);
            return text;
        });

        await LookAsync(live);

        Assert.IsType<Look.Changed>(await LookAsync(live));
        Assert.Equal(2, live.Current.Items.Count);
    }

    [Fact]
    public async Task A_change_of_what_a_linked_file_leads_to_is_seen()
    {
        Write([(".kept/one.yaml", Item("a.one").Item2)]);
        File.Delete(Path.Combine(_folder, "a/items/one.yaml"));
        File.CreateSymbolicLink(Path.Combine(_folder, "a/items/one.yaml"), Path.Combine(_folder, ".kept/one.yaml"));
        var live = LiveCatalogue.Of(_folder);

        Write([(".kept/one.yaml", Item("a.one", days: 17).Item2)]);
        await LookAsync(live);

        Assert.IsType<Look.Changed>(await LookAsync(live));
        Assert.Equal(17, live.Current.FindItem("a.one")!.Limits.Committed.Days);
    }

    [Fact]
    public async Task A_text_the_reader_fails_on_is_refused_once_and_the_old_one_stays()
    {
        var live = LiveCatalogue.Of(_folder);
        Write([Item("b.two")]);
        await LookAsync(live);

        // No text is known that brings the reader down; a city that is none does.
        var look = await live.LookAsync(_ => Task.CompletedTask, [null!]);

        Assert.Contains("cannot be read", Assert.Single(Assert.IsType<Look.Refused>(look).Faults).Message, StringComparison.Ordinal);

        Assert.Single(live.Current.Items);
        Assert.IsType<Look.Unchanged>(await LookAsync(live));
    }

    [Fact]
    public void A_folder_that_is_broken_or_missing_is_not_loaded()
    {
        File.Delete(Path.Combine(_folder, "departments.yaml"));
        Assert.Contains("departments.yaml:1: the file is missing", Assert.Throws<InvalidCatalogueException>(() => LiveCatalogue.Of(_folder)).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(() => LiveCatalogue.Of(Path.Combine(_folder, "elsewhere")));
    }

    [Fact]
    public void The_same_text_has_the_same_digest_wherever_it_stands()
    {
        var folder = CatalogueText.OfFolder(_folder);
        Assert.Equal(CatalogueText.Of(folder.Files).Digest, folder.Digest);
        File.AppendAllText(Path.Combine(_folder, "regions.yaml"), "\n");
        Assert.NotEqual(folder.Digest, CatalogueText.OfFolder(_folder).Digest);
    }

    private Task<Look> LookAsync(LiveCatalogue live) => live.LookAsync(next =>
    {
        _kept.Add(next);
        return Task.CompletedTask;
    });

    private void Write(Dictionary<string, string> files) => Write([.. files.Select(f => (f.Key, f.Value))]);

    private void Write(IReadOnlyList<(string Path, string Text)> files)
    {
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
            File.WriteAllText(Path.Combine(_folder, path), text);
        }
    }
}
