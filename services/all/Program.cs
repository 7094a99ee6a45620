using OneVisit.All;
using OneVisit.All.Demo;
using OneVisit.All.Verify;
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

return args switch
{
    ["demo", .. var options] => await DemoCommand.RunAsync(options, services),
    ["verify", .. var options] => await VerifyCommand.RunAsync(options, services, Console.Out),
    _ => await Selection.RunAsync(args, services),
};
