using OneVisit.Catalogue;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>What of a folder is its catalogue, and what a city's own catalogue may name.</summary>
public sealed class FolderTextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onevisit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Hidden_files_and_folders_and_linked_folders_are_no_part_of_it()
    {
        Write("regions.yaml");
        Write("c/items/one.yaml");
        Write(".git/config.yaml");
        Write(".draft.yaml");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "again"), _folder);

        Assert.Equal(["c/items/one.yaml", "regions.yaml"], CatalogueText.OfFolder(_folder).Files.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_linked_file_is_read()
    {
        Write(".kept/regions.yaml");
        File.CreateSymbolicLink(Path.Combine(_folder, "regions.yaml"), Path.Combine(_folder, ".kept/regions.yaml"));

        Assert.Equal(["regions.yaml"], CatalogueText.OfFolder(_folder).Files.Keys);
    }

    [Fact]
    public void A_file_with_another_ending_of_yaml_is_read_and_named()
    {
        foreach (var (path, text) in Files(("departments.yaml", "departments: [{ id: c, name: { zh: 丙局, en: Bureau C }, desk: true }]")))
            Write(path, text);
        Write("licences.yml");

        CityCatalogue.TryLoad(CatalogueText.OfFolder(_folder), out var faults);

        Assert.Equal($"{_folder}/licences.yml", Assert.Single(faults).File);
    }

    [Fact]
    public void A_department_the_platform_has_no_code_for_is_a_desk()
    {
        foreach (var (path, text) in Files())
            Write(path, text);

        CityCatalogue.TryLoad(CatalogueText.OfFolder(_folder), out var faults);

        Assert.Equal(
            [
                $"{_folder}/departments.yaml:2: departments/0: 'a' has no code here: say desk: true, or add its service",
                $"{_folder}/departments.yaml:3: departments/1: 'b' has no code here: say desk: true, or add its service",
            ],
            faults.Select(f => f.ToString()));
    }

    [Fact]
    public void The_catalogue_built_in_is_as_sound_in_a_folder()
    {
        foreach (var (path, text) in CatalogueText.BuiltIn().Files)
            Write(path, text);

        CityCatalogue.TryLoad(CatalogueText.OfFolder(_folder), out var faults);

        Assert.Empty(faults);
    }

    private void Write(string path, string text = "[]")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
        File.WriteAllText(Path.Combine(_folder, path), text);
    }
}
