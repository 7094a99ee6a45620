using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneVisit.Gateway;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Simulate;

/// <summary>
/// Every service of the city with the rules it describes itself with, and what they send each other, brought at once and in order. Nothing of the
/// rules is known here.
/// </summary>
internal sealed class Town
{
    private readonly Agenda _agenda;
    private readonly Dictionary<string, MemoryService<TaskState>> _tasks = new(StringComparer.Ordinal);
    private readonly Queue<(string To, object Message)> _underWay = new();
    private bool _delivering;

    public Town(Agenda agenda, IReadOnlyList<IService> services, IConfiguration configuration, IHostEnvironment environment)
    {
        _agenda = agenda;
        var together = services.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        // One collection for all of them, as in a process, so that they share one catalogue.
        var container = new ServiceCollection();
        foreach (var service in services.Where(s => s is not GatewayService))
        {
            var description = new ServiceDescription(configuration, environment, container, together);
            service.Describe(description);
            switch (description.Rules)
            {
                case IRules<CaseState> rules:
                    Cases = new MemoryService<CaseState>(service.Name, rules);
                    break;
                case IRules<TaskState> rules:
                    _tasks.Add(service.Name, new MemoryService<TaskState>(service.Name, rules));
                    break;
            }
        }
        if (Cases is null)
            throw new InvalidOperationException("a city without an orchestrator");
    }

    public MemoryService<CaseState> Cases { get; }

    /// <summary>Told of every decision about a case: the state before it, and the decision.</summary>
    public Action<CaseState?, Decision<CaseState>> CaseDecided { get; set; } = (_, _) => { };

    /// <summary>Told of every decision about a task, likewise.</summary>
    public Action<TaskState?, Decision<TaskState>> TaskDecided { get; set; } = (_, _) => { };

    /// <summary>Told when somebody was woken and everything has happened that follows at once.</summary>
    public Action Woken { get; set; } = () => { };

    /// <summary>Messages that no rule could decide, with the reason: in a running city they would lie among the dead letters.</summary>
    public SortedDictionary<string, int> Dead { get; } = new(StringComparer.Ordinal);

    private DateTimeOffset Now => new(_agenda.Now, TimeSpan.Zero);

    public MemoryService<TaskState> TasksOf(string service) => _tasks[service];

    /// <summary>Gives a command to the orchestrator, and lets everything happen that follows at once. Why it was refused, or null.</summary>
    public Refusal? Ask(CaseCommand command)
    {
        var refusal = Decide(Cases, Cases.KeyOf(command), command, CaseDecided)?.Refusal;
        Deliver();
        return refusal;
    }

    /// <summary>Gives a command to the service that has the task.</summary>
    public Refusal? Ask(string service, TaskCommand command)
    {
        var tasks = _tasks[service];
        var refusal = Decide(tasks, tasks.KeyOf(command), command, TaskDecided)?.Refusal;
        Deliver();
        return refusal;
    }

    private void Deliver()
    {
        if (_delivering)
            return;
        _delivering = true;
        while (_underWay.TryDequeue(out var sent))
        {
            if (sent.To == ServiceNames.Orchestrator)
                Decide(Cases, Cases.KeyOf(sent.Message), sent.Message, CaseDecided);
            else
                Decide(_tasks[sent.To], _tasks[sent.To].KeyOf(sent.Message), sent.Message, TaskDecided);
        }
        _delivering = false;
    }

    private Decision<TState>? Decide<TState>(MemoryService<TState> service, Guid owner, object message, Action<TState?, Decision<TState>> decided)
        where TState : class
    {
        var before = service.Find(owner);
        Decision<TState> decision;
        try
        {
            decision = service.Decide(owner, message, Now);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var reason = $"{service.Name}: {message.GetType().Name}: {e.Message}";
            Dead[reason] = Dead.GetValueOrDefault(reason) + 1;
            return null;
        }
        foreach (var (to, sent) in decision.Messages)
            _underWay.Enqueue((to, sent));
        if (!ReferenceEquals(before, decision.State) && service.WakesAt(owner) is { } at)
            _agenda.Plan(at.UtcTicks, () => Wake(service, owner, at, decided));
        decided(before, decision);
        return decision;
    }

    /// <summary>Its moment has come, unless something has changed since and it wants to be woken at another.</summary>
    private void Wake<TState>(MemoryService<TState> service, Guid owner, DateTimeOffset planned, Action<TState?, Decision<TState>> decided)
        where TState : class
    {
        if (service.Find(owner) is null || service.WakesAt(owner) != planned)
            return;
        Decide(service, owner, new Wake(owner), decided);
        Deliver();
        Woken();
    }
}
