using OneVisit.Kit.Hosting;
using OneVisit.Seals;

return await ServiceHost.RunAsync<SealsService>(args);
