using System.Diagnostics;
using System.Diagnostics.Metrics;
using OneVisit.Kit.Bus;

namespace OneVisit.Kit.Telemetry;

/// <summary>What the platform tells of itself: traces and metrics under the name <c>OneVisit</c>.</summary>
internal static class Instruments
{
    public const string Name = "OneVisit";

    private static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);

    /// <summary>Messages decided, by service.</summary>
    public static readonly Counter<long> Messages = Meter.CreateCounter<long>("onevisit.messages", "{message}", "Messages whose effect was committed");

    /// <summary>Messages of one transaction, by service.</summary>
    public static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>("onevisit.batch.size", "{message}", "Messages of one transaction");

    /// <summary>Messages set aside, by service.</summary>
    public static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>("onevisit.dead_letters", "{message}", "Messages set aside because their decision failed");

    /// <summary>Seconds from a batch's first statement to its commit, by service.</summary>
    public static readonly Histogram<double> CommitTime = Meter.CreateHistogram<double>("onevisit.commit.duration", "s", "Duration of a unit-of-work transaction");

    /// <summary>A span for one decision, child of the message's own trace.</summary>
    public static Activity? Decide(string service, CarriedMessage message) =>
        Activities.HasListeners()
            ? Activities.StartActivity($"{service} {message.Type}", ActivityKind.Consumer, message.Trace)
            : null;
}
