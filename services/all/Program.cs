using OneVisit.All;
using OneVisit.All.Demo;
using OneVisit.Gateway;
using OneVisit.Kit.Hosting;
using OneVisit.MarketRegistration;
using OneVisit.Orchestrator;
using OneVisit.Seals;
using OneVisit.Signage;
using OneVisit.Tax;

// In the order a request meets them.
IService[] services =
[
    new GatewayService(),
    new OrchestratorService(),
    new MarketRegistrationService(),
    new TaxService(),
    new SealsService(),
    new SignageService(),
];

return args is ["demo", .. var options]
    ? await DemoCommand.RunAsync(options, services)
    : await Selection.RunAsync(args, services);
