using OneVisit.Kit.Bus;
using OneVisit.SystemTests.Platforms;
using OneVisit.SystemTests.Scenarios;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace OneVisit.SystemTests;

public sealed class OnTheEmbeddedPlatform(EmbeddedPlatform platform) : CaseScenarios(platform), IClassFixture<EmbeddedPlatform>;

public sealed class OnTheDistributedPlatform(DistributedPlatform platform) : CaseScenarios(platform), IClassFixture<DistributedPlatform>;

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
