using OneVisit.Desk;
using OneVisit.Gateway;
using OneVisit.Kit.Hosting;
using OneVisit.MarketRegistration;
using OneVisit.Orchestrator;
using OneVisit.Seals;
using OneVisit.Signage;
using OneVisit.Tax;

namespace OneVisit.All;

/// <summary>The whole city.</summary>
public static class Everything
{
    /// <summary>Every service, made anew, in the order a request meets them.</summary>
    public static IReadOnlyList<IService> Services =>
    [
        new GatewayService(),
        new OrchestratorService(),
        new MarketRegistrationService(),
        new TaxService(),
        new SealsService(),
        new SignageService(),
        new DeskService(),
    ];
}
