using Microsoft.Extensions.Logging.Abstractions;
using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.MarketRegistration;
using OneVisit.Orchestrator.Cases;
using OneVisit.Seals;
using OneVisit.Signage;
using OneVisit.Simulation.Checks;
using OneVisit.Simulation.Engine;
using OneVisit.Tax;

namespace OneVisit.Simulation.City;

/// <summary>The platform of one schedule: the product's units of work with the product's rules, as processes on simulated stores and a simulated broker.</summary>
internal sealed class Town
{
    /// <summary>A moment that is nearer than an hour is awaited step by step (microseconds).</summary>
    private const long Near = 3_600_000_000;

    private static readonly AggregateTable<CaseState> CaseFiles = CaseTable.Create();
    private static readonly AggregateTable<TaskState> TaskFiles = TaskTable.Create();
    public static readonly CityTime Time = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
    public static readonly CountingCalendar Calendar = CityCalendars.Load().National;
    /// <summary>Warns of nothing: what is told in time is no message.</summary>
    private static readonly CityClock Quiet = Clock(null, []);
    private static readonly CollectionTerms Collection = new(new DayLimit(2, DayUnit.WorkingDay), new DayLimit(5, DayUnit.WorkingDay));
    private static readonly CityClock Gathering = Clock(Collection, []);
    /// <summary>The day before a limit is up, and once it is.</summary>
    public static readonly IReadOnlyList<Warning> Warnings =
    [
        new("soon", WarningColour.Yellow, new Rung(null, DaysBefore: 1, null), [WarningTo.Holder]),
        new("over", WarningColour.Red, new Rung(null, null, DaysAfter: 0), [WarningTo.Head]),
    ];
    private static readonly CityClock Warned = Clock(null, Warnings);
    private static readonly CityClock GatheringAndWarning = Clock(Collection, Warnings);
    private static readonly Dictionary<string, IItemHandler> Handlers = new(StringComparer.Ordinal)
    {
        ["market-registration"] = new IndividualSetUp(),
        ["tax"] = new Registration(),
        ["seals"] = new SealSet(),
        ["signage"] = new ShopSign(),
    };

    private static readonly Func<TaskState, long, OutsideEvent> EventOf = TaskEventData.Of;

    private readonly World _world;
    private readonly Scenario _scenario;

    public Town(World world, Scenario scenario)
    {
        _world = world;
        _scenario = scenario;
        Cases = new Database(world, ServiceNames.Orchestrator, "case_file");
        Departments = [.. scenario.Departments.Select(d => new Database(world, d, "task"))];
        Databases = [Cases, .. Departments];
        if (scenario.OneProcess)
            Add("all", null, life => { Furnish(life, Cases); Departments.ForEach(d => Furnish(life, d)); });
        else
        {
            Broker = new Broker(world);
            for (var i = 0; i < Databases.Count; i++)
            {
                var database = Databases[i];
                for (var copy = 1; copy <= scenario.Copies[i]; copy++)
                    Add(copy == 1 ? database.Service : $"{database.Service}-{copy}", Broker, life => Furnish(life, database));
            }
        }
    }

    public Database Cases { get; }

    public List<Database> Departments { get; }

    public List<Database> Databases { get; }

    public Broker? Broker { get; }

    public List<SimulatedProcess> Processes { get; } = [];

    public Database DepartmentOf(string name) => Departments.Find(d => d.Service == name)!;

    public void Start() => Processes.ForEach(p => p.Start());

    /// <summary>The schedule is over.</summary>
    public void LetGo() => Processes.ForEach(p => p.Life?.LetGo());

    /// <summary>Hands a command to any process that takes it; when that process dies nobody is told anything.</summary>
    /// <param name="failed">Told when no process takes it, or the one that did refuses it for now.</param>
    public void Ask<TState>(Func<Life, Worker<TState>?> of, Command<TState> command, Action<Answer> answered, Action failed)
        where TState : class
    {
        var lives = Processes.Select(p => p.Life).Where(l => l is { HasStarted: true } && of(l) is not null).ToList();
        if (lives.Count == 0)
        {
            failed();
            return;
        }
        var life = _world.Dice.Pick(lives)!;
        life.Scheduler.Start(async () =>
        {
            try
            {
                var answer = await of(life)!.AskAsync(command);
                // The answer travels as everything does, and is lost as everything is.
                if (!_world.Dice.Chance(_world.Weather.LostConfirm))
                    answered(answer);
            }
            catch (Exception e) when (e is StoreUnavailableException or OverloadedException or StoreConflictException)
            {
                failed();
            }
            catch (Exception e)
            {
                _world.Violate(Invariants.NothingRefused, $"{command.Message.GetType().Name} is not answered: {e}");
            }
        });
    }

