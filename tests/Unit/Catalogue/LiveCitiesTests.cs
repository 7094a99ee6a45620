using OneVisit.Catalogue;
using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>Several cities in one folder, each followed by itself.</summary>
public sealed class LiveCitiesTests : IDisposable
{
    private const string One = "changsha";
    private const string Other = "yueyang";

    private readonly string _folder = Directory.CreateTempSubdirectory("onevisit-cities-").FullName;

    public LiveCitiesTests()
    {
        Write(Other, Of("430600"));
        Write(One, Of("430100"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("430102", "430100")]
    [InlineData("430602003001", "430600")]
    [InlineData("430199", "430100")]
    [InlineData("430600", "430600")]
    [InlineData("430000", "430100")]
    [InlineData("110101", null)]
    [InlineData("changsha", null)]
    [InlineData("", null)]
    public void A_place_belongs_to_the_city_it_lies_in(string region, string? city)
    {
        var cities = LiveCities.Of(_folder).Current;

        Assert.Equal(city, cities.Find(region)?.City.Code);
        Assert.Equal(city ?? "430100", cities.Of(region).City.Code);
    }

    [Fact]
    public void A_folder_with_regions_of_its_own_is_one_city_whatever_its_subfolders_hold()
    {
        Write("", Of("430600"));

        Assert.Throws<InvalidCatalogueException>(() => LiveCities.Of(_folder));
        Directory.Delete(Path.Combine(_folder, One), recursive: true);
        Directory.Delete(Path.Combine(_folder, Other), recursive: true);
        Assert.Equal("430600", Assert.Single(LiveCities.Of(_folder).Current.All).City.Code);
    }

    [Fact]
    public async Task A_broken_catalogue_of_one_city_is_refused_and_the_other_is_followed_all_the_same()
    {
        var live = LiveCities.Of(_folder);
        var before = live.Current.Of("430102");
        Write(One, [("c/items/one.yaml", "id: c.one")]);
        Write(Other, [Item("c.one", days: 7)]);
        await LookAsync(live);

        var looks = await LookAsync(live);

        Assert.Contains(Assert.IsType<Look.Refused>(looks[0]).Faults, f => f.File.EndsWith("changsha/c/items/one.yaml", StringComparison.Ordinal));
        Assert.IsType<Look.Changed>(looks[1]);
        Assert.Same(before, live.Current.Of("430102"));
        Assert.Equal(7, live.Current.Of("430602").FindItem("c.one")!.Limits.Committed.Days);
    }

    [Fact]
    public async Task A_city_that_is_broken_at_the_start_is_told_of_and_taken_when_it_is_corrected_while_the_other_serves()
    {
        Write(One, [("c/items/one.yaml", "id: c.one")]);
        var live = LiveCities.Of(_folder);
        Assert.Equal("430600", Assert.Single(live.Current.All).City.Code);
        Assert.IsType<Look.Refused>((await LookAsync(live))[0]);

        Write(One, [Item("c.one")]);
        await LookAsync(live);
        Assert.IsType<Look.Changed>((await LookAsync(live))[0]);

        Assert.Equal(["430100", "430600"], live.Current.All.Select(c => c.City.Code));
    }

    [Fact]
    public void A_folder_of_which_no_city_is_sound_is_not_loaded_and_every_fault_is_named()
    {
        Write(One, [("c/items/one.yaml", "id: c.one")]);
        File.Delete(Path.Combine(_folder, Other, "departments.yaml"));

        var faults = Assert.Throws<InvalidCatalogueException>(() => LiveCities.Of(_folder)).Faults;

        Assert.Contains(faults, f => f.File.EndsWith("changsha/c/items/one.yaml", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.File.EndsWith("yueyang/departments.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_city_that_is_added_while_the_platform_runs_is_served()
    {
        var live = LiveCities.Of(_folder);
        Write("zhuzhou", Of("430200"));
        await LookAsync(live);

        Assert.IsType<Look.Changed>((await LookAsync(live))[2]);
        Assert.Equal("430200", live.Current.Find("430202")?.City.Code);
    }

    [Fact]
    public void Two_folders_that_claim_one_city_are_a_fault_with_file_and_line()
    {
        Write(Other, Of("430100"));

        Assert.Equal(
            $"{_folder}/yueyang/regions.yaml:1: city: the city 430100 and the city 430100 of {_folder}/changsha/ hold the same places: who works in one would see the other",
            Assert.Single(FaultsOf(Other)));
    }

    [Theory]
    [InlineData("430102", "is a place of the city 430100")]
    [InlineData("430199", "is a place of the city 430100")]
    public void A_place_of_another_city_is_a_fault_with_file_and_line(string code, string fault)
    {
        Write(Other, [("regions/more.yaml", $"# Lent.\n- {{ code: '{code}', name: {{ zh: 甲区, en: A district }}, level: county, parent: '430600' }}")]);

        Assert.Equal($"{_folder}/yueyang/regions/more.yaml:2: 0/code: {code} {fault} of {_folder}/changsha/ too", Assert.Single(FaultsOf(Other)));
    }

    [Fact]
    public async Task A_place_goes_from_one_city_to_the_other_whichever_is_looked_at_first()
    {
        const string Lent = "- { code: '430699', name: { zh: 飞地, en: Exclave }, level: county, parent: '430100' }";
        Write(Other, [("regions.yaml", RegionsOf("430800")), ("regions/lent.yaml", Lent.Replace("430100", "430800", StringComparison.Ordinal))]);
        var live = LiveCities.Of(_folder);
        Assert.Equal(["430100", "430800"], live.Current.All.Select(c => c.City.Code));

        Write(One, [("regions/lent.yaml", Lent)]);
        Write(Other, [("regions/lent.yaml", "[]")]);
        await LookAsync(live);
        Assert.IsType<Look.Refused>((await LookAsync(live))[0]);
        await LookAsync(live);
        await LookAsync(live);

        Assert.Equal("430100", live.Current.Find("430699")?.City.Code);
    }

    [Fact]
    public void A_catalogue_file_beside_the_cities_folders_is_named()
    {
        Write("", [("licences.yaml", "[]"), (".notes.yaml", "")]);

        Assert.Equal($"{_folder}/licences.yaml", Assert.Single(CityFolders.Strays(_folder)).File);
    }

    private static string RegionsOf(string city) => $$"""
        city: '{{city}}'
        regions:
          - { code: '{{city}}', name: { zh: 某市, en: A city }, level: city }
          - { code: '{{city[..4]}}02', name: { zh: 某区, en: A district }, level: county, parent: '{{city}}' }
        """;

    private static IReadOnlyList<(string, string)> Of(string city) =>
    [
        ("regions.yaml", RegionsOf(city)), ("departments.yaml", "departments: [{ id: c, name: { zh: 丙局, en: Bureau C }, desk: true }]"),
        Item("c.one"), Bundle(Items("c.one, required: true")),
    ];

    /// <summary>Of a city that is read after the first.</summary>
    private IReadOnlyList<string> FaultsOf(string city)
    {
        CityCatalogue.TryLoad(CatalogueText.OfFolder(Path.Combine(_folder, city)), [CityCatalogue.Load(CatalogueText.OfFolder(Path.Combine(_folder, One)))], out var faults);
        return [.. faults.Select(f => f.ToString())];
    }

    private static async Task<IReadOnlyList<Look>> LookAsync(LiveCities live)
    {
        var looks = new List<Look>();
        foreach (var city in live.Follow())
            looks.Add(await live.LookAsync(city, _ => Task.CompletedTask));
        return looks;
    }

    private void Write(string city, IReadOnlyList<(string Path, string Text)> files)
    {
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, city, path))!);
            File.WriteAllText(Path.Combine(_folder, city, path), text);
        }
    }
}
