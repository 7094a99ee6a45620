namespace OneVisit.Kit.UnitOfWork;

/// <summary>Something that a department's own system is told of, when it has subscribed: written with the decision that makes it, and so never lost.</summary>
/// <param name="Owner">The aggregate.</param>
/// <param name="Case">Its case: the events of one case are delivered in order.</param>
/// <param name="Region">Where the authority is: whoever has subscribed to a larger place that holds it is told.</param>
/// <param name="Data">Written as JSON: ids and states, and nothing about people.</param>
public sealed record OutsideEvent(Guid Owner, Guid Case, string Department, string Region, object Data);

/// <summary>What is sent of an event: its kind, when it happened, and the rest.</summary>
internal sealed record EventBody(string Type, DateTimeOffset Timestamp, object Data);
