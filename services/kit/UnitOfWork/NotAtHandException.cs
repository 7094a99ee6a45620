namespace OneVisit.Kit.UnitOfWork;

/// <summary>The rules cannot be given a message yet: see <see cref="Unit{TState}.Ahead"/>. Nothing was changed.</summary>
/// <param name="ahead">What is waited for.</param>
internal sealed class NotAtHandException(Task<object?> ahead) : Exception("something that a message is decided by has to be waited for")
{
    public Task<object?> Ahead => ahead;
}
