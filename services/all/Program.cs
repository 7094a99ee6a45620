using OneVisit.All;
using OneVisit.All.Demo;
using OneVisit.Gateway;
using OneVisit.Kit.Hosting;

// In the order a request meets them.
IService[] services =
[
    new GatewayService(),
];

return args is ["demo", .. var options]
    ? await DemoCommand.RunAsync(options, services)
    : await Selection.RunAsync(args, services);
