using OneVisit.Gateway;
using OneVisit.Kit.Hosting;

return await ServiceHost.RunAsync<GatewayService>(args);
