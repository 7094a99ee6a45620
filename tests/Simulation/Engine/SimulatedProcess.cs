namespace OneVisit.Simulation.Engine;

/// <summary>A process that somebody keeps running: after every death it is started again, with nothing but the store.</summary>
/// <param name="skew">How wrong its clock is.</param>
/// <param name="furnish">Puts its services into a new life.</param>
internal sealed class SimulatedProcess(World world, int number, string name, TimeSpan skew, Broker? broker, Action<Life> furnish)
{
    public int Number => number;

    public string Name => name;

    public TimeSpan Skew => skew;

    public Life? Life { get; private set; }

    public void Start()
    {
        Life = new Life(world, this, broker);
        furnish(Life);
        Life.Start();
    }

    public void Crash() => Crash(Life);

    /// <param name="life">Whose end it is; a later life is left alone.</param>
    public void Crash(Life? life)
    {
        if (life is null || life.IsDead)
            return;
        world.Note("crashed", name, number);
        life.Die();
        Life = null;
        world.Agenda.Plan(world.Dice.Between(1_000, 4_000_000), Start);
    }
}
