namespace OneVisit.Kit.Departments;

/// <summary>By which text of an item a task is judged: a case keeps the one it was submitted under for life.</summary>
/// <param name="Region">GB/T 2260 code of the matter's place, by which its city is found.</param>
/// <param name="Submitted">The day of submission in the city's zone.</param>
/// <param name="Catalogue">The digest of the catalogue that the case was submitted under; null: the one in force.</param>
public readonly record struct ItemVersion(string Item, string Region, DateOnly Submitted, string? Catalogue = null);
