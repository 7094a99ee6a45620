using OneVisit.Kit.Hosting;
using OneVisit.Tax;

return await ServiceHost.RunAsync<TaxService>(args);
