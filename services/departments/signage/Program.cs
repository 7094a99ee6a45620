using OneVisit.Kit.Hosting;
using OneVisit.Signage;

return await ServiceHost.RunAsync<SignageService>(args);