    public static Deadlines Deadlines => Quiet.Deadlines;

    /// <summary>Whether limits are warned of.</summary>
    public bool Warns => _scenario.Warns;

    /// <summary>Everybody who waits for a later moment is woken now, as by a copy of the service that was given another calendar.</summary>
    public void WakeAll(long now)
    {
        var at = ProcessClock.Beginning + TimeSpan.FromMicroseconds(now);
        foreach (var database in Databases)
            database.WakeAll(at);
        _world.Note("all are woken", "calendar");
    }

    /// <summary>The day on which the record of a visit is closed, whoever has found nothing by then.</summary>
    public static DateOnly ClosesOn(DateOnly visit) =>
        LegalClock.Project(Quiet.Deadlines.Calendar, Quiet.Deadlines.PeriodOf(Time.StartOf(visit), new DayLimit(Quiet.Inspections.City.Findings.Days, Quiet.Inspections.City.Findings.Unit))).Due!.Value.AddDays(1);

    /// <summary>True when nothing is on its way anywhere, and nothing waits for a moment that is near.</summary>
    public bool IsAtRest => _world.Agenda.Pending == 0
        && Databases.TrueForAll(d => d.Outbox.Count == 0)
        && !(NextWake < _world.Agenda.Now + Near);

    /// <summary>The first moment an aggregate of the town waits for, by virtual time; null when none waits.</summary>
    public long? NextWake => Databases.SelectMany(d => d.Wakes).Select(w => (long?)(w.At - ProcessClock.Beginning).TotalMicroseconds).Min();

    /// <summary>Runs whatever can go on before time does.</summary>
    public void Settle()
    {
        for (var some = true; some;)
        {
            some = false;
            foreach (var process in Processes)
            {
                while (process.Life is { Scheduler: { HasWork: true } scheduler })
                {
                    scheduler.RunOne();
                    some = true;
                }
            }
        }
    }

    private void Add(string name, Broker? broker, Action<Life> furnish)
    {
        var most = (long)_scenario.Skew.TotalMilliseconds;
        Processes.Add(new SimulatedProcess(_world, Processes.Count, name, TimeSpan.FromMilliseconds(most == 0 ? 0 : _world.Dice.Between(-most, most)), broker, furnish));
    }

    private void Furnish(Life life, Database database)
    {
        var link = new StoreLink(_world, database, life);
        if (database == Cases)
        {
            var clock = (_scenario.Gathers, _scenario.Warns) switch { (true, true) => GatheringAndWarning, (true, false) => Gathering, (false, true) => Warned, _ => Quiet };
            life.Cases = new Worker<CaseState>(
                UnitOf(database, new CaseRules(_ => clock), CaseFiles, link), link, life.Bus, life.Clock, NullLogger.Instance);
            life.Add(link, database, life.Cases);
            return;
        }
        IItemHandler[] handlers = [new MoodyHandler(Handlers[database.Service], _world, _scenario.Moods)];
        var tasks = new Worker<TaskState>(
            UnitOf(database, new TaskRules(handlers, Time, _ => Quiet.Deadlines) { LicenceTermsOf = Applications.LicenceTermsOf }, TaskFiles, link), link, life.Bus, life.Clock, NullLogger.Instance);
        life.Tasks.Add(database.Service, tasks);
        life.Add(link, database, tasks);
    }

    private static CityClock Clock(CollectionTerms? collection, IReadOnlyList<Warning> warnings) =>
        new(new Deadlines(Calendar, Time), "cn", warnings, item => new Text(item, item), _ => null)
        {
            Collection = collection,
            Inspections = new InspectionPlan(CityInspections.Load(), _ => []),
        };

    private Unit<TState> UnitOf<TState>(Database database, IRules<TState> rules, AggregateTable<TState> table, StoreLink link)
        where TState : class =>
        new(database.Service, new Witness<TState>(rules, _world, link), table, MessageTypes.Contracts) { NewId = _world.Dice.NewId, EventOf = EventOf as Func<TState, long, OutsideEvent> };
}
