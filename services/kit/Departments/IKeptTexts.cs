using OneVisit.Kit.Store;

namespace OneVisit.Kit.Departments;

/// <summary>The texts by which tasks are judged, kept for as long as a task may name one: see <see cref="ItemVersion.Catalogue"/>.</summary>
public interface IKeptTexts
{
    /// <summary>What makes the table they are kept in.</summary>
    IReadOnlyList<Migration> Migrations { get; }

    /// <summary>Keeps them in the service's store too, from the first on; called before anything is decided.</summary>
    void KeepIn(Store.Store store, TimeProvider clock);

    /// <summary>
    /// Null when the rules find the text of a digest, or nobody has it any more: then they judge by the text in force. Otherwise ended once either is
    /// so; what it gives is held for as long as the rules are to find it.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    Task<object?>? Ahead(string digest);
}
