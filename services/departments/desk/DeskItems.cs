using OneVisit.Catalogue;
using OneVisit.Kit.Departments;

namespace OneVisit.Desk;

/// <summary>How the desk's items are handled.</summary>
/// <param name="current">The catalogue in force.</param>
internal sealed class DeskItems(Func<CityCatalogue> current)
{
    private static readonly RuleBook<DeskRules> Book = RuleBook<DeskRules>.Load("desk", "desk");

    private volatile Made? _made;

    /// <summary>The handler of an item as it stood on the day it was applied for; null when the catalogue does not, or no longer, know it.</summary>
    public IItemHandler? Find(string item, DateOnly submitted)
    {
        var catalogue = current();
        if (_made is not { } made || made.Of != catalogue)
            _made = made = new Made(catalogue, HandlersOf(catalogue));
        return (catalogue.FindItem(item, submitted) ?? catalogue.FindItem(item)) is { } known ? made.Handlers.GetValueOrDefault(known) : null;
    }

    // Also of departments that are no desk: one that ceases to be has its open tasks here, and only the desk is heard about them.
    private static Dictionary<ServiceItem, IItemHandler> HandlersOf(CityCatalogue catalogue) =>
        catalogue.Items.ToDictionary<ServiceItem, ServiceItem, IItemHandler>(
            i => i, i => new DeskItem(i, Book, type => catalogue.FindLicence(type)?.Validity?.Years), ReferenceEqualityComparer.Instance);

    private sealed record Made(CityCatalogue Of, Dictionary<ServiceItem, IItemHandler> Handlers);
}
