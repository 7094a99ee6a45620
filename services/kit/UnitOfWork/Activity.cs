namespace OneVisit.Kit.UnitOfWork;

/// <summary>What goes on in something that works by messages, at one moment.</summary>
/// <param name="AtRest">Nothing is taken in hand, and nothing sent is still on its way.</param>
/// <param name="Begun">How much was ever begun. Two equal counts with rest at both mean that nothing happened between the two looks.</param>
public readonly record struct Activity(bool AtRest, long Begun);

/// <summary>Something of which can be told whether it is at rest.</summary>
public interface IActive
{
    Activity Activity { get; }
}
