namespace OneVisit.Unit.Architecture;

/// <summary>The house keeps its rules; and each rule, shown a small violation, sees it.</summary>
public sealed class HouseTests
{
    private static readonly string[] Departments = ["MarketRegistration", "Seals", "Signage", "Tax"];

    [Fact]
    public void Project_files_import_only_what_they_may() => Assert.Empty(HouseRules.ImportFaults(
        Repository.Projects().Where(p => !p.Path.StartsWith("tests/", StringComparison.Ordinal)).ToDictionary(p => p.Name, p => p.References.Select(r => Path.GetFileNameWithoutExtension(r)).ToArray())));

    [Fact]
    public void Built_assemblies_import_only_what_they_may()
    {
        var built = Repository.BuiltReferences().Where(a => !Repository.Projects().Any(p => p.Name == a.Key && p.Path.StartsWith("tests/", StringComparison.Ordinal))).ToDictionary();

        Assert.All((string[])["Contracts", "Kit", "Catalogue", "Clock", "Orchestrator", .. Departments], name => Assert.True(built.ContainsKey(name), $"{name} was not looked at"));
        Assert.Contains("Contracts", built["Kit"]);
        Assert.Empty(HouseRules.ImportFaults(built));
    }

    [Theory]
    [InlineData("Contracts", "Kit")]
    [InlineData("Kit", "Catalogue")]
    [InlineData("Kit", "Orchestrator")]
    [InlineData("Clock", "Contracts")]
    [InlineData("Catalogue", "Orchestrator")]
    [InlineData("Tax", "Seals")]
    [InlineData("Tax", "Orchestrator")]
    [InlineData("Orchestrator", "Tax")]
    [InlineData("Gateway", "Catalogue")]
    [InlineData("Gateway", "All")]
    [InlineData("Signage", "All")]
    public void An_import_that_is_not_allowed_is_seen(string project, string reference) =>
        Assert.Equal([$"{project} must not import {reference}"], HouseRules.ImportFaults(new Dictionary<string, string[]> { [project] = [reference] }));

    [Fact]
    public void A_project_file_is_read_with_its_references()
    {
        var project = ProjectFile.Read("services/departments/tax/Tax.csproj", """<Project><ItemGroup><ProjectReference Include="..\seals/Seals.csproj" /></ItemGroup></Project>""");

        Assert.Equal(["services/departments/seals/Seals.csproj"], project.References);
    }

    [Fact]
    public void Only_the_bus_names_a_transport_and_only_the_store_names_a_database()
    {
        var services = Repository.Sources().Where(s => !s.Path.StartsWith("tests/", StringComparison.Ordinal)).ToList();

        Assert.Contains(services, s => s.Path == "services/kit/Bus/RabbitBus.cs");
        Assert.Empty(HouseRules.NamedTechnologyFaults(services));
    }

    [Theory]
    [InlineData("services/kit/Hosting/Somewhere.cs", "using MassTransit;")]
    [InlineData("services/orchestrator/Somewhere.cs", "var f = new RabbitMQ.Client.ConnectionFactory();")]
    [InlineData("services/kit/Bus/Somewhere.cs", "using Npgsql;")]
    [InlineData("services/orchestrator/Api/Somewhere.cs", "using Microsoft.Data.Sqlite;")]
    [InlineData("gateway/Somewhere.cs", "catch (NpgsqlException)")]
    public void A_technology_named_elsewhere_is_seen(string path, string code) => Assert.Single(HouseRules.NamedTechnologyFaults([new SourceFile(path, code)]));

    [Theory]
    [InlineData("services/kit/Bus/RabbitBus.cs", "using RabbitMQ.Client;")]
    [InlineData("services/kit/Store/PostgresStore.cs", "using Npgsql;")]
    [InlineData("services/kit/Hosting/Somewhere.cs", "// RabbitMQ. Npgsql.\nvar url = \"http://host\";")]
    public void A_technology_named_in_its_place_or_in_a_comment_is_no_fault(string path, string code) => Assert.Empty(HouseRules.NamedTechnologyFaults([new SourceFile(path, code)]));

