namespace OneVisit.Simulation.Engine;

/// <summary>
/// Runs everything one life of a process does, on the one thread of the schedule and in an order the dice choose. When the process dies,
/// what waits here is dropped with it, and whatever still wants to go on never does.
/// </summary>
internal sealed class ProcessScheduler(Dice dice) : TaskScheduler
{
    private readonly List<Task> _ready = [];
    private bool _dead;
    private bool _running;

    public bool HasWork => _ready.Count > 0;

    public override int MaximumConcurrencyLevel => 1;

    public void Post(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    public Task Start(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    public void RunOne()
    {
        // Mostly in order, as a thread pool does; now and then another first, as a thread pool does too.
        var index = _ready.Count > 1 && (dice.Next() & 3) == 0 ? dice.Below(_ready.Count) : 0;
        var task = _ready[index];
        _ready.RemoveAt(index);
        _running = true;
        try
        {
            TryExecuteTask(task);
        }
        finally
        {
            _running = false;
        }
    }

    public void Die()
    {
        _dead = true;
        _ready.Clear();
    }

    protected override void QueueTask(Task task)
    {
        if (!_dead)
            _ready.Add(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => _running && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;
}
