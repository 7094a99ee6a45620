using OneVisit.Simulation.Checks;

namespace OneVisit.Simulation.Engine;

/// <summary>What everything in one schedule shares: its chance, its time, its weather, its record, and the first thing found to be wrong.</summary>
internal sealed class World(ulong seed, Planted planted, bool whole)
{
    public Dice Dice { get; } = new(seed);

    public Agenda Agenda { get; } = new();

    public Trace Trace { get; } = new(whole);

    public Planted Planted => planted;

    public Weather Weather { get; set; } = Weather.Calm;

    public Ledger Ledger { get; } = new();

    /// <summary>The first invariant found broken, in words; null while all hold.</summary>
    public string? Violation { get; private set; }

    /// <summary>What was decided last, and whether it changed anything or was refused.</summary>
    public (object? Message, bool Changed, bool Refused) LastDecided { get; set; }

    public void Violate(string invariant, string how) => Violation ??= $"{invariant}: {how}";

    public void Note(string what, string name, int who = -1, Guid id = default) => Trace.Add(Agenda.Now, what, who, name, id);

    /// <summary>How long something takes, in microseconds: mostly little, sometimes long enough for everything else to overtake it.</summary>
    public long Latency()
    {
        var roll = Dice.Next();
        var spread = (long)((roll >> 32) % 3000) + 50;
        return (int)(roll & 0xFFFF) >= Weather.SlowIn65536 ? spread
            : (roll & 0x10000) == 0 ? spread * 100
            : spread * 2000;
    }

    /// <summary>How long a person takes, in microseconds: at most as many times as long as what they wait for, and never half a minute.</summary>
    public long Hesitation(int times) => Math.Min(Latency() * times, 20_000_000);
}

/// <summary>How bad things are: probabilities each time it could happen.</summary>
internal sealed record Weather
{
    public static readonly Weather Calm = new();

    /// <summary>A process dies, at any step.</summary>
    public double Crash { get; init; }
    /// <summary>What was sent never reaches the broker, and the sender is told.</summary>
    public double LostSend { get; init; }
    /// <summary>The broker has it, and the sender is told that it may not.</summary>
    public double LostConfirm { get; init; }
    public double LostAcknowledgement { get; init; }
    /// <summary>The broker brings it once more.</summary>
    public double Repeat { get; init; }
    /// <summary>A store refuses for a while, at any step.</summary>
    public double StoreDown { get; init; }
    /// <summary>The connection breaks during a commit: before it or after it.</summary>
    public double BrokenCommit { get; init; }
    /// <summary>The database picks the transaction as a victim.</summary>
    public double Conflict { get; init; }
    public int SlowIn65536 { get; init; }
}
