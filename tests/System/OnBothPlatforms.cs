using OneVisit.Kit.Bus;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;
using OneVisit.SystemTests.Scenarios;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace OneVisit.SystemTests;

public sealed class OnTheEmbeddedPlatform(EmbeddedPlatform platform) : CaseScenarios(platform), IClassFixture<EmbeddedPlatform>;

public sealed class OnTheDistributedPlatform(DistributedPlatform platform) : CaseScenarios(platform), IClassFixture<DistributedPlatform>;

public sealed class PromisesOnTheEmbeddedPlatform(EmbeddedPlatform platform) : PromiseScenarios(platform), IClassFixture<EmbeddedPlatform>;

public sealed class PromisesOnTheDistributedPlatform(DistributedPlatform platform) : PromiseScenarios(platform), IClassFixture<DistributedPlatform>;

public sealed class RacesOnTheEmbeddedPlatform(EmbeddedPlatform platform) : RaceScenarios(platform), IClassFixture<EmbeddedPlatform>;

public sealed class RacesOnTheDistributedPlatform(DistributedPlatform platform) : RaceScenarios(platform), IClassFixture<DistributedPlatform>;

/// <summary>A city all of whose departments are desks.</summary>
public sealed class EmbeddedDesks : EmbeddedPlatform
{
    public static readonly string City = Path.Combine(Repository.Root, "tests", "Samples", "desk-city");

    protected override string? Catalogue => City;
}

/// <inheritdoc cref="EmbeddedDesks"/>
public sealed class DistributedDesks : DistributedPlatform
{
    protected override string? Catalogue => EmbeddedDesks.City;
}

public sealed class DesksOnTheEmbeddedPlatform(EmbeddedDesks platform) : DeskScenarios(platform), IClassFixture<EmbeddedDesks>;

public sealed class DesksOnTheDistributedPlatform(DistributedDesks platform) : DeskScenarios(platform), IClassFixture<DistributedDesks>;

public sealed class SystemsOnTheEmbeddedPlatform(EmbeddedSystems platform) : SystemScenarios(platform), IClassFixture<EmbeddedSystems>;

public sealed class SystemsOnTheDistributedPlatform(DistributedSystems platform) : SystemScenarios(platform), IClassFixture<DistributedSystems>;

public sealed class CorrectionsOnTheEmbeddedPlatform(EmbeddedSystems platform) : CorrectionScenarios(platform), IClassFixture<EmbeddedSystems>;

public sealed class CorrectionsOnTheDistributedPlatform(DistributedSystems platform) : CorrectionScenarios(platform), IClassFixture<DistributedSystems>;

public sealed class EndsOnTheEmbeddedPlatform(EmbeddedSystems platform) : EndScenarios(platform), IClassFixture<EmbeddedSystems>;

public sealed class EndsOnTheDistributedPlatform(DistributedSystems platform) : EndScenarios(platform), IClassFixture<DistributedSystems>;

public sealed class RevocationOnTheEmbeddedPlatform(EmbeddedDesks platform) : RevocationScenarios(platform), IClassFixture<EmbeddedDesks>;

public sealed class RevocationOnTheDistributedPlatform(DistributedDesks platform) : RevocationScenarios(platform), IClassFixture<DistributedDesks>;

/// <summary>A city in which four departments may need a visit.</summary>
public sealed class EmbeddedVisits : EmbeddedPlatform
{
    protected override string? Catalogue => VisitCity.Folder;
}

/// <inheritdoc cref="EmbeddedVisits"/>
public sealed class DistributedVisits : DistributedPlatform
{
    protected override string? Catalogue => VisitCity.Folder;
}

public sealed class VisitsOnTheEmbeddedPlatform(EmbeddedVisits platform) : VisitScenarios(platform), IClassFixture<EmbeddedVisits>;

public sealed class VisitsOnTheDistributedPlatform(DistributedVisits platform) : VisitScenarios(platform), IClassFixture<DistributedVisits>;

/// <summary>The city of <see cref="EmbeddedDesks"/> in a folder of its own, which is looked at every second.</summary>
public sealed class EmbeddedVersions : EmbeddedPlatform
{
    public TempFolder City { get; } = EditedCity.Copy();

    protected override string? Catalogue => City.Path;

    protected override string[] MoreSettings => EditedCity.Settings;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        City.Dispose();
    }
}

/// <inheritdoc cref="EmbeddedVersions"/>
public sealed class DistributedVersions : DistributedPlatform
{
    public TempFolder City { get; } = EditedCity.Copy();

    protected override string? Catalogue => City.Path;

    protected override string[] MoreSettings => EditedCity.Settings;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        City.Dispose();
    }
}

internal static class EditedCity
{
    public static readonly string[] Settings = ["--Catalogue:PollSeconds", "1"];

    public static TempFolder Copy()
    {
        var copy = new TempFolder();
        foreach (var path in Directory.GetFiles(EmbeddedDesks.City, "*.yaml", SearchOption.AllDirectories))
        {
            var to = copy.File(Path.GetRelativePath(EmbeddedDesks.City, path));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(path, to);
        }
        return copy;
    }
}

public sealed class VersionsOnTheEmbeddedPlatform(EmbeddedVersions platform) : VersionScenarios(platform, platform.City), IClassFixture<EmbeddedVersions>;

public sealed class VersionsOnTheDistributedPlatform(DistributedVersions platform) : VersionScenarios(platform, platform.City), IClassFixture<DistributedVersions>;

/// <summary>Every envelope is brought twice, and in another order.</summary>
public sealed class UnrulyEmbeddedPlatform : EmbeddedPlatform
{
    protected override Func<IBus, IBus> Bus => bus => new UnrulyBus(bus);
}

/// <inheritdoc cref="UnrulyEmbeddedPlatform"/>
public sealed class UnrulyDistributedPlatform : DistributedPlatform
{
    protected override Func<IBus, IBus> Bus => bus => new UnrulyBus(bus);
}

public sealed class OnAnUnrulyEmbeddedPlatform(UnrulyEmbeddedPlatform platform) : ManyCasesScenarios(platform), IClassFixture<UnrulyEmbeddedPlatform>;

public sealed class OnAnUnrulyDistributedPlatform(UnrulyDistributedPlatform platform) : ManyCasesScenarios(platform), IClassFixture<UnrulyDistributedPlatform>;

public sealed class PollingOnTheEmbeddedPlatform(EmbeddedClosed platform) : PollingScenarios(platform, platform.City), IClassFixture<EmbeddedClosed>;

public sealed class PollingOnTheDistributedPlatform(DistributedClosed platform) : PollingScenarios(platform, platform.City), IClassFixture<DistributedClosed>;