    [Fact]
    public void Rules_are_pure()
    {
        var sources = Repository.Sources();
        foreach (var kind in (string[])["CaseRules.cs", "TaskRules.People.cs", "ShopSignRules.cs", "SealSet.cs", "LegalClock.cs"])
            Assert.Contains(sources, s => HouseRules.HoldsRules(s.Path) && s.Path.EndsWith($"/{kind}", StringComparison.Ordinal));
        Assert.Empty(HouseRules.ImpurityFaults(sources));
    }

    [Theory]
    [InlineData("DateTime.UtcNow")]
    [InlineData("DateTimeOffset.Now")]
    [InlineData("TimeProvider")]
    [InlineData("Guid.CreateVersion7")]
    [InlineData("Guid.NewGuid")]
    [InlineData("Random")]
    [InlineData("File.R")]
    [InlineData("HttpClient")]
    [InlineData("await")]
    [InlineData("Environment.G")]
    public void An_impure_rule_is_seen(string impurity)
    {
        var code = $"var x = {impurity}";

        Assert.Single(HouseRules.ImpurityFaults([new SourceFile("services/departments/tax/Somewhere.cs", code)]));
        Assert.Single(HouseRules.ImpurityFaults([new SourceFile("services/orchestrator/Cases/CaseRules.Somewhere.cs", code)]));
        Assert.Single(HouseRules.ImpurityFaults([new SourceFile("services/clock/Somewhere.cs", code)]));
        Assert.Single(HouseRules.ImpurityFaults([new SourceFile("services/kit/Departments/TaskRules.Somewhere.cs", code)]));
        Assert.Empty(HouseRules.ImpurityFaults([new SourceFile("services/kit/UnitOfWork/Worker.cs", code)]));
    }

    [Fact]
    public void Package_versions_are_central() =>
        Assert.Empty(HouseRules.PackageFaults(Repository.Read("Directory.Packages.props"), Repository.Projects()));

    [Theory]
    [InlineData("""<PackageReference Include="Dapper" Version="2.1.0" />""", "gives Dapper a version of its own")]
    [InlineData("""<PackageReference Include="Dapper" VersionOverride="2.1.0" />""", "gives Dapper a version of its own")]
    [InlineData("""<PackageReference Include="Dapper"><Version>2.1.0</Version></PackageReference>""", "gives Dapper a version of its own")]
    [InlineData("""<PackageReference Include="Surprise" />""", "uses Surprise, which has no central version")]
    public void A_package_with_a_version_of_its_own_is_seen(string reference, string fault) => Assert.Equal(
        [$"x/X.csproj {fault}"],
        HouseRules.PackageFaults(Central, [ProjectFile.Read("x/X.csproj", $"<Project><ItemGroup>{reference}</ItemGroup></Project>")]));

    [Fact]
    public void Versions_that_are_not_central_are_seen() =>
        Assert.Contains("package versions are not managed centrally", HouseRules.PackageFaults("<Project />", []));

    [Fact]
    public void Every_project_is_in_the_solution() => Assert.Empty(HouseRules.SolutionFaults(Repository.Read("Platform.sln"), Repository.Projects()));

    [Fact]
    public void A_project_outside_the_solution_and_one_that_is_gone_are_seen() => Assert.Equal(
        ["x/X.csproj is not in the solution", "the solution names y/Y.csproj, which is not there"],
        HouseRules.SolutionFaults("""Project("{0}") = "Y", "y\Y.csproj", "{1}" """, [ProjectFile.Read("x/X.csproj", "<Project />")]));

    private const string Central = """
        <Project>
          <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
          <ItemGroup><PackageVersion Include="Dapper" Version="2.1.86" /></ItemGroup>
        </Project>
        """;
}
