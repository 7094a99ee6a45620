using OneVisit.All;
using OneVisit.All.Demo;
using OneVisit.All.Editing;
using OneVisit.All.Simulate;
using OneVisit.All.Verify;

return args switch
{
    ["demo", .. var options] => await DemoCommand.RunAsync(options, Everything.Services),
    ["verify", .. var options] => await VerifyCommand.RunAsync(options, Everything.Services, Console.Out),
    ["simulate", .. var scenario] => await SimulateCommand.RunAsync(scenario, () => Everything.Services, Console.Out, Console.Error),
    ["catalogue", .. var order] => await CatalogueCommand.RunAsync(order, Console.Out, Console.Error),
    _ => await Selection.RunAsync(args, Everything.Services),
};
