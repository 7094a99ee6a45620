using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.Checks;

/// <summary>A change is made to the version that its sender has seen.</summary>
internal static class SeenChecks
{
    /// <summary>It is asked for the answer as soon as the command is decided, before anything else is.</summary>
    public static Answer Render(World world, TaskCommand command, long? seen, long version, Refusal? refusal)
    {
        var changed = ReferenceEquals(world.LastDecided.Message, command) && world.LastDecided.Changed;
        if (seen is { } expected && refusal is null && changed && version != expected + 1)
            world.Violate(Invariants.SeenIsHeeded, $"{command.GetType().Name} by {command.By} was made to version {version - 1}, and version {expected} was seen");
        if (refusal is { Status: 412 } && !changed && ReferenceEquals(world.LastDecided.Message, command) && !world.LastDecided.Refused)
            world.Violate(Invariants.SeenIsHeeded, $"{command.GetType().Name} by {command.By} changes nothing, and is refused because of what was seen");
        return new Answer(refusal?.Status ?? 200, refusal?.Code ?? "");
    }
}
