using OneVisit.Desk;
using OneVisit.Kit.Hosting;

return await ServiceHost.RunAsync<DeskService>(args);
