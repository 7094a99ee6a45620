using OneVisit.Kit.Hosting;
using OneVisit.MarketRegistration;

return await ServiceHost.RunAsync<MarketRegistrationService>(args);
