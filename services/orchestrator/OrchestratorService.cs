namespace OneVisit.Orchestrator;

public sealed class OrchestratorService : OneVisit.Kit.Hosting.IService
{
    public string Name => OneVisit.Kit.ServiceNames.Orchestrator;
    public int DefaultPort => 8081;
    public void Describe(OneVisit.Kit.Hosting.ServiceDescription service) { }
}
