using OneVisit.All;
using OneVisit.All.Demo;
using OneVisit.All.Editing;
using OneVisit.All.Verify;

return args switch
{
    ["demo", .. var options] => await DemoCommand.RunAsync(options, Everything.Services),
    ["verify", .. var options] => await VerifyCommand.RunAsync(options, Everything.Services, Console.Out),
    ["catalogue", .. var order] => await CatalogueCommand.RunAsync(order, Console.Out, Console.Error),
    _ => await Selection.RunAsync(args, Everything.Services),
};
