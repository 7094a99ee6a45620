using OneVisit.Kit.Bus;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using OneVisit.Kit.Departments;

namespace OneVisit.Simulation.Engine;

/// <summary>A process from its start to its death: its own threads, clock, memory and connections. Nothing outlives it but what the store and the broker have.</summary>
internal sealed class Life
{
    private readonly World _world;
    private readonly SimulatedProcess _process;
    private readonly Broker? _broker;
    private readonly BrokerLink? _link;
    private readonly ProcessClock _clock;
    private readonly List<(StoreLink Link, Database Database, IWorker Worker)> _services = [];
    private long _stirredUntil;

    /// <param name="broker">Null: the services are all in this process, and its memory is the bus.</param>
    public Life(World world, SimulatedProcess process, Broker? broker)
    {
        _world = world;
        _process = process;
        _broker = broker;
        _link = broker is null ? null : new BrokerLink(broker, this);
        Bus = (IBus?)_link ?? new MemoryLink(world, this);
        Scheduler = new ProcessScheduler(world.Dice);
        _clock = new ProcessClock(world.Agenda, Scheduler, process.Skew, HasChores);
    }

    public ProcessScheduler Scheduler { get; }

    public IBus Bus { get; }

    public TimeProvider Clock => _clock;

    public bool IsDead { get; private set; }

    /// <summary>True once it takes commands.</summary>
    public bool HasStarted { get; private set; }

    public Worker<CaseState>? Cases { get; set; }

    public Dictionary<string, Worker<TaskState>> Tasks { get; } = new(StringComparer.Ordinal);

    public void Add(StoreLink link, Database database, IWorker worker) => _services.Add((link, database, worker));

    public void Start() => Scheduler.Start(async () =>
    {
        try
        {
            foreach (var (_, _, worker) in _services)
                await worker.StartAsync(CancellationToken.None);
            HasStarted = true;
            Note("started", _process.Name);
        }
        catch (Exception)
        {
            // The store refuses: the process ends, and whatever keeps it starts it again.
            _world.Agenda.Plan(0, () => _process.Crash(this));
        }
    });

    public void Die()
    {
        IsDead = true;
        Scheduler.Die();
        _clock.Stop();
        _link?.Lose();
        foreach (var (link, _, _) in _services)
            link.Lose();
        LetGo();
    }

    /// <summary>Nothing of it is used any more. Timers that nobody disposed of would be finalized, and keep the whole schedule in memory until then.</summary>
    public void LetGo() => _services.ForEach(s => _ = s.Worker.DisposeAsync().AsTask());

    /// <summary>Something has happened that the next tick of the second has to follow up.</summary>
    public void Stir() => _stirredUntil = _world.Agenda.Now + 1_100_000;

    public void Note(string what, string name, Guid id = default) => _world.Note(what, $"{_process.Name}>{name}", _process.Number, id);

    /// <summary>For a planted fault: puts on the wire what is not committed.</summary>
    public void PublishEarly(Guid id, string destination, byte[] body) => _broker?.Take(destination, id, body);

    private bool HasChores()
    {
        if (_world.Agenda.Now < _stirredUntil || (_world.Dice.Next() & 63) == 0)
            return true;
        var now = _clock.GetUtcNow();
        foreach (var (_, database, worker) in _services)
        {
            if (worker.Trouble is not null)
                return true;
            foreach (var (_, row) in database.Aggregates)
            {
                if (row.WakesAt <= now)
                    return true;
            }
            foreach (var (_, row) in database.Outbox)
            {
                if (row.CreatedAt <= now - TimeSpan.FromSeconds(30))
                    return true;
            }
        }
        return false;
    }
}
