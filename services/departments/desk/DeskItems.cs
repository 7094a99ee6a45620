using System.Runtime.CompilerServices;
using OneVisit.Catalogue;
using OneVisit.Kit.Departments;

namespace OneVisit.Desk;

/// <summary>How the desk's items are handled.</summary>
/// <param name="catalogueOf">By which an item is judged.</param>
internal sealed class DeskItems(Func<ItemVersion, CityCatalogue> catalogueOf)
{
    private static readonly RuleBook<DeskRules> Book = RuleBook<DeskRules>.Load("desk", "desk");

    private readonly ConditionalWeakTable<CityCatalogue, Dictionary<ServiceItem, IItemHandler>> _made = [];

    /// <summary>The handler of an item; null when its catalogue does not know it.</summary>
    public IItemHandler? Find(ItemVersion item)
    {
        var catalogue = catalogueOf(item);
        return catalogue.FindItem(item) is { } known
            ? _made.GetValue(catalogue, HandlersOf).GetValueOrDefault(known)
            : null;
    }

    // Also of departments that are no desk: one that ceases to be has its open tasks here, and only the desk is heard about them.
    private static Dictionary<ServiceItem, IItemHandler> HandlersOf(CityCatalogue catalogue) =>
        catalogue.Items.ToDictionary<ServiceItem, ServiceItem, IItemHandler>(
            i => i, i => new DeskItem(i, Book, type => catalogue.FindLicence(type)?.Validity?.Years), ReferenceEqualityComparer.Instance);
}
