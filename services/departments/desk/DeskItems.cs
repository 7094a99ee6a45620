using System.Runtime.CompilerServices;
using OneVisit.Catalogue;
using OneVisit.Kit.Departments;

namespace OneVisit.Desk;

/// <summary>How the desk's items are handled.</summary>
/// <param name="current">The catalogues in force.</param>
internal sealed class DeskItems(Func<Cities> current)
{
    private static readonly RuleBook<DeskRules> Book = RuleBook<DeskRules>.Load("desk", "desk");

    private readonly ConditionalWeakTable<CityCatalogue, Dictionary<ServiceItem, IItemHandler>> _made = [];

    /// <summary>The handler of a city's item as it stood on the day it was applied for; null when its catalogue does not, or no longer, know it.</summary>
    public IItemHandler? Find(string item, string region, DateOnly submitted)
    {
        var catalogue = current().Of(region);
        return (catalogue.FindItem(item, submitted) ?? catalogue.FindItem(item)) is { } known
            ? _made.GetValue(catalogue, HandlersOf).GetValueOrDefault(known)
            : null;
    }

    // Also of departments that are no desk: one that ceases to be has its open tasks here, and only the desk is heard about them.
    private static Dictionary<ServiceItem, IItemHandler> HandlersOf(CityCatalogue catalogue) =>
        catalogue.Items.ToDictionary<ServiceItem, ServiceItem, IItemHandler>(
            i => i, i => new DeskItem(i, Book, type => catalogue.FindLicence(type)?.Validity?.Years), ReferenceEqualityComparer.Instance);
}
