using OneVisit.Kit.Hosting;
using OneVisit.Orchestrator;

return await ServiceHost.RunAsync<OrchestratorService>(args);
